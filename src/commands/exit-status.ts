import type { ErrorCode } from "../errors.ts";
import type { ExitStatus } from "./command.ts";

/** What a command that failed so ends with. */
export const EXIT_STATUS = {
  usage: 2,
  config: 2,
  source: 1,
  output: 1,
  database: 3,
} as const satisfies Record<ErrorCode, ExitStatus>;
