/*
 * Rewrites a status file as OpenVPN does (`status.c`): seek to the start, one write() a line, ftruncate() at the
 * end, the same inode for ever. Now and then it falls asleep in the middle, as a busy machine would make it, for
 * less than the 100 ms after which a file counts as left alone.
 *
 *     bun torn-writer.ts FILE VERSION MILLISECONDS
 */
import { ftruncateSync, openSync, writeSync } from "node:fs";
import { printedClient, printStatus } from "../parse/print.ts";
import { ALWAYS, countersIn, FIRST_TIME } from "./writings.ts";

const [path = "", version = "3", milliseconds = "2000"] = process.argv.slice(2);

let state = 7;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

function statusText(writing: number): string {
  const count = ALWAYS + random(120);
  const clients = Array.from({ length: count }, (_, clientId) =>
    printedClient({
      clientId,
      commonName: `user-${clientId}`,
      realAddress: `10.9.${clientId >> 8}.${clientId & 255}:1194`,
      ...countersIn(writing, count, clientId),
    }),
  ).sort(() => random(3) - 1);
  return printStatus(clients, {
    version: version === "1" ? 1 : version === "2" ? 2 : 3,
    time: FIRST_TIME + writing,
  });
}

const file = openSync(path, "w");
const until = performance.now() + Number(milliseconds);
for (let writing = 1; performance.now() < until; writing++) {
  let at = 0;
  const lines = statusText(writing).split(/(?<=\n)/);
  const asleepAt = random(3) === 0 ? random(lines.length) : -1;
  for (const [index, line] of lines.entries()) {
    at += writeSync(file, line, at);
    if (index === asleepAt) await Bun.sleep(10 + random(50));
  }
  ftruncateSync(file, at);
  await Bun.sleep(random(4) === 0 ? 130 + random(60) : random(20));
}
