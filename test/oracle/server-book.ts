/** What the reference remembers of one server, and how it moves what it remembers when the wall clock is stepped. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import type { Clock, Final } from "./books.ts";
import type { Known } from "./matching.ts";
import type { Rules } from "./rules.ts";
import type { Seen, SeenRow } from "./seen.ts";

/** An instant by the wall clock as it was after `steps` seconds of clock steps. */
export interface Instant {
  readonly at: UnixSeconds;
  readonly steps: number;
}

export interface Connection extends Known {
  /** Which connections it truly is: more than one where the rules could not tell them apart. */
  readonly trueIds: Set<number>;
  since: Instant;
  seen: Instant;
  missed: number;
  endedAt: UnixSeconds | undefined;
  /** What is compared, the reference itself remembers: that the product no longer has it must not matter. */
  isAddressKept: boolean;
  isTombstone: boolean;
  tombstoneSince: UnixSeconds;
}

export interface ServerBook {
  readonly name: string;
  connections: Connection[];
  clock: Clock | undefined;
  /** The sum of all steps of the wall clock noticed so far. */
  steps: number;
  last: { readonly instant: Instant; readonly seen: Seen } | undefined;
  /** Judged: between snapshots only, fresh or not; what does not qualify does not count among the ten. */
  readonly fileSteps: number[];
  readonly gaps: number[];
  /** What was told of every end: the same again changes nothing. */
  readonly finals: Set<string>;
  /** Which connections dropped tombstones were: what names one of them again would be counted again. */
  readonly droppedIds: Set<number>;
  /** Marks of dropped tombstones that had no user. */
  droppedReceived: bigint;
  droppedSent: bigint;
}

/** One observation: when it was, and what the clock did since the one before. */
export interface Look {
  readonly at: UnixSeconds;
  readonly isStale: boolean;
  readonly before: Clock | undefined;
  readonly stepsBefore: number;
  /** The server's local clock minus UTC, as far as the file tells. */
  readonly offset: number;
}

export function emptyBook(name: string): ServerBook {
  return {
    name,
    connections: [],
    clock: undefined,
    steps: 0,
    last: undefined,
    fileSteps: [],
    gaps: [],
    finals: new Set(),
    droppedIds: new Set(),
    droppedReceived: 0n,
    droppedSent: 0n,
  };
}

/** Judged (D4): a step moves all that is remembered, once and for good; a final's clock counts like a snapshot's. */
export function noticeStep(book: ServerBook, clock: Clock, rules: Rules): boolean {
  const step = stepUntil(book, clock, rules);
  book.steps += step;
  book.clock = clock;
  return step !== 0;
}

/** Users' open connections that the last snapshot showed. */
export function shownNow({ connections, last }: ServerBook): Connection[] {
  return connections.filter(
    ({ user, end, seen }) =>
      user !== undefined && end === undefined && seen.at === last?.instant.at && seen.steps === last.instant.steps,
  );
}

/** By how much the wall clock was put since the last observation; 0 when it was not, or nobody can know. */
export function stepUntil({ clock: before }: ServerBook, clock: Clock, rules: Rules): number {
  if (before?.bootId !== clock.bootId) return 0;
  const step = clock.wall - before.wall - (clock.uptime - before.uptime);
  return rules.isStep(step) ? step : 0;
}

/** The instant on today's clock. */
export function moved(book: ServerBook, { at, steps }: Instant): UnixSeconds {
  return at + book.steps - steps;
}

/** Connected since is from before the step if it is not later than the wall clock of the observation before. */
export function sinceInstant(book: ServerBook, since: UnixSeconds, { before, stepsBefore }: Look): Instant {
  return { at: since, steps: before && since <= before.wall ? stepsBefore : book.steps };
}

/** Version 1 has no epoch: its text, less the offset that the file itself shows. */
export function sinceOf(row: SeenRow, { offset }: Look): UnixSeconds {
  return row.since ?? row.localSince - offset;
}

/** A connection first heard of, with nothing counted yet. */
export function newConnection(
  book: ServerBook,
  row: Pick<SeenRow, "trueId" | "commonName" | "clientId" | "realAddress" | "localSince">,
  since: UnixSeconds,
  look: Look,
): Connection {
  return {
    trueIds: new Set([row.trueId]),
    commonName: row.commonName,
    connectedSince: since,
    localSince: row.localSince,
    clientId: row.clientId,
    realAddress: row.realAddress,
    received: 0n,
    sent: 0n,
    user: undefined,
    since: sinceInstant(book, since, look),
    seen: { at: look.at, steps: book.steps },
    missed: 0,
    end: undefined,
    endedAt: undefined,
    toldAt: undefined,
    isAddressKept: true,
    isTombstone: false,
    tombstoneSince: 0,
  };
}

/** What is known of a connection that only its end has told of. */
export function rowOfFinal({ commonName, realAddress }: Final, trueId: number, localSince: number) {
  return { trueId, commonName, realAddress, clientId: undefined, localSince };
}

/** D8. */
export function ownerOf(row: SeenRow, age: number, rules: Rules): NameBytes | undefined {
  const isIn = row.hasVirtualAddress || row.isRouted || (row.commonName !== "UNDEF" && rules.isOldEnough(age));
  return isIn ? row.commonName : undefined;
}

/** D5: the same file again. */
export function isRepeat(seen: Seen, previous: Seen): boolean {
  const sameInstant = seen.time === undefined ? seen.mtime === previous.mtime : seen.time === previous.time;
  return sameInstant && seen.text === previous.text;
}

/** Judged: the same end again, a spool read twice, is no observation. */
export function isToldAgain({ finals }: ServerBook, final: Final): boolean {
  const { commonName, connectedSince, realAddress, at, bytesReceived, bytesSent } = final;
  const key = [commonName, connectedSince, realAddress, at, bytesReceived, bytesSent].join(" ");
  const isKnown = finals.has(key);
  finals.add(key);
  return isKnown;
}
