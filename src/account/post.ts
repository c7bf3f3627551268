import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import { type Calendar, RESOLUTIONS, type Resolution } from "./calendar.ts";
import { isNothing, sum } from "./credit.ts";
import { cutsOf, type Interval, spread } from "./spread.ts";

/** Bytes added to a user's account over an interval. */
export interface Credit extends Counters {
  readonly account: NameBytes;
  readonly interval: Interval;
}

/** Bytes per account. Postings of equal content share one Map, so that a store can write it out once. */
export type Amounts = ReadonlyMap<NameBytes, Counters>;

/** What is to be added to one bucket of one resolution, or to its unplaced row. */
export interface Posting {
  readonly resolution: Resolution;
  /** The bucket's start; undefined: unplaced. */
  readonly bucket: UnixSeconds | undefined;
  readonly amounts: Amounts;
}

/** Every credit at every resolution, and per account. */
export interface Postings {
  readonly postings: readonly Posting[];
  readonly totals: Amounts;
}

/** Credits over one interval, with their sums: most polls have a single such group. */
interface Group {
  readonly interval: Interval;
  readonly credits: Credit[];
  readonly amounts: Map<NameBytes, Counters>;
}

/** Turns credits into what each bucket of each resolution gets; at each resolution every byte appears once. */
export function post(credits: readonly Credit[], calendar: Calendar): Postings {
  const groups = groupByInterval(credits);
  const postings = RESOLUTIONS.flatMap((resolution) => postAt(resolution, groups, calendar));
  return { postings, totals: merge(groups.map((group) => group.amounts)) };
}

function groupByInterval(credits: readonly Credit[]): Group[] {
  const groups = new Map<string, Group>();
  let last: Group | undefined;
  for (const credit of credits) {
    if (isNothing(credit)) continue;
    const { start, end } = credit.interval;
    if (last?.interval.start !== start || last.interval.end !== end) {
      const key = `${start} ${end}`;
      last = groups.get(key) ?? { interval: credit.interval, credits: [], amounts: new Map() };
      groups.set(key, last);
    }
    last.credits.push(credit);
    add(last.amounts, credit.account, credit);
  }
  return [...groups.values()];
}

function postAt(resolution: Resolution, groups: readonly Group[], calendar: Calendar): Posting[] {
  const parts = new Map<UnixSeconds | undefined, Amounts[]>();
  const put = (bucket: UnixSeconds | undefined, amounts: Amounts) => {
    const list = parts.get(bucket);
    if (list) list.push(amounts);
    else parts.set(bucket, [amounts]);
  };
  for (const group of groups) {
    const cuts = cutsOf(group.interval, resolution, calendar);
    const [only, second] = cuts ?? [];
    if (!cuts || !only) put(undefined, group.amounts);
    else if (!second) put(only.bucket, group.amounts);
    else for (const [bucket, amounts] of spreadGroup(group, cuts)) put(bucket, amounts);
  }
  return [...parts].map(([bucket, amounts]) => ({ resolution, bucket, amounts: merge(amounts) }));
}

/** Each credit is spread by itself: rounding the group's sum instead would move bytes between users. */
function spreadGroup(group: Group, cuts: NonNullable<ReturnType<typeof cutsOf>>) {
  const buckets = new Map<UnixSeconds, Map<NameBytes, Counters>>();
  for (const credit of group.credits) {
    for (const [bucket, share] of spread(credit, group.interval, cuts)) {
      const amounts = buckets.get(bucket) ?? new Map<NameBytes, Counters>();
      buckets.set(bucket, amounts);
      add(amounts, credit.account, share);
    }
  }
  return buckets;
}

function merge(parts: readonly Amounts[]): Amounts {
  const [only, second] = parts;
  if (only && !second) return only;
  const merged = new Map<NameBytes, Counters>();
  for (const part of parts) for (const [account, bytes] of part) add(merged, account, bytes);
  return merged;
}

function add(amounts: Map<NameBytes, Counters>, account: NameBytes, bytes: Counters): void {
  const before = amounts.get(account);
  amounts.set(account, before ? sum(before, bytes) : bytes);
}
