import { expect, test } from "bun:test";
import { openBooks } from "../support/books.ts";
import { runOracle } from "./run.ts";

const HISTORIES = Number(process.env.OVPNSTATS_HISTORIES ?? 2000);
/** The same histories every time, so that a failure is there again; another seed, or "random", gives others. */
const SEED = seedOf(process.env.OVPNSTATS_SEED ?? "1");
const LEAST_SHARE = 0.05;
const LEAST_SHARE_OF_A_CASE = 0.004;
/** Of fewer histories the shares say nothing. */
const ENOUGH_TO_COUNT = 1000;

/** What each must occur in at least one history in twenty. */
const CLASSES = [
  "polls at odd intervals",
  "reconnect",
  "restart, client ids again",
  "float",
  "takeover",
  "duplicate names",
  "login refused",
  "UNDEF row",
  "counters fall",
  "stale",
  "torn file",
  "midnight",
  "clock change in Europe/Vienna",
  "clock change in America/New_York",
  "clock change in America/St_Johns",
  "clock change in Australia/Lord_Howe",
  "clock change in the server's zone",
  "zone of half hours",
  "clock step",
  "gap of hours",
  "gap of weeks",
  "cleaning",
  "crash before the commit",
  "lost reply",
  "two pollers",
  "switch of status-version",
  "exact end",
  "two servers",
];
/** What the rulings tell apart, though nobody asked for a share. */
const CASES = [
  "an earlier text again",
  "not fresh",
  "reopened",
  "held becomes a user's",
  "end of open",
  "end never seen",
  "end after inferred",
  "final told twice",
  "row after an exact end",
  "unplaced",
  "tombstone",
  "tombstone named",
  "forgotten",
  "address no longer kept",
  "address no longer kept, named again",
];

function seedOf(text: string): number {
  return text === "random" ? Math.floor(Math.random() * 2 ** 31) : Number(text);
}

test(
  "the books equal the simulator's, to the byte at every resolution (F11–F16, F20–F22, F24, F26, F31)",
  async () => {
    const run = await runOracle(openBooks, { histories: HISTORIES, seed: SEED });
    if (run.failure !== undefined) throw new Error(`Seed ${SEED}, history ${run.histories}\n${run.failure}`);
    expect(run.histories).toBe(HISTORIES);
    const share = (name: string) => (run.classes.get(name) ?? 0) / run.histories;
    if (HISTORIES < ENOUGH_TO_COUNT) return;
    expect(CLASSES.filter((name) => share(name) < LEAST_SHARE)).toEqual([]);
    expect(CASES.filter((name) => share(name) < LEAST_SHARE_OF_A_CASE)).toEqual([]);
  },
  HISTORIES * 1000,
);
