import { fill } from "../words/fill.ts";
import type { Locale } from "./locale.ts";
import type { WeekPattern } from "./week-pattern.ts";

/** Units of the drawing: the room of an hour, its largest square, the room of weekdays and hours. */
const ACROSS = 18;
const DOWN = 18;
const LARGEST = 15;
const SMALLEST = 1.5;
const LEFT = 34;
const TOP = 18;

export interface WeekSquare {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  /** "Mon 9:00: 312 MB an hour". */
  readonly title: string;
}

/** A week, an hour across and a day down: squares whose area is the mean traffic. */
export interface WeekChart {
  readonly width: number;
  readonly height: number;
  readonly squares: readonly WeekSquare[];
  /** Hours of which nothing is known. */
  readonly unknown: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly rows: readonly { readonly y: number; readonly line: number; readonly label: string }[];
  readonly hours: readonly { readonly x: number; readonly label: string }[];
}

/** The hour of the clock. */
export function hourName(hour: number): string {
  return `${hour}:00`;
}

/** Where everything in the chart of a week stands. */
export function weekChart({ days, largest }: WeekPattern, locale: Locale): WeekChart {
  const { weekdaysShort, userPage } = locale.words;
  const squares: WeekSquare[] = [];
  const unknown: WeekChart["unknown"][number][] = [];
  const rows: WeekChart["rows"][number][] = [];
  days.forEach((hours, row) => {
    const middle = TOP + row * DOWN + DOWN / 2;
    const weekday = weekdaysShort[(row + 1) % 7] ?? "";
    rows.push({ y: middle + 4, line: middle, label: weekday });
    hours.forEach((mean, hour) => {
      const left = LEFT + hour * ACROSS;
      if (mean === undefined) {
        unknown.push({ x: left, y: middle - DOWN / 2, width: ACROSS, height: DOWN });
        return;
      }
      if (mean === 0n) return;
      const side = Math.max(SMALLEST, tenth(LARGEST * Math.sqrt(Number(mean) / Number(largest))));
      const parts = { weekday, hour: hourName(hour), bytes: locale.bytes(mean) };
      squares.push({
        x: tenth(left + (ACROSS - side) / 2),
        y: tenth(middle - side / 2),
        side,
        title: fill(userPage.hourBytes, parts),
      });
    });
  });
  return {
    ...{ width: LEFT + 24 * ACROSS, height: TOP + 7 * DOWN, squares, unknown, rows },
    hours: [0, 6, 12, 18].map((hour) => ({ x: LEFT + hour * ACROSS, label: hourName(hour) })),
  };
}

function tenth(units: number): number {
  return Math.round(units * 10) / 10;
}
