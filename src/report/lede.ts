import { fill } from "../words/fill.ts";
import type { Overview, ServerLine } from "./overview.ts";
import { visible } from "./visible.ts";

/** The report's first sentence: the answer, then at most one thing worth knowing with it. */
export interface Lede {
  readonly answer: string;
  readonly aside: string | undefined;
}

/** A server of which there is no news, or none that could be read. */
export function isTroubled({ state }: ServerLine): boolean {
  return state === "stale" || state === "failing";
}

/** Nobody counts as online, and nobody could: no server tells anything. */
export function isPresenceUnknown({ servers, statusCounts }: Overview): boolean {
  return servers.length > 0 && servers.every(isTroubled) && statusCounts.online === 0;
}

/** The state of things in a sentence that a boss can read. */
export function lede(overview: Overview): Lede {
  const { userCount } = overview;
  const words = overview.locale.words.lede;
  const trouble = silence(overview);
  const aside = trouble && `${trouble.charAt(0).toUpperCase()}${trouble.slice(1)}`;
  const deaf = isPresenceUnknown(overview);
  if (userCount === 0 && deaf) return { answer: `${aside} ${words.nobodySeen}`, aside: undefined };
  if (userCount === 0) return { answer: `${awaited(overview)} ${words.nobodyConnected}`, aside };
  if (deaf) return { answer: fill(words.untold, { trouble: trouble ?? "" }), aside: moved(overview) };
  return { answer: `${presence(overview)} ${moved(overview)}`, aside: aside ?? remark(overview) };
}

/** The same in a few words, for the browser's tab: trouble first. */
export function pageTitle(overview: Overview): string {
  const { userCount, statusCounts, locale } = overview;
  const { title } = locale.words.lede;
  const counts = { online: locale.count(statusCounts.online), count: locale.count(userCount) };
  const online = userCount === 0 ? title.nobody : fill(title.online, counts);
  return [worst(overview), online].filter((part) => part !== undefined).join(" · ");
}

/** The first of what is wrong, and whether there is more. */
function worst({ troubles, servers, locale }: Overview): string | undefined {
  const { title } = locale.words.lede;
  const wrong = [
    ...troubles.map(({ what }) => fill(title.failing, { what: visible(what) })),
    ...servers
      .filter(isTroubled)
      .map(({ state, name }) => fill(state === "failing" ? title.failing : title.stale, { what: visible(name) })),
  ];
  const [first = ""] = wrong;
  return wrong.length > 1 ? fill(title.andMore, { what: first }) : wrong[0];
}

function awaited({ servers, locale }: Overview): string {
  const { lede: words } = locale.words;
  const [only] = servers;
  if (!only) return words.watchingNone;
  if (servers.length > 1) return fill(words.watchingMany, { count: locale.count(servers.length) });
  return fill(words.watchingOne, { source: visible(only.source) });
}

/** What is not heard, undefined when all is. */
function silence({ servers, writtenAt, locale }: Overview): string | undefined {
  const { lede: words } = locale.words;
  const troubled = servers.filter(isTroubled);
  const [one] = troubled;
  if (!one) return undefined;
  if (troubled.length > 1) {
    const count = locale.count(servers.length);
    return troubled.length === servers.length
      ? fill(words.noNewsFromAll, { count })
      : fill(words.noNewsFromSome, { troubled: locale.count(troubled.length), count });
  }
  const server = visible(one.name);
  if (one.lastNewsAt === undefined || one.ageSeconds === undefined) return fill(words.neverRead, { server });
  return fill(one.state === "failing" ? words.unreadable : words.noNews, {
    server,
    instant: locale.instant(one.lastNewsAt, writtenAt),
    age: locale.age(one.ageSeconds),
  });
}

function presence({ statusCounts, userCount, locale }: Overview): string {
  const { lede: words } = locale.words;
  const [online, count] = [locale.count(statusCounts.online), locale.count(userCount)];
  if (userCount === 1) return statusCounts.online === 1 ? words.onlyOnline : words.onlyNotOnline;
  if (statusCounts.online === 0) return fill(words.noneOnline, { count });
  if (statusCounts.online === userCount) return fill(words.allOnline, { count });
  return statusCounts.online === 1 ? fill(words.oneOnline, { count }) : fill(words.someOnline, { online, count });
}

function moved({ totals: { today }, locale }: Overview): string {
  const { lede: words } = locale.words;
  const bytes = today.bytesReceived + today.bytesSent;
  if (bytes === 0n) return words.nothingMoved;
  return fill(bytes === 1n ? words.oneByteMoved : words.moved, { bytes: locale.bytes(bytes) });
}

/** What makes this day different, if anything does. */
function remark({ days, activeToday, totals, locale }: Overview): string | undefined {
  const { lede: words } = locale.words;
  const today = totals.today.bytesReceived + totals.today.bytesSent;
  if (today === 0n) return undefined;
  const earlier = days.slice(0, -1).map((day) => day.bytesReceived + day.bytesSent);
  const counted = earlier.filter((bytes) => bytes > 0n);
  if (counted.length >= 7 && counted.every((bytes) => bytes < today)) return words.record;
  return activeToday.users >= 3 && activeToday.most * 2n > today ? words.byOne : undefined;
}
