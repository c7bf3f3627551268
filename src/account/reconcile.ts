import type { UnixSeconds } from "../model.ts";
import type { Change, Connection, Notice, ServerBooks } from "./books.ts";
import type { Calendar } from "./calendar.ts";
import { clockStep, isReadBefore, isWatched, lastNews, REMEMBERED_INTERVALS, setBackTo } from "./clock.ts";
import { type Matching, matchExactly, matchFloated, sortFormer, withoutDoubles, withoutEnded } from "./identity.ts";
import type { Snapshot } from "./observation.ts";
import { serverNotices, stillSince } from "./offload.ts";
import { peakOfSights } from "./peak.ts";
import { post } from "./post.ts";
import { restartOf } from "./restart.ts";
import { type Identity, type Outcome, type Round, sightOf, withoutSight, withSight } from "./sight.ts";

export interface AccountingOptions {
  readonly calendar: Calendar;
  /** Which name is the account of this server's users. */
  readonly identity: Identity;
}

/** The same TIME and content again: there is nothing to do. */
export function isRepeat(books: ServerBooks, snapshot: Snapshot): boolean {
  return books.at === snapshot.at && books.contentHash === snapshot.contentHash;
}

/** Which rows continue open connections; the rows left over may name former ones, which the store must look up. */
export function matchOpen(books: ServerBooks, snapshot: Snapshot): Matching {
  return matchExactly(books.open, withoutDoubles(snapshot.rows));
}

/**
 * What a snapshot changes in a server's books. `matching` is `matchOpen()`'s; `former` are the ended
 * connections and tombstones that its leftover rows may name.
 */
export function reconcile(
  books: ServerBooks,
  snapshot: Snapshot,
  matching: Matching,
  former: readonly Connection[],
  options: AccountingOptions,
): Change {
  const step = clockStep(books.moment, snapshot.moment);
  const clockSteps = books.clockSteps + step;
  const before = lastNews(books, snapshot.moment);
  const advanced = before === undefined || snapshot.at > before;
  const late = !advanced && isReadBefore(snapshot.moment, books.moment);
  const round: Round = {
    at: snapshot.at,
    stale: snapshot.stale,
    late,
    fresh: books.fresh + (advanced && !snapshot.stale ? 1 : 0),
    step,
    clockSteps,
    steppedAt: books.moment?.now,
    identity: options.identity,
  };
  const { possible, mistaken } = sortFormer(former, matching, snapshot.toldAt);
  const outcomes = outcomesOf(matching, possible, snapshot, round, books.nextConnection);
  const gap = before !== undefined && advanced ? snapshot.at - before : undefined;
  const after: ServerBooks = {
    ...books,
    ...(late ? {} : { ...newsOf(books, snapshot, matching), clockSteps, atSteps: clockSteps }),
    number: books.number + 1,
    fresh: round.fresh,
    intervals: gap === undefined ? books.intervals : [...books.intervals, gap].slice(-REMEMBERED_INTERVALS),
    nextConnection: books.nextConnection + outcomes.opened,
    open: outcomes.all.map((outcome) => outcome.connection).filter((connection) => !connection.facts.end),
  };
  const notices = outcomes.all.flatMap(({ notice }) => notice ?? []);
  return {
    // First what gives up a client id, then who has it.
    ...assemble([...mistaken.map(rewritten), ...outcomes.all], options.calendar),
    after,
    setBackTo: setBackTo(books.moment, after.moment),
    gap,
    watched:
      gap !== undefined && isWatched(gap, books.intervals) ? { start: snapshot.at - gap, end: snapshot.at } : undefined,
    restart: late ? undefined : restartOf(books, snapshot, matching),
    peaks: snapshot.stale ? [] : [peakOfSights(outcomes.all, snapshot.at)],
    notices: [...(late ? [] : clockNotices(step, before, snapshot.at)), ...serverNotices(books, after), ...notices],
  };
}

/** What the newest snapshot says of the server, and when. */
function newsOf(books: ServerBooks, snapshot: Snapshot, matching: Matching): Partial<ServerBooks> {
  return {
    at: snapshot.at,
    moment: snapshot.moment,
    contentHash: snapshot.contentHash,
    openvpn: snapshot.openvpn ?? books.openvpn,
    dco: snapshot.dco ?? books.dco,
    upSince: snapshot.upSince ?? books.upSince,
    stillSince: stillSince(books, snapshot, matching),
  };
}

function rewritten(connection: Connection): Outcome {
  return { connection, writes: "all" };
}

interface Outcomes {
  readonly all: readonly Outcome[];
  readonly opened: number;
}

function outcomesOf(
  matching: Matching,
  former: readonly Connection[],
  snapshot: Snapshot,
  round: Round,
  nextId: number,
): Outcomes {
  const again = matchExactly(former, matching.rows);
  const {
    pairs,
    connections,
    rows: left,
  } = matchFloated({
    pairs: [...matching.pairs, ...again.pairs],
    connections: [...matching.connections, ...again.connections.filter((c) => c.facts.end?.kind !== "exact")],
    rows: again.rows,
  });
  const rows = withoutEnded({ connections: again.connections, rows: left }, snapshot);
  const all: Outcome[] = [];
  for (const { connection, row } of pairs) {
    // Its final is known exactly: a snapshot written before that neither credits nor revives.
    if (connection.facts.end?.kind !== "exact") all.push(withSight(connection, row, round));
  }
  for (const [index, row] of rows.entries()) all.push(sightOf(row, nextId + index, round));
  for (const connection of connections) {
    if (!connection.facts.end) all.push(withoutSight(connection, round));
  }
  return { all, opened: rows.length };
}

/** Sorts outcomes into what the store writes. */
export function assemble(
  all: readonly Outcome[],
  calendar: Calendar,
): Pick<Change, "seen" | "written" | "revived" | "postings" | "sights"> {
  const sights = new Map<string, UnixSeconds>();
  for (const { connection } of all) {
    const { account, end } = connection.facts;
    if (end && account !== undefined) sights.set(account, Math.max(end.at, sights.get(account) ?? end.at));
  }
  return {
    seen: all.filter(({ writes }) => writes === "marks").map(({ connection }) => connection),
    written: all.filter(({ writes }) => writes === "all").map(({ connection }) => connection),
    revived: all.filter(({ revives }) => revives).map(({ connection }) => connection),
    postings: post(
      all.flatMap(({ credit }) => credit ?? []),
      calendar,
    ),
    sights,
  };
}

function clockNotices(step: number, before: UnixSeconds | undefined, at: UnixSeconds): Notice[] {
  const notices: Notice[] = [];
  if (step !== 0)
    notices.push({
      level: "warn",
      event: "the clock was set; intervals are taken from uptime",
      fields: { seconds: step },
    });
  if (before !== undefined && at < before)
    notices.push({ level: "warn", event: "the status file's time went back", fields: { seconds: before - at } });
  return notices;
}
