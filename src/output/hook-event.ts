import { Buffer } from "node:buffer";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { HOOK_END, HOOK_FORM, HOOK_VARIABLES } from "../parse/hook-env.ts";

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Leaves what OpenVPN tells its client-disconnect hook in a file in `spool`, as the script does; of other hooks,
 * nothing. `environment` is the process's own: records that end in NUL, one character per byte. Throws as the system does.
 */
export function writeHookEvent(spool: string, environment: string): void {
  const records = environment.split("\0").filter(isKnown);
  if (!records.includes("script_type=client-disconnect")) return;
  const content = [HOOK_FORM, ...records, HOOK_END, ""].join("\0");
  const [since, duration] = ["time_unix", "time_duration"].map((name) => digitsOf(records, name));
  const file = openSync(join(spool, `${since}.${duration}.${crypto.randomUUID()}.hook`), NEW_FILE, 0o600);
  try {
    writeSync(file, Buffer.from(content, "latin1"));
  } finally {
    closeSync(file);
  }
}

function isKnown(record: string): boolean {
  return HOOK_VARIABLES.some((name) => record.startsWith(`${name}=`));
}

/** A number to sort the file by; the file's text is what counts. */
function digitsOf(records: readonly string[], name: string): string {
  const record = records.find((one) => one.startsWith(`${name}=`));
  return /^\d{1,12}$/.exec(record?.slice(name.length + 1) ?? "")?.[0] ?? "0";
}
