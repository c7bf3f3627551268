/** Plays a history: the simulator prints texts, the books under test read them, the reference knows better. */

import type { OpenBooks } from "./books.ts";
import { time } from "./compare.ts";
import type { EventOf, HistoryEvent } from "./events.ts";
import { sinceLast } from "./foresight.ts";
import type { History } from "./history.ts";
import { look, noteCalendar } from "./judge.ts";
import { wallClock } from "./machine.ts";
import { type Play, type Playing, startPlay } from "./play-state.ts";
import { readFile, readLate, readSpool, readTorn } from "./readings.ts";
import { median } from "./rules.ts";
import { happen, passTime, untilAligned } from "./world.ts";

export interface Played {
  /** What is wrong with the books; empty when nothing is. */
  readonly wrong: readonly string[];
  /** What occurred, by class. */
  readonly facts: ReadonlySet<string>;
  readonly polls: number;
}

const DAY = 86400;

export async function play(history: History, open: OpenBooks, playing: Playing = {}): Promise<Played> {
  const state = await startPlay(history, open, playing);
  const { tell } = playing;
  try {
    for (const event of history.events) {
      tell?.(`\n${time(wallClock(state.world.machine))} ${describe(event)}`);
      await handle(state, event);
      if (tell) await look(state);
      if (state.wrong.length > 0) break;
    }
    if (state.wrong.length === 0) {
      await readSpool(state);
      await look(state);
    }
  } finally {
    await state.books.close();
  }
  noteCalendar(state);
  return { wrong: state.wrong, facts: state.facts, polls: state.polls };
}

async function handle(state: Play, event: HistoryEvent): Promise<void> {
  const { world, facts } = state;
  switch (event.kind) {
    case "poll": {
      passTime(world, event.wait);
      if (event.aligned) passTime(world, untilAligned(world));
      facts.add("polls at odd intervals");
      return readFile(state, event);
    }
    case "torn":
      return readTorn(state, event);
    case "late":
      return readLate(state, event);
    case "gap":
      passTime(world, event.hours * 3600);
      state.pendingGap = "gap of hours";
      return event.clean ? clean(state) : undefined;
    case "age":
      return age(state, event);
    case "clean":
      return clean(state);
    case "spool":
      return readSpool(state, event.again);
    case "look":
      return look(state);
    case "clock step":
    case "reboot": // a final put down before belongs to the old clock
      await readSpool(state);
      happen(world, event);
      return;
    case "leave": {
      if (!happen(world, event)) return state.tell?.("  nobody is there");
      return event.atOnce ? readSpool(state) : undefined;
    }
    default:
      if (!happen(world, event)) state.tell?.("  does not apply");
  }
}

function describe({ kind, ...fields }: HistoryEvent): string {
  return [kind, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(" ");
}

async function age(state: Play, { days, clean: cleans }: EventOf<"age">): Promise<void> {
  const { world, reference } = state;
  // A gap no longer than usual counts as watched, in 288 rows a day: right, but not worth the time.
  const wouldBeWatched = [...reference.books.values()].some((book) => {
    const since = sinceLast(book, wallClock(world.machine)) ?? 0;
    return since + days * DAY <= 3 * (median(book.gaps.slice(-10)) ?? 0);
  });
  if (wouldBeWatched) return state.tell?.("  does not apply: it would be watched");
  await readSpool(state);
  passTime(world, days * DAY);
  state.pendingGap = days > 5 ? "gap of weeks" : "gap of hours";
  if (cleans) await clean(state);
}

async function clean(state: Play): Promise<void> {
  const now = wallClock(state.world.machine);
  state.cleanedAt = Math.max(now, state.cleanedAt ?? 0);
  await state.books.clean(now);
  state.reference.clean(now);
}
