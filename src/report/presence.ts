import type { Interval } from "../account/spread.ts";
import type { UnixSeconds } from "../model.ts";
import type { OnlineTime } from "./user.ts";

/** Stretches of time in their order, those that overlap or touch made one. */
export function merged(stretches: readonly Interval[]): Interval[] {
  const found: { start: UnixSeconds; end: UnixSeconds }[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/** What of stretches of time lies between two instants. */
export function clipped(stretches: readonly Interval[], { start: from, end: to }: Interval): Interval[] {
  return stretches
    .filter(({ start, end }) => start < to && end > from)
    .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }));
}

/** How long somebody was connected since an instant; connections that ended before it do not count. */
export function onlineTime(connections: readonly Interval[], since: UnixSeconds, now: UnixSeconds): OnlineTime {
  const counted = connections.filter(({ end }) => end >= since);
  const length = ({ start, end }: Interval) => Math.max(0, end - start);
  const total = (stretches: readonly Interval[]) => stretches.reduce((sum, stretch) => sum + length(stretch), 0);
  return {
    since,
    seconds: total(clipped(merged(counted), { start: since, end: now })),
    connections: counted.length,
    meanSeconds: counted.length === 0 ? undefined : Math.round(total(counted) / counted.length),
  };
}
