/** Whether the books are right. */

import { differences, leaks, summed, unequalPeriods } from "./compare.ts";
import { DST_ZONES } from "./history.ts";
import { transitions } from "./local-time.ts";
import { wallClock } from "./machine.ts";
import type { Play } from "./play-state.ts";
import { trueTotals } from "./world.ts";

/** Compares the books with the reference, to the byte; both with what must always hold. */
export async function look(state: Play): Promise<void> {
  const expected = state.reference.dump();
  const actual = await state.books.dump();
  // Where the rules cannot know which connection a row is, only the bounds hold for sure.
  const isAmbiguous = state.facts.has("ambiguous");
  const report = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) state.wrong.push(title, ...lines);
  };
  const { comparing = (dump) => dump } = state;
  report(
    "The books differ from the reference:",
    isAmbiguous ? [] : differences(comparing(expected), comparing(actual), state.cleanedAt),
  );
  report("Bytes were made or lost:", leaks(actual));
  report("The periods do not add up:", unequalPeriods(actual));
  if (state.comparing === undefined) report("More than was moved:", excess(state, actual.buckets.total));
  report("The reference itself made or lost bytes:", leaks(expected));
  report("The reference itself counts more than was moved:", excess(state, expected.buckets.total));
  if (!isAmbiguous) report("The reference's marks are not the highest counters shown:", misjudged(state));
}

/** Accounts that have more than their clients truly moved. */
function excess(state: Play, rows: Parameters<typeof summed>[0]): string[] {
  const moved = summed(trueTotals(state.world));
  return summed(rows).flatMap((account) => {
    const truth = moved.find(({ user, server }) => user === account.user && server === account.server);
    if (truth && account.received <= truth.received && account.sent <= truth.sent) return [];
    return [
      `  ${account.server} ${JSON.stringify(account.user)}: ${account.received} received, ${account.sent} sent ` +
        `of truly ${truth?.received ?? 0} and ${truth?.sent ?? 0}`,
    ];
  });
}

/** The simulator's own view of what the marks must be, for single connections. */
function misjudged({ reference, shown, facts }: Play): string[] {
  if (facts.has("row after an exact end") || facts.has("lookalike rows")) return [];
  return [...reference.books.values()].flatMap((book) =>
    book.connections.flatMap(({ trueIds, received, sent, commonName }) => {
      const [trueId] = trueIds;
      const highest = shown.get(trueId ?? -1);
      if (highest?.received === received && highest.sent === sent) return [];
      return [`  ${JSON.stringify(commonName)}, true connection ${trueId}: ${received}, ${sent}`];
    }),
  );
}

/** The classes that are a matter of when and where. */
export function noteCalendar({ history, world, facts, firstRead, lastRead }: Play): void {
  if (firstRead === undefined) return;
  const { timeZone } = history;
  const isCrossed = (at: number) => firstRead < at && at <= lastRead;
  if (facts.has("over several of day")) facts.add("midnight");
  if (transitions(timeZone, firstRead, 2).some(isCrossed)) facts.add(`clock change in ${timeZone}`);
  if (history.servers.some(({ zone }) => transitions(zone, firstRead, 2).some(isCrossed))) {
    facts.add("clock change in the server's zone");
  }
  if (timeZone === "Asia/Kolkata" || timeZone === DST_ZONES[2] || timeZone === DST_ZONES[3])
    facts.add("zone of half hours");
  if (history.servers.length > 1) facts.add("two servers");
  if (wallClock(world.machine) !== world.machine.now) facts.add("wall clock off");
}
