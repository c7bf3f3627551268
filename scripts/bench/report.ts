/**
 * One report (model and first page, as served) over 31 days of N users' books, or as many as DAYS, on disk:
 * `bun scripts/bench/report.ts N [--days DAYS] [--pages]` prints its figures as JSON, those of all pages too. A service makes thousands of reports: what counts is
 * how it runs once it is warm, while every one finds the books changed by a poll.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createCalendar } from "../../src/account/calendar.ts";
import { webFrame } from "../../src/output/frame.ts";
import { findPage } from "../../src/output/pages.ts";
import { openDatabase } from "../../src/store/open.ts";
import { addTrafficOf } from "../../src/store/traffic.ts";
import { fillHistory } from "./history.ts";
import { median, scratchPlace } from "./measure.ts";

const users = Number(process.argv[2]);
const days = process.argv.includes("--days") ? Number(process.argv[process.argv.indexOf("--days") + 1]) : 31;
const WARMING_REPORTS = users > 1000 ? 20 : 200;
const REPORTS = users > 1000 ? 15 : 101;

const folder = mkdtempSync(join(scratchPlace(), "ovpnstats-bench-"));
const patience = {
  monotonic: () => performance.now(),
  sleep: (milliseconds: number) => Bun.sleep(milliseconds),
  limit: 5000,
};
const database = await openDatabase({ kind: "file", path: join(folder, "books.db") }, { patience });
let now = Math.floor(Date.now() / 1000);
const today = now - (now % 86_400);
await fillHistory(database, users, now, days);
const settings = {
  version: "bench",
  calendar: createCalendar("UTC"),
  fullNames: true,
  ipInWeb: "full" as const,
  connectionsDays: 31,
  showProviders: true,
  placesDays: 7,
  reader: { language: "en" as const, units: "si" as const, timeZone: "UTC" },
};

const first = await measure("");
const pages: Record<string, Awaited<ReturnType<typeof measure>>> = {};
if (process.argv.includes("--pages")) for (const path of otherPages()) pages[path] = await measure(path);
database.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ ...first, pages }));

/** A page made anew after each of many small changes to the books, in turn with the first page, to which it is held. */
async function measure(path: string) {
  const took: number[] = [];
  const ratios: number[] = [];
  let html = "";
  for (let report = -WARMING_REPORTS; report < REPORTS; report++) {
    now += 1;
    await move();
    const theFirst = await make("");
    const one = path === "" ? theFirst : await make(path);
    html = one.html;
    if (report < 0) continue;
    took.push(one.milliseconds);
    ratios.push(one.milliseconds / theFirst.milliseconds);
  }
  return { milliseconds: median(took), ratio: median(ratios), gzipped: gzipSync(html, { level: 9 }).length };
}

/** How long a page takes from its books to its HTML. */
async function make(path: string) {
  const found = findPage(`/${path}`);
  if (!found) throw new Error(`there is no page /${path}`);
  const query = new URLSearchParams();
  const started = performance.now();
  const frame = webFrame(settings, now, { path, query });
  const page = await found.page.load({ database, settings, frame, names: found.names, query }, "html");
  const html = page?.render() ?? "";
  const milliseconds = performance.now() - started;
  if (html === "") throw new Error(`the page /${path} is empty`);
  return { milliseconds, html };
}

/** One of each kind. */
function otherPages(): readonly string[] {
  const iso = (at: number) => new Date(at * 1000).toISOString();
  const [yesterday, month] = [iso(today - 86_400), iso(today - 40 * 86_400)];
  return [
    ...["users/1", "connections", "top", "idle", "archive", "places", "machine"],
    ...[`years/${iso(now).slice(0, 4)}`, `months/${month.slice(0, 7)}`, `days/${yesterday.slice(0, 10)}`],
  ];
}

/** Each user moves a little more today. */
async function move(): Promise<void> {
  const ids = Array.from(
    { length: users },
    (_, index) => [`user${String(index).padStart(6, "0")}`, index + 1] as const,
  );
  const amounts = new Map(ids.map(([name]) => [name, { bytesReceived: 1000n, bytesSent: 9000n }]));
  const postings = { postings: [{ resolution: "day", bucket: today, amounts }] as const, totals: new Map() };
  const [bytesReceived, bytesSent] = [1000n * BigInt(users), 9000n * BigInt(users)];
  const day = { resolution: "day", bucket: today, seconds: 1, bytesReceived, bytesSent, peak: undefined } as const;
  const others = {
    sights: new Map(),
    observed: [day],
    userIds: new Map(ids),
    server: 1,
    at: now,
    now,
    setBackTo: undefined,
  };
  await database.client.batch(addTrafficOf({ ...others, postings }), "write");
}
