import type { UnixSeconds } from "../model.ts";
import { fill } from "../words/fill.ts";
import type { Locale } from "./locale.ts";
import type { ServerHistory } from "./machine-history.ts";
import { visible } from "./visible.ts";

/** Something that befell a server, in words. */
export interface Happening {
  readonly at: UnixSeconds;
  readonly server: string;
  readonly text: string;
}

/** More nobody reads; the JSON has all. */
export const MOST_HAPPENINGS = 100;

/** What befell servers, the latest first. A time that was not watched for want of news is told as that. */
export function happeningsOf(servers: readonly ServerHistory[], now: UnixSeconds, locale: Locale): Happening[] {
  const all = servers.flatMap((server) => [
    ...restartsOf(server, locale),
    ...outagesOf(server, now, locale),
    ...unwatchedOf(server, now, locale),
  ]);
  return all.sort((a, b) => b.at - a.at).slice(0, MOST_HAPPENINGS);
}

function restartsOf({ name: server, restarts }: ServerHistory, { words }: Locale): Happening[] {
  const { restart, restartInferred } = words.machinePage;
  return restarts.map(({ at, kind }) => ({ at, server, text: kind === "exact" ? restart : restartInferred }));
}

function outagesOf({ name: server, outages }: ServerHistory, now: UnixSeconds, locale: Locale): Happening[] {
  const { stale, staleStill, failing, failingStill } = locale.words.machinePage;
  return outages.map(({ kind, from, to, problem = "" }) => {
    const [ended, lasting] = kind === "stale" ? [stale, staleStill] : [failing, failingStill];
    const age = to === undefined ? locale.age(now - from) : locale.duration(to - from);
    const parts = { age, problem: visible(problem) };
    return { at: from, server, text: fill(to === undefined ? lasting : ended, parts) };
  });
}

function unwatchedOf(
  { name: server, outages, unwatched }: ServerHistory,
  now: UnixSeconds,
  locale: Locale,
): Happening[] {
  const { unwatched: whole, unwatchedPartly } = locale.words.machinePage;
  const isTold = (from: UnixSeconds, to: UnixSeconds) =>
    outages.some((outage) => outage.from < to && (outage.to ?? now) > from);
  return unwatched
    .filter(({ from, to }) => !isTold(from, to))
    .map(({ from, to, seconds }) => {
      const parts = { age: locale.duration(seconds), whole: locale.duration(to - from) };
      return { at: from, server, text: fill(seconds < to - from ? unwatchedPartly : whole, parts) };
    });
}
