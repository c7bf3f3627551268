import { chmod } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "./errors.ts";
import { clearSocketFile, codeOf } from "./runtime/socket-file.ts";

/** Where to listen: at an address of this machine, or at a socket file. */
export type Where =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** Who asks, as the system says, whatever the request claims; no address through a socket file. */
export interface Peer {
  readonly address: string | undefined;
}

/** Answers a request; never throws. */
export type Answer = (request: Request, peer: Peer) => Promise<Response>;

export interface Listening {
  /** For people and logs: a URL, or `unix:` and the path. */
  readonly address: string;
  /** The port in fact, where 0 was asked for; undefined for a socket file. */
  readonly port: number | undefined;
  /** Takes no more requests, lets those under way end within 2 seconds, then closes every connection. */
  stop(): Promise<void>;
}

interface Server {
  readonly port: number | undefined;
  stop(): Promise<void>;
}

/** The little that is used of each runtime. */
interface Runtimes {
  readonly Bun?: { serve(options: object): BunServer };
  readonly Deno?: { serve(options: object, handler: (request: Request, info: DenoInfo) => unknown): DenoServer };
}
interface BunServer {
  readonly port?: number | undefined;
  readonly pendingRequests: number;
  requestIP(request: Request): { readonly address: string } | null;
  stop(closeActiveConnections?: boolean): Promise<void>;
}
interface DenoServer {
  readonly addr: { readonly port?: number };
  readonly finished: Promise<void>;
  shutdown(): Promise<void>;
}
interface DenoInfo {
  readonly remoteAddr: { readonly hostname?: string };
}

const runtimes: Runtimes = globalThis;

/** Where Bun itself gives up reading; the application refuses earlier, in words. */
const MOST_BODY_BYTES = 1024 * 1024;

/** Bun counts in steps of 4 seconds: whoever sends nothing, or too slowly, is gone within 12 (F51). */
const IDLE_SECONDS = 10;

const GRACE_MILLISECONDS = 2000;

/**
 * Serves HTTP with the runtime at hand. A socket file has mode 0660, takes the place of one that nobody answers on
 * any more, and is removed at the end. Throws an AppError that says why it cannot listen there, and what to do.
 */
export async function listen({ where, fetch }: { readonly where: Where; readonly fetch: Answer }): Promise<Listening> {
  if (where.kind === "unix") await clearSocketFile(where.path);
  const server = start(where, fetch);
  if (where.kind === "unix") await chmod(where.path, 0o660);
  let stopped: Promise<void> | undefined;
  return {
    address: describe(where, server.port),
    port: server.port,
    stop: () => {
      stopped ??= server.stop();
      return stopped;
    },
  };
}

function start(where: Where, fetch: Answer): Server {
  try {
    if (runtimes.Bun) return startBun(runtimes.Bun, where, fetch);
    if (runtimes.Deno) return startDeno(runtimes.Deno, where, fetch);
  } catch (cause) {
    throw new AppError("output", `Cannot listen on ${describe(where, undefined)}: ${reasonOf(cause)}`, { cause });
  }
  throw new AppError("output", "Cannot serve HTTP: neither Bun nor Deno runs this program");
}

function startBun(bun: NonNullable<Runtimes["Bun"]>, where: Where, fetch: Answer): Server {
  const server = bun.serve({
    ...(where.kind === "tcp" ? { hostname: where.host, port: where.port } : { unix: where.path }),
    development: false,
    // Without development Bun would share a port that is in use, with whomever.
    reusePort: false,
    idleTimeout: IDLE_SECONDS,
    maxRequestBodySize: MOST_BODY_BYTES,
    // Asking for the address costs as much as a cached page: it is asked for where it matters.
    fetch: (request: Request) =>
      fetch(request, {
        get address() {
          return server.requestIP(request)?.address;
        },
      }),
  });
  const stop = async () => {
    // Bun's own patience lasts until the last idle connection is gone.
    const closed = server.stop();
    for (let waited = 0; server.pendingRequests > 0 && waited < GRACE_MILLISECONDS; waited += 10) await pause(10);
    await server.stop(true);
    await closed;
  };
  return { port: where.kind === "tcp" ? server.port : undefined, stop };
}

/** For development: Deno has no limits of its own on idle connections. */
function startDeno(deno: NonNullable<Runtimes["Deno"]>, where: Where, fetch: Answer): Server {
  const limit = new AbortController();
  const place = where.kind === "tcp" ? { hostname: where.host, port: where.port } : { path: where.path };
  const server = deno.serve({ ...place, signal: limit.signal, onListen() {} }, (request, { remoteAddr }) =>
    fetch(request, { address: remoteAddr.hostname }),
  );
  const stop = async () => {
    const isDone = server.shutdown().then(() => true);
    const isLate = pause(GRACE_MILLISECONDS, false, { ref: false });
    if (!(await Promise.race([isDone, isLate]))) limit.abort();
    await server.finished;
  };
  return { port: server.addr.port, stop };
}

function describe(where: Where, port: number | undefined): string {
  if (where.kind === "unix") return `unix:${where.path}`;
  const host = where.host.includes(":") ? `[${where.host}]` : where.host;
  return `http://${host}:${port ?? where.port}`;
}

/** The system's reasons, each with what to do. */
function reasonOf(cause: unknown): string {
  switch (codeOf(cause)) {
    case "EADDRINUSE":
      return "another process does: stop it (is ovpnstats running already?), or set web_listen to another port";
    case "EACCES":
    case "EPERM":
      return "not permitted: ports below 1024 need privileges; set web_listen to a higher port or another path";
    case "EADDRNOTAVAIL":
    case "EINVAL":
    case "ENOTFOUND":
      return "this machine has no such address: set web_listen to one that it has";
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such directory: make it, or set web_listen to another path";
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
