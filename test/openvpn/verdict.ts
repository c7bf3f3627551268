import { NOTHING, sum } from "../../src/account/credit.ts";
import type { Counters } from "../../src/model.ts";
import type { Scenario } from "./scenario.ts";

/** What the books of a scenario are worth. */
export interface Verdict {
  readonly scenario: Scenario;
  readonly problems: readonly string[];
  /** What OpenVPN told of its connections. */
  readonly told: Counters;
  /** What of that the books lack. */
  readonly missing: Counters;
  readonly connections: number;
  /** How often ovpnstats was killed. */
  readonly kills: number;
}

/** The verdict on a scenario that could not be played to its end. */
export function brokenOff(scenario: Scenario, error: unknown): Verdict {
  return { scenario, problems: [String(error)], told: NOTHING, missing: NOTHING, connections: 0, kills: 0 };
}

/** Two lines, and one for each problem. */
export function describeVerdict(verdict: Verdict, seconds: number): string {
  const { problems, kills, scenario } = verdict;
  const facts = [shortfallOf([verdict]), ...(kills > 0 ? [`${kills} kills`] : []), `${seconds.toFixed(0)} s`];
  const lines = [`${problems.length === 0 ? "pass" : "FAIL"}  ${scenario.title}`, `      ${facts.join(", ")}`];
  return [...lines, ...problems.map((problem) => `      ${problem.replaceAll("\n", "\n      ")}`)].join("\n");
}

/** How much of what OpenVPN told was not counted, over all of these. */
export function shortfallOf(verdicts: readonly Verdict[]): string {
  const connections = verdicts.reduce((count, verdict) => count + verdict.connections, 0);
  const told = verdicts.map((verdict) => verdict.told).reduce(sum, NOTHING);
  const missing = verdicts.map((verdict) => verdict.missing).reduce(sum, NOTHING);
  const received = shareOf("received", missing.bytesReceived, told.bytesReceived);
  return `${connections} connections, ${received}, ${shareOf("sent", missing.bytesSent, told.bytesSent)}`;
}

function shareOf(direction: string, missing: bigint, all: bigint): string {
  const percent = all === 0n ? 0 : Number((missing * 10_000n) / all) / 100;
  return `${missing} of ${all} bytes ${direction} not counted (${percent} %)`;
}
