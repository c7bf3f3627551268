import { writeSync } from "node:fs";
import { AppError } from "../errors.ts";

/** How long to wait for a reader that is slower than we write. */
const PAUSE_MS = 5;

/**
 * Writes all of the text to a descriptor, 1 or 2. Whoever reads us may stop when he has enough, as head does: that is
 * no error. Not `process.stdout`: to set that up takes 14 ms, twice what the whole of a short command takes.
 */
export function print(descriptor: number, text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause)) throw cause;
      if (cause.code === "EPIPE") return;
      if (cause.code !== "EAGAIN") throw new AppError("output", `Cannot print: ${cause.message}`, { cause });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}
