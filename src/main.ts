import { fstatSync } from "node:fs";
import process from "node:process";
import manifest from "../package.json" with { type: "json" };
import type { World } from "./commands/command.ts";
import { dispatch } from "./commands/dispatch.ts";
import { AppError } from "./errors.ts";
import { systemTimeZone } from "./health/time-zone.ts";
import { print } from "./output/print.ts";

// Names, addresses and habits of people: what we create is for nobody else, unless its mode is set on purpose.
process.umask(0o077);

const world: World = {
  version: manifest.version,
  executable: isBuilt(import.meta.url) ? process.execPath : undefined,
  env: process.env,
  cwd: process.cwd(),
  uid: process.getuid?.(),
  systemZone: () => systemTimeZone(),
  now: () => Math.floor(Date.now() / 1000),
  toJournal: writesToJournal(process.env.JOURNAL_STREAM),
  print: (text) => print(1, text),
  complain,
  onSignal: (signal, handler) => process.on(signal, handler),
};

// All that was printed is written: there is nothing to wait for, and winding the runtime down takes a while.
dispatch(process.argv.slice(2), world).then((status) => process.exit(status));

/** Where standard error cannot be written either, nowhere is left to tell it. */
function complain(text: string): void {
  try {
    print(2, text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

/** JOURNAL_STREAM is inherited by whatever a service starts; it holds only for the very stream it names. */
function writesToJournal(stream: string | undefined): boolean {
  if (stream === undefined) return false;
  const { dev, ino } = fstatSync(2);
  return stream === `${dev}:${ino}`;
}

/** Bun shows the code of an executable in a directory of that name; from sources execPath is the runtime's. */
function isBuilt(code: string): boolean {
  return code.startsWith("file:///$bunfs/");
}
