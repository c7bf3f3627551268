import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { cleanWhenDue } from "../../src/jobs/clean.ts";
import { createLog } from "../../src/log.ts";
import { openTemporary, RETENTION } from "../support/books.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const NOON = 1_795_348_800;

let books: Awaited<ReturnType<typeof openTemporary>>;
let lines: string[] = [];

beforeEach(async () => {
  books = await openTemporary();
  lines = [];
});
afterEach(() => books.remove());

const log = createLog({ level: "info", format: "text", write: (line) => lines.push(line), now: () => NOON });

function cleanAt(now: number, interval = DAY): Promise<boolean> {
  const newId = () => crypto.randomUUID();
  return cleanWhenDue(books.database, { interval, retention: RETENTION, now, newId, log });
}

/** Tries each hour from one instant to another, and tells at which of them it cleaned. */
async function cleanings(from: number, to: number): Promise<number[]> {
  const done: number[] = [];
  for (let now = from; now <= to; now += HOUR) if (await cleanAt(now)) done.push(now);
  return done;
}

describe("cleanWhenDue()", () => {
  test("cleans at once in new books, then every interval", async () => {
    expect(await cleanings(NOON, NOON + 3 * DAY)).toEqual([NOON, NOON + DAY, NOON + 2 * DAY, NOON + 3 * DAY]);
    expect(lines).toEqual([]);
  });

  test("a clock that is a year ahead for hours deletes nothing (F21)", async () => {
    await cleanAt(NOON);
    const ahead = NOON + 365 * DAY;
    expect(await cleanings(ahead, ahead + 24 * HOUR)).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("cleaning waits for 25 hours");
    expect(await cleanings(NOON + 2 * HOUR, NOON + DAY)).toEqual([NOON + DAY]);
  });

  test("each further jump makes it wait anew (F21)", async () => {
    await cleanAt(NOON);
    for (let year = 1; year < 5; year++)
      expect(await cleanings(NOON + year * 365 * DAY, NOON + year * 365 * DAY + 20 * HOUR)).toEqual([]);
    expect(lines).toHaveLength(4);
  });

  test("what stood still for weeks is cleaned after 25 hours of going on, and daily from then on (F24)", async () => {
    await cleanAt(NOON);
    const again = NOON + 30 * DAY;
    expect(await cleanings(again, again + 3 * DAY)).toEqual([again + 25 * HOUR, again + 49 * HOUR]);
  });

  test("a run a day is often enough", async () => {
    const done: number[] = [];
    for (let day = 0; day < 9; day++) if (await cleanAt(NOON + day * (DAY - 60))) done.push(day);
    expect(done).toEqual([0, 4, 8]);
  });

  test.each([
    [3 * DAY, DAY, [0, 2, 4, 6, 8]],
    [7 * DAY, DAY, [0, 2, 4, 6, 8]],
    [DAY, HOUR, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    [12 * HOUR, HOUR, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  ])("runs every %d seconds clean, where that is due every %d: at %p", async (each, interval, expected) => {
    const done: number[] = [];
    for (let run = 0; run < 9; run++) if (await cleanAt(NOON + run * each, interval)) done.push(run);
    expect(done).toEqual(expected);
  });

  test("a clock that goes back behind the last cleaning does not stop cleaning for ever (F20)", async () => {
    await cleanAt(NOON);
    const back = NOON - 400 * DAY;
    expect(await cleanings(back, back + 2 * DAY)).toEqual([back + 25 * HOUR]);
  });
});
