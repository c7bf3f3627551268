/** What reaches the books: texts of status files, whole, late or torn, and the finals of hooks. */

import type { Reading } from "./books.ts";
import type { EventOf } from "./events.ts";
import { foresee, foreseeFinal } from "./foresight.ts";
import { clocks } from "./machine.ts";
import { noteShown, type Play } from "./play-state.ts";
import { bookOf } from "./reference.ts";
import { textKey } from "./reference-books.ts";
import { type Seen, seenIn } from "./seen.ts";
import { isRepeat } from "./server-book.ts";
import { told } from "./simulator.ts";
import { statusText } from "./status-text.ts";
import { pickServer } from "./world.ts";

/** Older texts are not read again: their connections may have been forgotten. */
const OLDEST_LATE = 300 * 86400;
/** Reads nothing else, so that it remembers nothing newer. */
const LATE_POLLER = 2;

export async function readFile(state: Play, { server: choice, poller, fault }: EventOf<"poll">): Promise<void> {
  const server = pickServer(state.world, choice);
  if (server.file === undefined) return;
  const text = statusText(server.file);
  const seen = seenIn(server.file, text);
  state.archive.push({ server: server.setup.name, text, seen, readAt: state.world.machine.now });
  await read(state, server.setup.name, seen, poller, fault === "none" ? undefined : fault);
}

export async function readLate(state: Play, { server: choice, back }: EventOf<"late">): Promise<void> {
  const { name } = pickServer(state.world, choice).setup;
  const texts = state.archive.filter(
    ({ server, readAt }) => server === name && readAt > state.world.machine.now - OLDEST_LATE,
  );
  const late = texts[texts.length - 1 - back];
  if (late === undefined) return;
  await read(state, name, late.seen, LATE_POLLER, undefined);
}

async function read(state: Play, server: string, seen: Seen, poller: number, fault?: "loseReply" | "crash") {
  const { world, reference, facts } = state;
  const { text, mtime } = seen;
  state.tell?.(`  poller ${poller} reads ${server}, mtime ${mtime}${fault ? `, ${fault}` : ""}`);
  state.tell?.(text.replace(/^/gm, "    ").trimEnd());
  const book = bookOf(reference.books, server);
  const isKnown = poller === LATE_POLLER ? state.lastLate.get(server) === text : state.applied.has(text);
  if (isKnown && book.last?.seen.text !== text) {
    // A text that this poller may know as applied, though another has been applied since: is that a repeat? It is left open.
    return state.tell?.("  passed over: applied before, but not last");
  }
  const verdict = foresee(book, seen);
  if (verdict === "splits") {
    facts.add("not told: the rules would split a connection");
    return state.tell?.("  passed over: the rules would take one connection for two");
  }
  if (verdict === "merges") facts.add("ambiguous");
  state.library.statusTexts.set(textKey(seen), seen);
  const reading: Reading = { ...clocks(world.machine), server, text, mtime, poller, ...(fault ? { fault } : {}) };
  state.polls++;
  await state.books.poll(reading);
  const commits = book.last === undefined || !isRepeat(seen, book.last.seen);
  if (fault === "crash") {
    if (commits) facts.add("crash before the commit");
    return;
  }
  state.applied.add(text);
  if (poller === LATE_POLLER) state.lastLate.set(server, text);
  noteReading(state, server, seen, poller);
  if (fault && commits) facts.add("lost reply");
  if (poller === LATE_POLLER && commits) facts.add("an earlier text again");
  reference.snapshot(server, seen, reading);
}

function noteReading(state: Play, server: string, seen: Seen, poller: number): void {
  const { facts, world } = state;
  const last = bookOf(state.reference.books, server).last?.seen;
  if (last && last.version !== seen.version && seen.rows.length > 0) facts.add("switch of status-version");
  state.pollers.add(poller);
  if (state.pollers.size > 1) facts.add("two pollers");
  if (state.pendingGap) facts.add(state.pendingGap);
  state.pendingGap = undefined;
  state.firstRead ??= world.machine.now;
  state.lastRead = world.machine.now;
  for (const { trueId, received, sent } of seen.rows) {
    const proof = world.proofs.get(trueId);
    if (proof) facts.add(proof);
    noteShown(state, trueId, received, sent);
  }
}

export async function readTorn(state: Play, { server: choice, how, at }: EventOf<"torn">): Promise<void> {
  const { file, fileBefore, setup } = pickServer(state.world, choice);
  if (file === undefined) return;
  const whole = statusText(file);
  const rest = fileBefore ? statusText(fileBefore).slice(whole.length) : "";
  const cut = whole.slice(0, 1 + Math.floor(((whole.length - 2) * at) / 1000));
  const text = how === "empty" ? "" : how === "mixed" && rest.length > 5 ? whole + rest : cut;
  state.tell?.(`  reads ${setup.name}, torn:\n${text.replace(/^/gm, "    ")}`);
  state.facts.add("torn file");
  state.polls++;
  const reading = { ...clocks(state.world.machine), server: setup.name, text, mtime: file.mtime, poller: 0 };
  const refused = await state.books.poll(reading).then(
    () => false,
    () => true,
  );
  if (!refused) state.wrong.push(`  A torn text was accepted:\n${text}`);
}

export async function readSpool(state: Play, again = false): Promise<void> {
  const { world, reference, facts, books } = state;
  const finals = world.servers.flatMap((server) => server.spool.splice(0));
  const repeated = again ? state.finalsTold.slice(-1) : [];
  for (const end of [...finals, ...repeated]) {
    const final = told(world.machine, end);
    state.tell?.(`  hook: ${JSON.stringify(final, (_, value) => (typeof value === "bigint" ? String(value) : value))}`);
    if (foreseeFinal(bookOf(reference.books, final.server), final, end) === "wrong") {
      facts.add("not told: the rules would take a final for another connection's");
      state.tell?.("  passed over: the rules would take it for another connection's");
      continue;
    }
    state.library.timeTexts.set(final.connectedSinceText, end.localSince);
    await books.end(final);
    reference.final(final, end);
    noteShown(state, end.trueId, final.bytesReceived, final.bytesSent);
    facts.add("exact end");
    if (!repeated.includes(end)) state.finalsTold.push(end);
  }
}
