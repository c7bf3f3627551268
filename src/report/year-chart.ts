import { fill } from "../words/fill.ts";
import type { Frame } from "./frame.ts";
import { localTime } from "./local-time.ts";
import { columnView, isBlank } from "./watched.ts";
import type { DayLevel, YearDay, YearOfDays } from "./year-of-days.ts";

/** Units of the drawing: a day's square with its gap, and the room of weekdays and months. */
const STEP = 14;
const SIDE = 12;
const LEFT = 34;
const TOP = 16;

/** `unwatched`: nothing is known of it. */
export type DayKind = `level-${DayLevel}` | "unwatched";

export interface YearCell {
  readonly x: number;
  readonly y: number;
  readonly kind: DayKind;
  readonly isToday: boolean;
  /** "Wed 15 Oct 2025: 2.86 GB, 70 % watched". */
  readonly title: string;
}

/** Some weeks of the year, Monday at the top. */
export interface YearPart {
  readonly width: number;
  readonly height: number;
  readonly side: number;
  readonly cells: readonly YearCell[];
  readonly months: readonly { readonly x: number; readonly label: string }[];
  /** Every other one, beside its row. */
  readonly weekdays: readonly { readonly y: number; readonly label: string }[];
}

/** The year as two halves, which stand beside or above each other; the first only where there is something in it. */
export function yearChart({ days, countingSince }: YearOfDays, frame: Frame): readonly YearPart[] {
  const weeks = Math.ceil(days.length / 7);
  const half = Math.ceil(weeks / 2);
  const parts = [days.slice(0, half * 7), days.slice(half * 7)];
  return parts
    .map((part) => partOf(part, { half, countingSince, frame }))
    .filter(({ cells }, index) => index > 0 || cells.length > 0);
}

interface PartOptions {
  /** How many weeks it is as wide as. */
  readonly half: number;
  readonly countingSince: number | undefined;
  readonly frame: Frame;
}

function partOf(days: readonly YearDay[], { half, countingSince, frame }: PartOptions): YearPart {
  const { locale, writtenAt, timeZone } = frame;
  const cells: YearCell[] = [];
  const months: YearPart["months"][number][] = [];
  days.forEach((day, index) => {
    const x = LEFT + Math.floor(index / 7) * STEP;
    const { day: date, month } = localTime(day.start, timeZone);
    const isNewMonth = index % 7 === 0 && date <= 7;
    if (isNewMonth) months.push({ x, label: month === 1 ? locale.year(day.start) : locale.monthShort(day.start) });
    const view = columnView(day, countingSince);
    if (view === "before" && isBlank(day, view)) return;
    cells.push({
      x,
      y: TOP + (index % 7) * STEP,
      kind: isBlank(day, view) ? "unwatched" : `level-${day.level}`,
      isToday: writtenAt >= day.start && writtenAt < day.end,
      title: dayTitle(day, countingSince, frame),
    });
  });
  return {
    ...{ width: LEFT + half * STEP, height: TOP + 7 * STEP, side: SIDE, cells, months },
    weekdays: [0, 2, 4, 6].map((row) => ({
      y: TOP + row * STEP + SIDE - 2,
      label: locale.words.weekdaysShort[(row + 1) % 7] ?? "",
    })),
  };
}

function dayTitle(day: YearDay, countingSince: number | undefined, { locale }: Frame): string {
  const { chart, userPage } = locale.words;
  const view = columnView(day, countingSince);
  const name = locale.dayYear(day.start);
  if (isBlank(day, view)) return fill(userPage.dayBytes, { day: name, bytes: chart.notWatched });
  const told = fill(userPage.dayBytes, { day: name, bytes: locale.bytes(day.bytesReceived + day.bytesSent) });
  return view === "part" ? `${told}, ${fill(chart.partly, { share: locale.share(day.watched) })}` : told;
}
