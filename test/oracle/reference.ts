/**
 * The books as design section 3 wants them, naively: arrays, every rule once, nothing clever.
 * It shares no code with `src` and reads no text. Where the design leaves something open, a comment says "judged".
 */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import type { Account, BooksDump, BooksOptions, Clock, Final } from "./books.ts";
import type { Counted } from "./client.ts";
import { openLedger } from "./ledger.ts";
import { matchFinal, matchRows } from "./matching.ts";
import { CONTRACT, median, type Rules } from "./rules.ts";
import type { Seen, SeenRow } from "./seen.ts";
import {
  type Connection,
  emptyBook,
  isRepeat,
  isToldAgain,
  type Look,
  moved,
  newConnection,
  noticeStep,
  ownerOf,
  rowOfFinal,
  type ServerBook,
  shownNow,
  sinceInstant,
  sinceOf,
} from "./server-book.ts";
import type { Ended } from "./simulator.ts";

const LONGEST_STEP = 600;
const REMEMBERED = 10;
const QUARTER_HOUR = 900;

export interface Reference {
  snapshot(server: string, seen: Seen, clock: Clock): void;
  final(final: Final, truth: Pick<Ended, "trueId" | "localSince">): void;
  clean(now: UnixSeconds): void;
  dump(): BooksDump;
  readonly books: ReadonlyMap<string, ServerBook>;
}

export function openReference(
  { timeZone, servers, statusInterval, addressesKeptFor }: BooksOptions,
  rules: Rules = CONTRACT,
  note: (fact: string) => void = () => {},
): Reference {
  const ledger = openLedger(timeZone, rules, note);
  const books = new Map(servers.map((name) => [name, emptyBook(name)]));
  const forgotten: Account[] = [];

  /** Raises the marks and credits what is due at `to`. `owner`: whose it is by what was seen now, if anybody's. */
  const raise = (
    book: ServerBook,
    known: Connection,
    counted: Counted,
    owner: NameBytes | undefined,
    to: UnixSeconds,
  ) => {
    if (counted.received < known.received || counted.sent < known.sent) note("counter falls");
    const more = {
      received: rules.increase(known.received, counted.received),
      sent: rules.increaseSent(known.sent, counted.sent),
    };
    known.received += more.received;
    known.sent += more.sent;
    if (known.user !== undefined) ledger.credit(book.name, known.user, more, moved(book, known.seen), to);
    else if (owner !== undefined) {
      // First sight, or a held connection that becomes a user's: all its bytes, since it connected.
      known.user = owner;
      const due = rules.heldBytesCount ? known : more;
      ledger.credit(book.name, owner, due, rules.firstSightFrom(moved(book, known.since), to), to);
    }
  };

  const applyRow = (book: ServerBook, row: SeenRow, found: Connection | undefined, look: Look): void => {
    const since = sinceOf(row, look);
    const known = found ?? newConnection(book, row, since, look);
    if (found === undefined) book.connections.push(known);
    known.trueIds.add(row.trueId);
    if (known.end === "exact" && rules.exactEndsAreFinal) {
      note("row after an exact end");
      return;
    }
    if (known.isTombstone) note("tombstone named");
    if (!known.isAddressKept) note("address no longer kept, named again");
    if (known.realAddress !== row.realAddress) note("float");
    known.isTombstone = false;
    known.realAddress = row.realAddress;
    known.isAddressKept = true;
    if (known.user === undefined) known.commonName = row.commonName;
    if (known.clientId === undefined && row.clientId !== undefined) {
      known.clientId = row.clientId; // after version 1 an epoch counts for more than what was made of the text
      if (known.connectedSince !== since) known.since = sinceInstant(book, since, look);
      known.connectedSince = since;
    }
    const owner = ownerOf(row, look.at - moved(book, known.since), rules);
    if (known.user === undefined) note(owner === undefined ? "held" : found ? "held becomes a user's" : "first sight");
    raise(book, known, row, owner, look.at);
    known.seen = { at: look.at, steps: book.steps };
    known.missed = 0;
    if (look.isStale && (found === undefined || known.end !== undefined)) {
      known.end = "inferred";
      known.endedAt = look.at;
    } else if (known.end !== undefined && rules.reopens) {
      note("reopened");
      known.end = undefined;
      known.endedAt = undefined;
    }
  };

  /** D9. */
  const missOthers = (book: ServerBook, there: ReadonlySet<Connection>): void => {
    for (const known of book.connections) {
      if (there.has(known) || known.end !== undefined) continue;
      known.missed++;
      if (known.missed < rules.missesThatEnd) continue;
      note("inferred end");
      known.end = "inferred";
      known.endedAt = moved(book, known.seen);
    }
  };

  /** Over all: with what the others showed last, within ten minutes. */
  const notePeak = (book: ServerBook, connections: number, at: UnixSeconds): void => {
    let ofAll = connections;
    for (const other of books.values())
      if (other !== book && other.last && Math.abs(other.last.instant.at - at) <= 600) ofAll += shownNow(other).length;
    ledger.peak(book.name, connections, ofAll, at);
  };

  const snapshot = (server: string, seen: Seen, clock: Clock): void => {
    const book = bookOf(books, server);
    const mtime = Math.floor(seen.mtime);
    const at = seen.time === undefined ? mtime : rules.instant(seen.time, mtime);
    if (book.last && rules.repeatsAreKnown && isRepeat(seen, book.last.seen)) {
      note("repeat");
      return;
    }
    const { clock: before, steps: stepsBefore } = book;
    if (noticeStep(book, clock, rules)) note("clock step");
    const previousAt = book.last && moved(book, book.last.instant);
    const isFresh = previousAt === undefined || rules.isFresh(at, previousAt);
    const interval = statusInterval ?? median(book.fileSteps.slice(-REMEMBERED)) ?? 60;
    const isStale = rules.isStale(at, interval, clock.wall);
    note(isStale ? "stale" : isFresh ? "fresh" : "not fresh");
    if (previousAt !== undefined) {
      const gap = at - previousAt;
      if (rules.isObserved(gap, median(book.gaps.slice(-REMEMBERED)))) ledger.observe(server, previousAt, at);
      if (gap > 0) book.gaps.push(gap);
      if (gap > 0 && gap <= LONGEST_STEP) book.fileSteps.push(gap);
    }
    const offset = Math.round((seen.localTime - mtime) / QUARTER_HOUR) * QUARTER_HOUR;
    const look: Look = { at, isStale, before, stepsBefore, offset };
    const matches = matchRows(seen, book.connections);
    if (matches.length < seen.rows.length) note("lookalike rows");
    const there = new Set(matches.flatMap(({ known }) => known ?? []));
    if (isFresh && !isStale) missOthers(book, there);
    for (const { row, known } of matches) applyRow(book, row, known, look);
    book.last = { instant: { at, steps: book.steps }, seen };
    if (!isStale) notePeak(book, shownNow(book).length, at);
  };

  const final: Reference["final"] = (final, { trueId, localSince }) => {
    const book = bookOf(books, final.server);
    const { at, commonName, connectedSince } = final;
    const look: Look = { at, isStale: false, before: book.clock, stepsBefore: book.steps, offset: 0 };
    if (isToldAgain(book, final)) {
      note("final told twice");
      return;
    }
    if (noticeStep(book, final, rules)) note("clock step");
    const found = matchFinal(final, localSince, book.connections);
    const known = found ?? newConnection(book, rowOfFinal(final, trueId, localSince), connectedSince, look);
    if (found === undefined) {
      // It came and went between two looks: with those that were shown then, and had begun.
      const since = moved(book, known.since);
      notePeak(book, 1 + shownNow(book).filter((one) => moved(book, one.since) <= since).length, since);
      book.connections.push(known);
    }
    note(found === undefined ? "end never seen" : found.end === undefined ? "end of open" : `end after ${found.end}`);
    if (!known.isAddressKept) note("address no longer kept, named again");
    known.trueIds.add(trueId);
    known.commonName = commonName;
    known.realAddress = final.realAddress;
    known.isAddressKept = true;
    const told = { received: final.bytesReceived, sent: final.bytesSent };
    const isLower = told.received < known.received || told.sent < known.sent;
    raise(book, known, rules.finalTakesTheHigher ? told : known, commonName, at);
    known.end = "exact";
    known.endedAt = at;
    known.toldAt = isLower ? undefined : final.toldAt;
  };

  const clean = (now: UnixSeconds): void => {
    if (ledger.clean(now) > 0) note("cleaning");
    for (const book of books.values()) {
      for (const known of book.connections) {
        if (known.endedAt === undefined || known.isTombstone) continue;
        if (known.endedAt >= now - rules.connectionsAreKeptFor) continue;
        note("tombstone");
        known.isTombstone = true;
        known.tombstoneSince = now;
      }
      for (const known of book.connections) {
        if (known.endedAt === undefined || !known.isAddressKept) continue;
        if (known.endedAt >= now - (addressesKeptFor ?? rules.connectionsAreKeptFor)) continue;
        note("address no longer kept");
        known.isAddressKept = false;
      }
      const isDropped = (known: Connection) =>
        known.isTombstone && known.tombstoneSince < now - rules.tombstonesAreKeptFor;
      for (const { user, received, sent, trueIds } of book.connections.filter(isDropped)) {
        note("forgotten");
        for (const trueId of trueIds) book.droppedIds.add(trueId);
        if (user !== undefined) forgotten.push({ server: book.name, user, received, sent });
        else {
          book.droppedReceived += received;
          book.droppedSent += sent;
        }
      }
      book.connections = book.connections.filter((known) => !isDropped(known));
    }
  };

  const dump = (): BooksDump => {
    const all = [...books.values()].flatMap((book) =>
      book.connections.map((known) => ({ book, server: book.name, known })),
    );
    return {
      ...ledger.dump(),
      forgotten,
      connections: all
        .filter(({ known }) => !known.isTombstone)
        .map(({ book, server, known }) => ({
          ...rowOf(server, known),
          seenAt: moved(book, known.seen),
          endedAt: known.endedAt ?? null,
          end: known.end ?? null,
        })),
      tombstones: all.filter(({ known }) => known.isTombstone).map(({ server, known }) => rowOf(server, known)),
      unauthenticated: [...books.values()].map(unauthenticatedOf),
    };
  };

  return { snapshot, final, clean, dump, books };
}

export function bookOf(books: ReadonlyMap<string, ServerBook>, name: string): ServerBook {
  const book = books.get(name);
  if (book === undefined) throw new RangeError(`No server ${name}`);
  return book;
}

function rowOf(server: string, known: Connection) {
  const { commonName, connectedSince, realAddress, received, sent } = known;
  return {
    server,
    commonName,
    connectedSince,
    clientId: known.clientId ?? null,
    realAddress: known.isAddressKept ? realAddress : "",
    received,
    sent,
    user: known.user ?? null,
  };
}

function unauthenticatedOf(book: ServerBook) {
  let [received, sent] = [book.droppedReceived, book.droppedSent];
  for (const known of book.connections) {
    if (known.user !== undefined || known.end === undefined) continue;
    received += known.received;
    sent += known.sent;
  }
  return { server: book.name, received, sent };
}
