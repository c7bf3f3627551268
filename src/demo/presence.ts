import type { UnixSeconds } from "../model.ts";
import { chance } from "./chance.ts";
import type { Day, Days } from "./days.ts";
import type { Device, Habit } from "./devices.ts";
import type { History } from "./history.ts";

/** A stretch of time for which a device is connected without a break. */
export interface Presence {
  readonly since: UnixSeconds;
  readonly until: UnixSeconds;
}

/** What chance hangs on, and when the demonstration begins. */
export interface Fate {
  readonly seed: number;
  readonly days: Days;
  readonly history: History;
  /** The day in which the demonstration begins. */
  readonly beginning: Day;
}

/** Who works is away for a week at a time. */
const AWAY_WEEKS = 0.07;
/** And now and then for a day. */
const AWAY_DAYS = 0.1;

/** Different uses of chance for one device and day. */
const LUCK = {
  week: 1,
  day: 2,
  from: 3,
  to: 4,
  lunch: 5,
  lunchEnd: 6,
  sleep: 7,
  wake: 8,
  evening: 9,
  line: 10,
} as const;

/** How many days a device's presences may begin before the day that they still reach into. */
export function reachDays({ habit }: Device): number {
  return habit.kind === "stays" ? habit.nights : 1;
}

/** The presences of a device that begin on a day, in their order; none before it joined, none after it left. */
export function presencesOf(device: Device, day: Day, fate: Fate): Presence[] {
  const daysAgo = fate.beginning.number - day.number;
  if (daysAgo > device.joined || daysAgo < device.left) return [];
  const { habit } = device;
  switch (habit.kind) {
    case "stays":
      return stay(device, habit, day, fate);
    case "roams":
      return roam(device, habit, day, fate);
    case "works":
      return isAtWork(device, habit, day, fate) ? work(device, habit, day, fate) : [];
  }
}

/** From one cut of the line, before dawn, to the next; long ago by day only. */
function stay({ number }: Device, { nights }: Habit & { kind: "stays" }, day: Day, fate: Fate): Presence[] {
  const { seed, days, history } = fate;
  if (history.isSparse(day.start)) {
    const morning = day.start + Math.floor((5.1 + chance(seed, number, day.number, LUCK.line)) * 3600);
    return [{ since: morning, until: history.endNear(day.start + 15 * 3600) }];
  }
  if ((day.number + number) % nights !== 0) return [];
  const cut = ({ start, number: night }: Day) =>
    history.endNear(start + 3 * 3600 + Math.floor(chance(seed, number, night, LUCK.line) * 2 * 3600));
  const gap = 7 + Math.floor(chance(seed, number, day.number, LUCK.wake) * 40);
  return [{ since: cut(day) + gap, until: cut(days.numbered(day.number + nights)) }];
}

/** One connection after the other, with gaps in which another network is looked for. In the past, lines held better. */
function roam({ number }: Device, { seconds }: Habit & { kind: "roams" }, day: Day, fate: Fate): Presence[] {
  const { seed, days, history } = fate;
  const end = days.numbered(day.number + 1).start;
  const found: Presence[] = [];
  const isPast = (at: UnixSeconds) => history.endNear(at) !== at;
  for (let at = isPast(day.start) ? history.readingAfter(day.start) : day.start; at < end; ) {
    const luck = (use: number) => chance(seed, number, at, use);
    const past = isPast(at);
    const next = past ? history.readingAfter(at) : Math.min(at + seconds, end);
    const since = at + 2 + Math.floor(luck(LUCK.from) * seconds * 0.15);
    found.push({ since, until: past ? next + 1 : next - Math.floor((0.2 + luck(LUCK.to) * 0.25) * seconds) });
    at = next;
  }
  return found.filter(({ since, until }) => since < until);
}

function isAtWork(device: Device, { weekdays }: Habit & { kind: "works" }, day: Day, { seed }: Fate): boolean {
  const week = Math.floor((day.number + 3) / 7);
  if (!weekdays.includes(String(day.weekday))) return false;
  if (chance(seed, device.number, week, LUCK.week) < AWAY_WEEKS + (1 - day.liveliness) * 0.6) return false;
  return chance(seed, device.number, day.number, LUCK.day) >= AWAY_DAYS + (day.holiday ? 0.7 : 0);
}

/** A working day: a lunch, laptops that sleep when nobody types, and now and then an evening. */
function work({ number }: Device, { from, to }: Habit & { kind: "works" }, day: Day, fate: Fate): Presence[] {
  const luck = (use: number) => chance(fate.seed, number, day.number, use);
  const begin = from + (luck(LUCK.from) - 0.5) * 0.9;
  const end = to + (luck(LUCK.to) - 0.5) * 1.3;
  const lunch = begin + (end - begin) * (0.42 + luck(LUCK.lunch) * 0.12);
  const sleep = begin + (end - begin) * (0.65 + luck(LUCK.sleep) * 0.2);
  const evening = 20 + luck(LUCK.evening) * 6;
  const edges = [
    begin,
    ...(luck(LUCK.lunch) < 0.7 ? [lunch, lunch + 0.25 + luck(LUCK.lunchEnd) * 0.5] : []),
    ...(luck(LUCK.sleep) < 0.5 ? [sleep, sleep + 0.1 + luck(LUCK.wake) * 0.6] : []),
    end,
    ...(to < 20 && luck(LUCK.evening) < 0.16 ? [evening, evening + 1.4] : []),
  ];
  return presencesBetween(
    edges.map((hours) => day.start + Math.floor(hours * 3600)),
    fate.history,
  );
}

/** Presences from every first to every second edge; one that was over before it began never was. */
function presencesBetween(edges: readonly UnixSeconds[], history: History): Presence[] {
  const found: Presence[] = [];
  let free = 0;
  for (let at = 0; at + 1 < edges.length; at += 2) {
    const since = Math.max(edges[at] ?? 0, free);
    const until = history.endNear(edges[at + 1] ?? 0);
    if (since >= until) continue;
    found.push({ since, until });
    free = until + 60;
  }
  return found;
}
