/** Runs the property: many histories, and a readable account of the smallest one that fails. */

import fc from "fast-check";
import type { OpenBooks } from "./books.ts";
import { time } from "./compare.ts";
import { anyHistory, type History } from "./history.ts";
import { play } from "./play.ts";
import type { Playing } from "./play-state.ts";
import type { Library } from "./reference-books.ts";

export interface Run {
  readonly histories: number;
  readonly seed: number;
  readonly polls: number;
  /** In how many histories each class occurred. */
  readonly classes: ReadonlyMap<string, number>;
  /** The smallest history that failed, told event by event. */
  readonly failure: string | undefined;
}

export interface RunOptions {
  readonly histories: number;
  readonly seed: number;
  /** Shared with books that are made of the reference. */
  readonly library?: Library;
  readonly comparing?: Playing["comparing"];
}

export async function runOracle(open: OpenBooks, options: RunOptions): Promise<Run> {
  const { histories, seed, library, comparing } = options;
  const classes = new Map<string, number>();
  let polls = 0;
  const playing = { ...(library && { library }), ...(comparing && { comparing }) };
  const property = fc.asyncProperty(anyHistory, async (history) => {
    library?.statusTexts.clear();
    const played = await play(history, open, playing);
    polls += played.polls;
    for (const fact of played.facts) classes.set(fact, (classes.get(fact) ?? 0) + 1);
    return played.wrong.length === 0;
  });
  const result = await fc.check(property, { numRuns: histories, seed });
  const failed = result.counterexample?.[0];
  const failure = failed && (await tellFailure(failed, open, playing, String(result.counterexamplePath)));
  return { histories: result.numRuns, seed, polls, classes, failure };
}

/** How many histories it takes until one fails; Infinity when none does. Nothing is shrunk. */
export async function findFailure(open: OpenBooks, { histories, seed, library }: RunOptions): Promise<number> {
  const property = fc.asyncProperty(anyHistory, async (history) => {
    library?.statusTexts.clear();
    const { wrong } = await play(history, open, library ? { library } : {});
    return wrong.length === 0;
  });
  const { failed, numRuns } = await fc.check(property, { numRuns: histories, seed, endOnFailure: true });
  return failed ? numRuns : Number.POSITIVE_INFINITY;
}

async function tellFailure(history: History, open: OpenBooks, playing: Playing, path: string) {
  const lines: string[] = [];
  const attempt = play(history, open, { ...playing, tell: (line) => lines.push(line) });
  const wrong = await attempt.then(
    (played) => played.wrong,
    (error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  );
  return [
    `Path ${path}`,
    `Books in ${history.timeZone}, status interval ${history.statusInterval ?? "learned"}, addresses kept for ${history.addressesKeptFor ?? "as long as connections"}, from ${time(history.start)}`,
    ...history.servers.map((setup) => `Server ${JSON.stringify(setup)}`),
    ...lines,
    "",
    ...wrong,
  ].join("\n");
}
