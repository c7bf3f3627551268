import type { Calendar } from "../account/calendar.ts";
import type { Interval } from "../account/spread.ts";
import type { UnixSeconds } from "../model.ts";
import type { MachineSpan } from "./machine-query.ts";

/** Bins of a column: of an hour, a quarter of a day, a day. */
export const BINS = 6;

const HOURS = 24;
const PARTS_OF_DAY = 4;

/** The columns of a span, the last of which is the running one: 24 hours, 7 days in quarters, 31 days. */
export function machineColumns(span: MachineSpan, now: UnixSeconds, calendar: Calendar): Interval[] {
  switch (span) {
    case "24-hours":
      return lastHours(now, calendar);
    case "7-days":
      return between(calendar.days(now, 8))
        .flatMap((day) => parts(day, PARTS_OF_DAY))
        .filter(({ start }) => start <= now)
        .slice(-7 * PARTS_OF_DAY);
    case "31-days":
      return between(calendar.days(now, 31));
  }
}

/** A stretch of time cut into equal parts. */
export function parts({ start, end }: Interval, count: number): Interval[] {
  const edge = (index: number) => start + Math.round(((end - start) * index) / count);
  return Array.from({ length: count }, (_, index) => ({ start: edge(index), end: edge(index + 1) }));
}

function lastHours(now: UnixSeconds, calendar: Calendar): Interval[] {
  const hours: Interval[] = [];
  for (let at = now; hours.length < HOURS; ) {
    const { start, end } = calendar.bucket("hour", at);
    hours.unshift({ start, end });
    at = start - 1;
  }
  return hours;
}

function between(edges: readonly UnixSeconds[]): Interval[] {
  return edges.slice(0, -1).map((start, index) => ({ start, end: edges[index + 1] ?? start }));
}
