import { chmodSync, mkdirSync } from "node:fs";
import { systemCode } from "../source/file-failure.ts";

/** Makes a directory with just these permission bits, whatever the umask is, unless there is one; says whether it did. */
export function makeDirectory(directory: string, mode: number): boolean {
  try {
    mkdirSync(directory, { mode });
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
  chmodSync(directory, mode);
  return true;
}
