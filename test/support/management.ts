import { readFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { ManagementPlace } from "../../src/source/management-failure.ts";

const CAPTURES = join(import.meta.dir, "../fixtures/captures");

export const VERSIONS = ["2.4.12", "2.6.14", "2.7.6"] as const;

/** What a real OpenVPN answered, as it was recorded. */
export interface Transcript {
  /** The words after the password. */
  readonly greeting: string;
  /** Command → all that came before the next one. */
  readonly replies: ReadonlyMap<string, string>;
}

export function transcriptOf(version: (typeof VERSIONS)[number]): Transcript {
  const file = readFileSync(join(CAPTURES, `openvpn-${version}/management-transcript.txt`), "latin1");
  const [, session = ""] = /^## 2\. .*\n([\s\S]*?)^\[connection closed/m.exec(file) ?? [];
  const [head = "", ...parts] = session.split(/^<<< /m);
  const lines = (text: string) => {
    return text
      .split("\n")
      .filter((line) => line.endsWith("\\r\\n"))
      .map((line) => `${line.slice(0, -4)}\r\n`)
      .join("");
  };
  const replies = new Map<string, string>();
  for (const part of parts) {
    const [command = "", ...reply] = part.split("\n");
    // `load-stats` and others are asked more than once: the first counts.
    if (!replies.has(command)) replies.set(command, lines(reply.join("\n")));
  }
  const greeting = /^>INFO:.*\r\n/m.exec(lines(head))?.[0] ?? "";
  return { greeting, replies };
}

export interface FakeOptions {
  /** Asked for where given. */
  readonly password?: string;
  /** Instead of OpenVPN's greeting. */
  readonly greeting?: string;
  readonly replies?: ReadonlyMap<string, string>;
  /** Answers in pieces of so many bytes. */
  readonly pieceBytes?: number;
  /** Another client holds the only place. */
  readonly isHeld?: boolean;
  /** Takes over from OpenVPN's manners altogether. */
  readonly behave?: (socket: Socket) => void;
  /** A unix socket instead of a TCP port. */
  readonly path?: string;
}

export interface FakeManagement {
  readonly place: ManagementPlace;
  /** The lines that clients sent, passwords too. */
  readonly heard: readonly string[];
  /** How many clients came. */
  readonly calls: () => number;
  /** How many of them are still connected. */
  readonly open: () => number;
  /** Says something to whoever is connected. */
  say(text: string): void;
  /** Ends every connection. */
  hangUp(): void;
  close(): Promise<void>;
}

const GREETING = ">INFO:OpenVPN Management Interface Version 5 -- type 'help' for more info\r\n";

/** A management interface on this machine that answers as told, to one client at a time. */
export async function fakeManagement(options: FakeOptions = {}): Promise<FakeManagement> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const waiting: Socket[] = [];
  let calls = 0;
  let served: Socket | undefined;
  const serveNext = () => {
    served = options.isHeld ? undefined : waiting.shift();
    if (served) serve(served, options, heard);
  };
  const server = createServer((socket) => {
    calls++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      if (waiting.includes(socket)) waiting.splice(waiting.indexOf(socket), 1);
      if (socket === served) serveNext();
    });
    if (options.behave) {
      socket.resume();
      options.behave(socket);
      return;
    }
    waiting.push(socket);
    if (!served) serveNext();
  });
  await new Promise<void>((resolve) => {
    if (options.path === undefined) server.listen(0, "127.0.0.1", resolve);
    else server.listen(options.path, resolve);
  });
  return {
    place: placeOf(server),
    heard,
    calls: () => calls,
    open: () => sockets.size,
    say: (text) => served?.write(text, "latin1"),
    hangUp() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function placeOf(server: Server): ManagementPlace {
  const address = server.address();
  if (address === null) throw new Error("the fake server does not listen");
  if (typeof address === "string") return { kind: "unix", path: address };
  return { kind: "tcp", host: "127.0.0.1", port: address.port };
}

function serve(socket: Socket, options: FakeOptions, heard: string[]): void {
  const { password, greeting = GREETING, replies = new Map(), pieceBytes } = options;
  const pieces: Buffer[] = [];
  const flush = () => {
    const piece = pieces.shift();
    if (!piece || socket.destroyed) return;
    socket.write(piece);
    setImmediate(flush);
  };
  const say = (text: string) => {
    const bytes = Buffer.from(text, "latin1");
    const size = pieceBytes ?? Math.max(1, bytes.length);
    const idle = pieces.length === 0;
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
    if (idle) flush();
  };
  let tries = 0;
  let isLetIn = password === undefined;
  let rest = "";
  say(isLetIn ? greeting : "ENTER PASSWORD:");
  socket.on("data", (bytes) => {
    const lines = (rest + bytes.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      heard.push(line);
      if (!isLetIn && line === password) {
        isLetIn = true;
        say(`SUCCESS: password is correct\r\n${greeting}`);
      } else if (!isLetIn && ++tries === 3) socket.end();
      else if (!isLetIn) say("ENTER PASSWORD:");
      else if (line === "quit") socket.end();
      else say(replies.get(line) ?? "ERROR: unknown command, enter 'help' for more options\r\n");
    }
  });
}
