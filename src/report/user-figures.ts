import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { BucketSums } from "./bucket-sums.ts";
import { estimate } from "./estimate.ts";
import { limitLine } from "./limit.ts";
import type { TrafficColumn } from "./traffic-column.ts";
import type { UserFigure, UserMonth, UserTwelveMonths } from "./user.ts";
import type { UserFacts } from "./user-facts.ts";
import type { UserSpans } from "./user-spans.ts";

/** What the figures of a user are made of. */
export interface FigureFacts {
  readonly facts: UserFacts;
  readonly spans: UserSpans;
  readonly now: UnixSeconds;
  /** The days of the year. */
  readonly days: readonly TrafficColumn[];
  /** When the books begin, or the user came. */
  readonly since: UnixSeconds | undefined;
  readonly limit: bigint | undefined;
}

/** What a user moved today, in the last 7 and 30 days, this month and in twelve of them, beside all users. */
export function userFigures(figures: FigureFacts) {
  const { facts, spans } = figures;
  const ofDays = (start = 0): UserFigure => {
    return figure(since(facts.days, start), allOf(facts, facts.everybody.days, start));
  };
  return {
    today: ofDays(spans.days.at(-2)),
    last7Days: ofDays(spans.days.at(-8)),
    last30Days: ofDays(spans.days[0]),
    month: monthOf(figures),
    last12Months: twelveMonthsOf(figures),
  };
}

function monthOf({ facts, spans, now, days, since: begin, limit }: FigureFacts): UserMonth {
  const [start = now, end = now] = spans.months.slice(-2);
  const moved = since(facts.months, start);
  const ofMonth = days.filter((day) => day.start >= start);
  const expected = estimate({ start, end, now, since: begin, moved, days: ofMonth });
  const limited = { now, moved, estimate: expected, days: ofMonth };
  return {
    start,
    end,
    ...figure(moved, allOf(facts, facts.everybody.months, start)),
    estimate: expected?.total,
    limit: limit === undefined ? undefined : limitLine(limit, limited),
  };
}

function twelveMonthsOf({ facts, spans, days }: FigureFacts): UserTwelveMonths {
  const start = spans.months[0] ?? 0;
  const most = days
    .filter((day) => day.start >= start)
    .reduce<TrafficColumn | undefined>(
      (best, day) => (bothOf(day) > (best ? bothOf(best) : 0n) ? day : best),
      undefined,
    );
  return {
    ...figure(since(facts.months, start), allOf(facts, facts.everybody.months, start)),
    most: most && { start: most.start, bytesReceived: most.bytesReceived, bytesSent: most.bytesSent },
  };
}

/** What all users moved; of one alone there is nothing to compare with. */
function allOf({ isAlone }: UserFacts, buckets: readonly BucketSums[], start: UnixSeconds): Counters {
  return isAlone ? NOTHING : since(buckets, start);
}

function since(buckets: readonly BucketSums[], start: UnixSeconds): Counters {
  return buckets.filter(({ bucket }) => bucket >= start).reduce(sum, NOTHING);
}

function figure({ bytesReceived, bytesSent }: Counters, all: Counters): UserFigure {
  const total = bothOf(all);
  const share = total === 0n ? undefined : Number(((bytesReceived + bytesSent) * 1_000_000n) / total) / 1_000_000;
  return { bytesReceived, bytesSent, share };
}

function bothOf({ bytesReceived, bytesSent }: Counters): bigint {
  return bytesReceived + bytesSent;
}
