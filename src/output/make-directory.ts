import { chmodSync, mkdirSync } from "node:fs";

/** Makes a directory with just these permission bits, whatever the umask is, unless there is one; says whether it did. */
export function makeDirectory(directory: string, mode: number): boolean {
  try {
    mkdirSync(directory, { mode });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  chmodSync(directory, mode);
  return true;
}
