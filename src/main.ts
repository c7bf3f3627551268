import { fstatSync } from "node:fs";
import process from "node:process";
import manifest from "../package.json" with { type: "json" };
import type { World } from "./commands/command.ts";
import { dispatch } from "./commands/dispatch.ts";

// Names, addresses and habits of people: what we create is for nobody else, unless its mode is set on purpose.
process.umask(0o077);

// Whoever reads us may stop when he has enough, as head does; a full disk is another matter.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  world.complain(`ovpnstats: Cannot print: ${error.message}\n`);
  process.exitCode = 1;
});
// Nowhere is left to tell it.
process.stderr.on("error", () => {});

const world: World = {
  version: manifest.version,
  env: process.env,
  cwd: process.cwd(),
  uid: process.getuid?.(),
  systemZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: () => Math.floor(Date.now() / 1000),
  toJournal: writesToJournal(process.env.JOURNAL_STREAM),
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
};

dispatch(process.argv.slice(2), world).then(
  (status) => {
    process.exitCode ??= status;
  },
  (error) => {
    // A fault of ours, not of the operator's: whoever mends it needs the trace.
    world.complain(`ovpnstats: internal error, please report it: ${error instanceof Error ? (error.stack ?? `${error}`) : error}\n`);
    process.exitCode = 1;
  },
);

/** JOURNAL_STREAM is inherited by whatever a service starts; it holds only for the very stream it names. */
function writesToJournal(stream: string | undefined): boolean {
  if (stream === undefined) return false;
  const { dev, ino } = fstatSync(2);
  return stream === `${dev}:${ino}`;
}
