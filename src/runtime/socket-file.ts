import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";
import { AppError } from "../errors.ts";

/**
 * Makes way for a socket at `path`: one that a killed process left behind is removed. Anything else stays, and is
 * refused by an AppError: a socket that somebody answers on, and every other kind of file.
 */
export async function clearSocketFile(path: string): Promise<void> {
  const found = await lstat(path).catch((cause: unknown) => {
    // A directory that is missing is told by whoever listens.
    if (["ENOENT", "ENOTDIR"].includes(codeOf(cause) ?? "")) return undefined;
    throw new AppError("output", `Cannot listen on unix:${path}: ${messageOf(cause)}`, { cause });
  });
  if (found === undefined) return;
  if (!found.isSocket()) {
    const advice = "remove it, or set web_listen to another path";
    throw new AppError("output", `Cannot listen on unix:${path}: a file that is no socket is there: ${advice}`);
  }
  if (await isAnswered(path)) {
    const advice = "is ovpnstats running already? Stop it, or set web_listen to another path";
    throw new AppError("output", `Cannot listen on unix:${path}: another process does: ${advice}`);
  }
  await unlink(path);
}

/** A refused connection is the only proof that nobody listens: not being allowed to ask is none. */
function isAnswered(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.once("connect", () => resolve(true));
  socket.once("error", (error) => resolve(codeOf(error) !== "ECONNREFUSED"));
  return promise.finally(() => socket.destroy());
}

/** The system's name for what went wrong. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
