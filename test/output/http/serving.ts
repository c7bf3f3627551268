import { connect, type Socket } from "node:net";
import type { Log } from "../../../src/log.ts";
import { createWebApp, type WebOptions } from "../../../src/output/http/app.ts";
import { allowedHosts } from "../../../src/output/http/host.ts";
import { type Listening, listen, type Where } from "../../../src/runtime.ts";

export const ANY_PORT: Where = { kind: "tcp", host: "127.0.0.1", port: 0 };

/** Every path that is answered, and what is not. */
export const PATHS = ["/", "/api/v1/report", "/healthz"];

export interface Reply {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly milliseconds: number;
}

export interface Web extends AsyncDisposable {
  readonly listening: Listening;
  readonly where: Where;
  /** What was logged: level, event and fields in one line each. */
  readonly logged: readonly string[];
  /** Sends these bytes on a connection of its own, and reads one answer. */
  ask(text: string): Promise<Reply>;
  /** A request of one line, "GET /path", with a good Host unless one is given. */
  get(line: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
}

/** The real server, on a port of its own, over pages of a few words. */
export async function serve(
  options: Partial<WebOptions> = {},
  { where = ANY_PORT, added = [] }: { readonly where?: Where; readonly added?: readonly string[] } = {},
): Promise<Web> {
  const logged: string[] = [];
  const app = createWebApp({
    pages: somePages(),
    hosts: allowedHosts(where, added),
    auth: undefined,
    contentPolicy: "default-src 'none'",
    log: logTo(logged),
    monotonic: () => performance.now(),
    ...options,
  });
  const listening = await listen({ where, fetch: app.fetch });
  const at = where.kind === "unix" ? where : { ...where, port: listening.port ?? 0 };
  const ask = (text: string) => exchange(open(at), text);
  return {
    listening,
    where: at,
    logged,
    ask,
    get: (line, headers = {}) => {
      const all = Object.entries({ Host: "localhost", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      return ask(`${line} HTTP/1.1\r\n${all.join("")}\r\n`);
    },
    [Symbol.asyncDispose]: () => listening.stop(),
  };
}

type Pages = WebOptions["pages"];

/** Two pages that tell what was asked of them, and what a test has instead. */
export function somePages(own: Partial<Pages> & Partial<Record<"html" | "json", Render>> = {}): Pages {
  const { html = async (query) => `<!doctype html><p>${query}</p>`, json = asJson, ...pages } = own;
  return {
    version: async () => "1",
    has: (path) => path === "/" || path === "/api/v1/report",
    render: async (path, query) =>
      path === "/"
        ? { type: "text/html; charset=UTF-8", body: await html(query) }
        : { type: "application/json", body: await json(query) },
    health: async () => ({ ok: true, problems: [] }),
    ...pages,
  };
}

type Render = (query: URLSearchParams) => Promise<string>;

async function asJson(query: URLSearchParams): Promise<string> {
  return JSON.stringify(Object.fromEntries(query));
}

export function open(where: Where): Socket {
  return where.kind === "unix" ? connect(where.path) : connect(where.port, where.host);
}

/** Reads one answer, by its length or up to the end; an error of the connection ends it too. */
export function exchange(socket: Socket, text: string): Promise<Reply> {
  const start = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  let received = "";
  const look = (ended: boolean) => {
    const reply = parse(received, { ended, isHead: text.startsWith("HEAD ") });
    if (reply !== undefined) resolve({ ...reply, milliseconds: performance.now() - start });
    else if (ended) reject(new Error(`the connection ended after ${JSON.stringify(received)}`));
  };
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    look(false);
  });
  socket.on("error", () => look(true));
  socket.on("close", () => look(true));
  socket.write(text, "latin1");
  return promise.finally(() => socket.destroy());
}

function parse(text: string, { ended, isHead }: { readonly ended: boolean; readonly isHead: boolean }) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Map(lines.map((line) => [line.split(":")[0]?.toLowerCase() ?? "", line.replace(/^.*?: ?/, "")]));
  const status = Number(first.split(" ")[1]);
  const body = text.slice(end + 4);
  const length = isHead || status === 304 ? 0 : Number(headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  return ended || body.length >= length ? { status, headers, body } : undefined;
}

function logTo(lines: string[]): Log {
  const at =
    (level: string) =>
    (event: string, fields: object = {}) => {
      lines.push(`${level} ${event} ${JSON.stringify(fields)}`);
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
}
