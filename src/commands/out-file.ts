import { resolve } from "node:path";
import { AppError } from "../errors.ts";
import type { World } from "./command.ts";
import type { Configured } from "./read-configuration.ts";

/** The file that `--out` names; undefined: standard output. Throws where something in use would be replaced. */
export function outFile({ own, isInUse }: Configured, { cwd }: World): string | undefined {
  const named = own.get("--out");
  if (named === undefined) return undefined;
  const path = resolve(cwd, named);
  if (!isInUse(path)) return path;
  throw new AppError("usage", `Cannot write to ${path}: that file is in use otherwise; name another with --out`);
}
