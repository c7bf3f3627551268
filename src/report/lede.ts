import { formatAge, formatBytes, formatCount, formatInstant } from "./format.ts";
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
  const { servers, userCount } = overview;
  const trouble = silence(overview);
  const aside = trouble && `${trouble.charAt(0).toUpperCase()}${trouble.slice(1)}`;
  const deaf = isPresenceUnknown(overview);
  if (userCount === 0 && deaf) return { answer: `${aside} Nobody has been seen yet.`, aside: undefined };
  if (userCount === 0) return { answer: `${awaited(servers)} Nobody has connected yet.`, aside };
  if (deaf) return { answer: `Who is online cannot be told: ${trouble}`, aside: moved(overview) };
  return { answer: `${presence(overview)} ${moved(overview)}`, aside: aside ?? remark(overview) };
}

/** The same in a few words, for the browser's tab: trouble first. */
export function pageTitle(overview: Overview): string {
  const { userCount, statusCounts, demonstration } = overview;
  const online =
    userCount === 0 ? "Nobody yet" : `${formatCount(statusCounts.online)} of ${formatCount(userCount)} online`;
  const parts = [demonstration ? "Demonstration" : undefined, worst(overview), online, "OpenVPN"];
  return parts.filter((part) => part !== undefined).join(" · ");
}

/** The first of what is wrong, and whether there is more. */
function worst({ troubles, servers }: Overview): string | undefined {
  const wrong = [
    ...troubles.map(({ what }) => `Failing: ${visible(what)}`),
    ...servers
      .filter(isTroubled)
      .map(({ state, name }) => `${state === "failing" ? "Failing" : "Stale"}: ${visible(name)}`),
  ];
  return wrong.length > 1 ? `${wrong[0]} and more` : wrong[0];
}

function awaited(servers: readonly ServerLine[]): string {
  const [only] = servers;
  if (!only) return "No server is watched.";
  return servers.length === 1 ? `Watching ${visible(only.source)}.` : `Watching ${servers.length} servers.`;
}

/** What is not heard, undefined when all is. */
function silence({ servers, writtenAt, timeZone }: Overview): string | undefined {
  const troubled = servers.filter(isTroubled);
  const [one] = troubled;
  if (!one) return undefined;
  if (troubled.length > 1) {
    const of =
      troubled.length === servers.length ? `any of ${servers.length}` : `${troubled.length} of ${servers.length}`;
    return `no news from ${of} servers.`;
  }
  const name = visible(one.name);
  if (one.lastNewsAt === undefined || one.ageSeconds === undefined) return `the status of ${name} could never be read.`;
  const since = `${formatInstant(one.lastNewsAt, writtenAt, timeZone)}, ${formatAge(one.ageSeconds)} ago.`;
  return one.state === "failing"
    ? `the status of ${name} cannot be read; the last is of ${since}`
    : `no news from ${name} since ${since}`;
}

function presence({ statusCounts: { online }, userCount }: Overview): string {
  if (userCount === 1) return online === 1 ? "The only user is online." : "The only user is not online.";
  if (online === 0) return `None of ${formatCount(userCount)} users is online.`;
  if (online === userCount) return `All ${formatCount(online)} users are online.`;
  return `${formatCount(online)} of ${formatCount(userCount)} users ${online === 1 ? "is" : "are"} online.`;
}

function moved({ totals: { today } }: Overview): string {
  const bytes = today.bytesReceived + today.bytesSent;
  if (bytes === 0n) return "Nothing has moved today.";
  return `${formatBytes(bytes)} ${bytes === 1n ? "has" : "have"} moved today.`;
}

/** What makes this day different, if anything does. */
function remark({ days, activeToday, totals }: Overview): string | undefined {
  const today = totals.today.bytesReceived + totals.today.bytesSent;
  if (today === 0n) return undefined;
  const earlier = days.slice(0, -1).map((day) => day.bytesReceived + day.bytesSent);
  const counted = earlier.filter((bytes) => bytes > 0n);
  if (counted.length >= 7 && counted.every((bytes) => bytes < today)) {
    return "Already more than on any other of the last 30 days.";
  }
  if (activeToday.users >= 3 && activeToday.most * 2n > today) return "More than half of it by one user.";
  return undefined;
}
