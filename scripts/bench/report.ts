/**
 * One report (model and first page, as served) over 31 days of N users' books, on disk:
 * `bun scripts/bench/report.ts N` prints its figures as JSON. A service makes thousands of reports: what counts is
 * how it runs once it is warm, while every one finds the books changed by a poll.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createCalendar } from "../../src/account/calendar.ts";
import { webFrame } from "../../src/output/frame.ts";
import { loadOverview } from "../../src/output/load-overview.ts";
import { renderHtml } from "../../src/output/overview-html.ts";
import { DEFAULT_LIST } from "../../src/report/user-list.ts";
import { openDatabase } from "../../src/store/open.ts";
import { addTrafficOf } from "../../src/store/traffic.ts";
import { fillHistory } from "./history.ts";
import { median, scratchPlace } from "./measure.ts";

const users = Number(process.argv[2]);
const WARMING_REPORTS = users > 1000 ? 5 : 40;
const REPORTS = users > 1000 ? 15 : 41;

const folder = mkdtempSync(join(scratchPlace(), "ovpnstats-bench-"));
const patience = {
  monotonic: () => performance.now(),
  sleep: (milliseconds: number) => Bun.sleep(milliseconds),
  limit: 5000,
};
const database = await openDatabase({ kind: "file", path: join(folder, "books.db") }, { patience });
let now = Math.floor(Date.now() / 1000);
const today = now - (now % 86_400);
await fillHistory(database, users, now);
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

const took: number[] = [];
let page = "";
for (let report = -WARMING_REPORTS; report < REPORTS; report++) {
  now += 1;
  await move();
  const started = performance.now();
  const frame = webFrame(settings, now, { path: "", query: new URLSearchParams() });
  page = renderHtml(await loadOverview(database, { settings, frame, list: DEFAULT_LIST }));
  if (report >= 0) took.push(performance.now() - started);
}
database.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ milliseconds: median(took), gzipped: gzipSync(page, { level: 9 }).length }));

/** Each user moves a little more today. */
async function move(): Promise<void> {
  const ids = Array.from(
    { length: users },
    (_, index) => [`user${String(index).padStart(6, "0")}`, index + 1] as const,
  );
  const amounts = new Map(ids.map(([name]) => [name, { bytesReceived: 1000n, bytesSent: 9000n }]));
  const postings = { postings: [{ resolution: "day", bucket: today, amounts }] as const, totals: new Map() };
  const nothingElse = { sights: new Map(), watched: [], userIds: new Map(ids), server: 1, at: now };
  await database.client.batch(addTrafficOf({ ...nothingElse, postings }), "write");
}
