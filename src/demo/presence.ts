import type { UnixSeconds } from "../model.ts";
import { chance } from "./chance.ts";
import type { Day, Days } from "./days.ts";
import type { Device, Habit } from "./devices.ts";

/** A stretch of time for which a device is connected without a break. */
export interface Presence {
  readonly since: UnixSeconds;
  readonly until: UnixSeconds;
}

/** What chance hangs on, and when the demonstration begins. */
export interface Fate {
  readonly seed: number;
  readonly days: Days;
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
  const luck = (use: number) => chance(fate.seed, device.number, day.number, use);
  const { habit } = device;
  switch (habit.kind) {
    case "stays":
      return stay(device, habit, day, fate);
    case "roams":
      return roam(device, habit, day, fate);
    case "works":
      return isAtWork(device, habit, day, fate) ? work(habit, day, luck) : [];
  }
}

/** From one cut of the line, before dawn, to the next. */
function stay({ number }: Device, { nights }: Habit & { kind: "stays" }, day: Day, { seed, days }: Fate): Presence[] {
  if ((day.number + number) % nights !== 0) return [];
  const cut = ({ start, number: night }: Day) =>
    start + 3 * 3600 + Math.floor(chance(seed, number, night, LUCK.line) * 2 * 3600);
  const gap = 7 + Math.floor(chance(seed, number, day.number, LUCK.wake) * 40);
  return [{ since: cut(day), until: cut(days.numbered(day.number + nights)) - gap }];
}

/** One connection after the other, each of its own length, with gaps in which another network is looked for. */
function roam({ number }: Device, { seconds }: Habit & { kind: "roams" }, day: Day, { seed, days }: Fate): Presence[] {
  const end = days.numbered(day.number + 1).start;
  const found: Presence[] = [];
  for (let turn = 0; day.start + turn * seconds < end; turn++) {
    const luck = (use: number) => chance(seed, number, day.number, turn, use);
    const since = day.start + turn * seconds + Math.floor(luck(LUCK.from) * seconds * 0.15);
    const until = day.start + (turn + 1) * seconds - 4 - Math.floor(luck(LUCK.to) * seconds * 0.25);
    found.push({ since, until: Math.min(until, end - 1) });
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
function work({ from, to }: Habit & { kind: "works" }, day: Day, luck: (use: number) => number): Presence[] {
  const hour = (hours: number) => day.start + Math.floor(hours * 3600);
  const begin = from + (luck(LUCK.from) - 0.5) * 0.9;
  const end = to + (luck(LUCK.to) - 0.5) * 1.3;
  const breaks: (readonly [from: number, to: number])[] = [];
  const lunch = begin + (end - begin) * (0.42 + luck(LUCK.lunch) * 0.12);
  if (luck(LUCK.lunch) < 0.7) breaks.push([lunch, lunch + 0.25 + luck(LUCK.lunchEnd) * 0.5]);
  const sleep = begin + (end - begin) * (0.65 + luck(LUCK.sleep) * 0.3);
  if (luck(LUCK.sleep) < 0.5) breaks.push([sleep, sleep + 0.1 + luck(LUCK.wake) * 0.6]);
  const evening = to < 20 && luck(LUCK.evening) < 0.16 ? [hour(20 + luck(LUCK.evening) * 6), hour(22.4)] : [];
  const edges = [begin, ...breaks.flat(), Math.max(end, ...breaks.flat().map((at) => at + 0.1))].map(hour);
  return pairs([...edges, ...evening]);
}

function pairs(edges: readonly UnixSeconds[]): Presence[] {
  const found: Presence[] = [];
  for (let at = 0; at + 1 < edges.length; at += 2) found.push({ since: edges[at] ?? 0, until: edges[at + 1] ?? 0 });
  return found;
}
