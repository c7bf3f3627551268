/**
 * Lets each call on the files of the database go wrong, one at a time: `bun scripts/ci/syscalls.ts [--program
 * "dist/ovpnstats"] [--all] [--seconds N] [--only WORDS]`. A poll is run again and again under strace, the first call of a kind fails
 * or kills it, then the second, until a poll passes untouched. Whatever happens, the books are right at once, and to the
 * byte after the next poll. Of some polls, every sixth call is enough unless all are asked for.
 * Then daemons run for so many seconds, of which one call after the other fails: each time they get over it by themselves.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { FROM_SOURCES } from "../../test/support/process.ts";
import { drive, type Lane } from "./faults/daemon.ts";
import { makeStage, problemsOf, STORIES, type Stage, type Story } from "./faults/story.ts";
import type { Fault } from "./faults/strace.ts";

const title = "a fault at every call of a poll on its database leaves right books, and the next poll recovers (F27)";

const { values } = parseArgs({
  options: {
    program: { type: "string" },
    all: { type: "boolean", default: false },
    seconds: { type: "string", default: "30" },
    only: { type: "string", default: "" },
  },
});
const PROGRAM = values.program?.split(" ").map((word) => (existsSync(word) ? resolve(word) : word)) ?? FROM_SOURCES;

const AT_ONCE = 2;

/** How far apart the calls are that are disturbed, where not each is. */
const STRIDE = 6;

/** Problems of one trial that are printed: what is wrong in one place is so at every resolution. */
const TOLD = 4;

interface Series {
  readonly call: string;
  readonly fault: Fault;
}

/** Calls of a kind, and what may happen to them. */
const SERIES: readonly (readonly [call: string, faults: readonly Fault[]])[] = [
  ["pwrite64", ["EIO", "ENOSPC", "KILL"]],
  ["fsync", ["EIO", "KILL"]],
  ["openat", ["EMFILE", "EIO", "ENOSPC", "KILL"]],
  ["ftruncate", ["EIO", "KILL"]],
  ["unlink", ["EIO", "KILL"]],
  ["pread64", ["EIO"]],
  ["fcntl", ["EIO"]],
];

/** Calls of a daemon, and what happens to them. */
const LANES: readonly Lane[] = [
  { call: "pwrite64", fault: "EIO", most: 60 },
  { call: "pwrite64", fault: "ENOSPC", most: 60 },
  { call: "fsync", fault: "EIO", most: 8 },
  { call: "openat", fault: "EMFILE", most: 12 },
  { call: "pread64", fault: "EIO", most: 12 },
];

interface Tally {
  passed: number;
  failed: number;
}

console.log(title);
const began = performance.now();
const tally: Tally = { passed: 0, failed: 0 };
for (const [index, story] of STORIES.entries()) {
  const queue = seriesOf(story);
  if (queue.length === 0) continue;
  const stage = makeStage(PROGRAM, index + 1);
  try {
    await story.prepare(stage);
    await tell(stage, story, queue);
  } finally {
    stage.remove();
  }
}
await Promise.all(
  LANES.filter(({ call, fault }) => `a daemon, ${fault} at ${call}`.includes(values.only)).map(runLane),
);
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

function seriesOf({ title }: Story): Series[] {
  const all = SERIES.flatMap(([call, faults]) => faults.map((fault) => ({ call, fault })));
  return all.filter(({ call, fault }) => `${title}, ${fault} at ${call}`.includes(values.only));
}

async function tell(stage: Stage, story: Story, queue: Series[]): Promise<void> {
  const work = async () => {
    for (let series = queue.shift(); series; series = queue.shift()) await runSeries(stage, story, series);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** From the first call on, until a poll makes no more of them. */
async function runSeries(stage: Stage, story: Story, series: Series): Promise<void> {
  const since = performance.now();
  const stride = story.isWhole || values.all ? 1 : STRIDE;
  let [tried, wrong] = [0, 0];
  for (let number = 1; ; number += stride) {
    const problems = await problemsOf(stage, story, { ...series, number });
    if (problems === undefined) break;
    tried++;
    if (problems.length > 0) wrong++;
    for (const problem of problems.slice(0, TOLD))
      console.log(`${story.title}, ${series.fault} at ${series.call} ${number}: ${problem}`);
  }
  tally.passed += tried - wrong;
  tally.failed += wrong;
  const seconds = ((performance.now() - since) / 1000).toFixed(0);
  console.log(`${story.title}: ${series.fault} at ${tried} calls of ${series.call}, ${wrong} wrong, ${seconds} s`);
}

/** A daemon has to get over whatever went wrong by itself. */
async function runLane(lane: Lane): Promise<void> {
  const { hits, problem } = await drive(lane, PROGRAM, Number(values.seconds));
  const isWrong = problem !== undefined || hits === 0;
  tally.passed += hits;
  if (isWrong) tally.failed++;
  console.log(`a daemon: ${lane.fault} at ${hits} calls of ${lane.call}, ${isWrong ? "WRONG" : "0 wrong"}`);
  if (problem !== undefined) console.log(problem.slice(0, 2000));
}
