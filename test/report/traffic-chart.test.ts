import { describe, expect, test } from "bun:test";
import { localeOf } from "../../src/report/locale.ts";
import type { Overview } from "../../src/report/overview.ts";
import { trafficChart } from "../../src/report/traffic-chart.ts";
import type { TrafficColumn } from "../../src/report/traffic-column.ts";
import { sampleOverview } from "../support/sample-overview.ts";

const sample = sampleOverview({ users: 12 });

/** The chart of an overview's days. */
function dayChart({ days, countingSince, timeZone, locale }: Overview) {
  return trafficChart({ resolution: "day", columns: days, countingSince, timeZone, locale, end: "today" });
}

const chart = dayChart(sample);

/** "3.33%" as a number. */
function share(text: string): number {
  return Number(text.replace("%", ""));
}

function read(text: string | undefined): string | undefined {
  return text?.replaceAll("\u00a0", " ");
}

describe("trafficChart()", () => {
  test("draws both directions on one scale", () => {
    for (const [index, day] of sample.days.entries()) {
      const bar = chart.bars[index];
      if (!bar || day.bytesSent < 100_000_000n || day.bytesReceived < 100_000_000n) continue;
      const pixelsPerByte = bar.sentHeight / Number(day.bytesSent);
      expect(bar.receivedHeight / Number(day.bytesReceived)).toBeCloseTo(pixelsPerByte, 9);
    }
  });

  test("keeps every bar in its room and its column", () => {
    for (const bar of chart.bars) {
      expect(chart.baseline - bar.sentHeight).toBeGreaterThanOrEqual(chart.top - 0.1);
      expect(chart.baseline + bar.receivedHeight).toBeLessThanOrEqual(chart.top + chart.room + 0.1);
      expect(share(bar.barLeft)).toBeGreaterThan(share(bar.left));
      expect(share(bar.barLeft) + share(chart.barWidth)).toBeLessThan(share(bar.left) + share(chart.columnWidth));
    }
  });

  test("fills its room: the largest of each direction reach both ends", () => {
    const sent = Math.max(...chart.bars.map((bar) => bar.sentHeight));
    const received = Math.max(...chart.bars.map((bar) => bar.receivedHeight));
    expect(sent + received).toBeCloseTo(chart.room, 0);
  });

  test("shows a pixel of a single byte and nothing of none", () => {
    const days = sample.days.map((day, index) => ({ ...day, bytesSent: [0n, 1n, 10n ** 12n][index] ?? 0n }));
    const [none, one] = dayChart({ ...sample, days }).bars;
    expect(none?.sentHeight).toBe(0);
    expect(one?.sentHeight).toBe(1);
  });

  test("marks round amounts, the zero at the baseline", () => {
    expect(chart.ticks.map(({ label }) => label)).toEqual(["6", "4", "2", "0"]);
    expect(chart.unit).toBe("GB");
    expect(chart.ticks.at(-1)?.y).toBe(chart.baseline);
    const steps = chart.ticks.slice(1).map(({ y }, index) => y - (chart.ticks[index]?.y ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 0);
  });

  test("marks amounts below the baseline, too, where more was received than sent", () => {
    const days = sample.days.map((day) => ({ ...day, bytesReceived: day.bytesSent, bytesSent: day.bytesReceived }));
    const { ticks, baseline } = dayChart({ ...sample, days });
    expect(ticks.filter(({ y }) => y > baseline).length).toBeGreaterThan(1);
  });

  test("joins the days of a weekend, and the days nobody watched, to one ground", () => {
    const grounds = chart.bands.map(({ kind, left, width }) => `${kind} ${left} ${width}`);
    expect(grounds).toEqual([
      "weekend 13.33% 6.67%",
      "weekend 36.67% 6.67%",
      "weekend 60% 6.67%",
      "weekend 83.33% 6.67%",
      "unwatched 26.67% 3.33%",
      "partly-watched 23.33% 3.33%",
      "partly-watched 30% 3.33%",
    ]);
  });

  test("reads out a day in three digits and to the byte, and says what was not watched", () => {
    const [first] = chart.bars;
    const [day] = sample.days;
    expect(read(first?.readout)).toBe("Tue 16 Sep: ↓ 3.49 GB, ↑ 804 MB");
    expect(read(first?.exact)).toContain(`↓ ${day?.bytesSent.toLocaleString("en-US")} B`);
    expect(read(chart.bars[7]?.readout)).toEndWith("91 % watched");
    expect(read(chart.bars[8]?.readout)).toBe("Wed 24 Sep: not watched");
  });

  test("shows days before the books begin as that, not as unwatched", () => {
    const since = sample.days[20]?.start;
    const days = sample.days.map((day, index) => (index < 20 ? { ...day, bytesReceived: 0n, bytesSent: 0n } : day));
    const { bars, bands } = dayChart({ ...sample, days, countingSince: since });
    expect(read(bars[8]?.readout)).toBe("Wed 24 Sep: before the books begin");
    expect(bands.filter(({ kind }) => kind !== "weekend").map(({ kind, length }) => `${kind} ${length}`)).toEqual([
      "uncounted 20",
    ]);
  });

  test("shows what a connection moved before the books begin", () => {
    const { bars, bands } = dayChart({ ...sample, countingSince: sample.days[20]?.start });
    expect(read(bars[0]?.readout)).toBe("Tue 16 Sep: ↓ 3.49 GB, ↑ 804 MB");
    expect(bands.filter(({ kind }) => kind === "uncounted")).toHaveLength(1);
  });

  test("dates the Mondays but leaves room for today", () => {
    expect(chart.bars.map((bar) => read(bar.mark)).filter((mark) => mark !== undefined)).toEqual([
      "22 Sep",
      "29 Sep",
      "6 Oct",
      "13 Oct",
    ]);
    expect(chart.bars.filter((bar) => bar.mark !== undefined && bar.markCrowded)).toHaveLength(1);
  });

  test("leaves out the Monday before a Sunday where that is narrow: on a phone it would run into today", () => {
    const later = ({ start, end, ...day }: TrafficColumn) => ({
      ...day,
      start: start + 4 * 86_400,
      end: end + 4 * 86_400,
    });
    const { bars } = dayChart({ ...sample, days: sample.days.map(later) });
    expect(bars.filter((bar) => bar.mark !== undefined && bar.markCrowded).map((bar) => read(bar.mark))).toEqual([
      "13 Oct",
    ]);
  });

  test.each([
    ["Europe/Vienna", "12:00 15:00 18:00 21:00 16 Oct 03:00 06:00 09:00"],
    ["Asia/Kolkata", "15:30 18:30 21:30 16 Oct 03:30 06:30 09:30 12:30"],
    ["Asia/Kathmandu", "15:45 18:45 21:45 16 Oct 03:45 06:45 09:45 12:45"],
  ])("marks every third hour by the reader's clock in %s, whole there or not", (timeZone, marks) => {
    const locale = localeOf({ language: "en", units: "si", timeZone }, "Europe/Vienna");
    const begin = Date.UTC(2025, 9, 15, 9) / 1000;
    const columnsOf = (seconds: number) =>
      Array.from({ length: 86_400 / seconds }, (_, index): TrafficColumn => {
        const start = begin + index * seconds;
        return { start, end: start + seconds, bytesReceived: 0n, bytesSent: 1n, watched: 1 };
      });
    const told = { countingSince: begin, timeZone: "Europe/Vienna", locale };
    const marksOf = (resolution: "hour" | "five_minutes", seconds: number) =>
      trafficChart({ resolution, columns: columnsOf(seconds), ...told }).bars.flatMap(({ mark }) => read(mark) ?? []);
    expect(marksOf("hour", 3600).join(" ")).toBe(marks);
    expect(marksOf("five_minutes", 300).join(" ")).toBe(marks.replaceAll(/(\d\d):\d\d/g, "$1:00"));
  });

  test("labels the day on which most was sent, in the axis's unit", () => {
    expect(chart.peak?.label).toBe("7.63");
    expect(chart.peak?.middle).toBe("8.33%");
  });

  test("of nothing has a baseline and no amounts", () => {
    const empty = dayChart(sampleOverview({ users: 0 }));
    expect(empty.ticks.map(({ label }) => label)).toEqual(["0"]);
    expect(empty.unit).toBe("");
    expect(empty.peak).toBeUndefined();
    expect(empty.bars).toHaveLength(30);
  });

  test.each([1n, 999n, 10n ** 6n, 10n ** 15n, 2n ** 63n - 1n])("finds round amounts up to %p bytes a day", (bytes) => {
    const days = sample.days.map((day) => ({ ...day, bytesSent: bytes, bytesReceived: bytes / 3n }));
    const { ticks } = dayChart({ ...sample, days });
    expect(ticks.length).toBeLessThanOrEqual(8);
    expect(new Set(ticks.map(({ y }) => y)).size).toBe(ticks.length);
    for (const { label } of ticks) expect(label).toMatch(/^\d{1,3}(,000)?(\.\d+)?$/);
  });
});
