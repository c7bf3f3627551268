import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writePages } from "../../src/jobs/write-pages.ts";
import type { ReportSettings } from "../../src/output/report-settings.ts";
import { openDatabase } from "../../src/store/open.ts";
import { calendar, moved, NOON, poller } from "../store/poller.ts";
import { impatient } from "../support/books.ts";
import { all, parseHtml } from "../support/html.ts";

const SETTINGS: ReportSettings = {
  ...{
    version: "1",
    calendar,
    fullNames: true,
    ipInWeb: "full",
    showProviders: true,
    placesDays: 7,
    connectionsDays: 31,
  },
  reader: { language: "en", units: "si", timeZone: calendar.timeZone },
};

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-pages-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the pages of books in which two users moved something. */
async function write(now = NOON + 10): Promise<number> {
  const database = await openDatabase({ kind: "file", path: join(folder, "books.db") }, { patience: impatient });
  try {
    await poller(database).poll(NOON, [moved("ann", 1000, { number: 1 }), moved("bob", 2000, { number: 2 })]);
    const directory = { path: join(folder, "vpn"), mode: 0o640 };
    return await writePages(database, { directory, settings: SETTINGS, now, uid: process.getuid?.() });
  } finally {
    database.close();
  }
}

function pages(): readonly string[] {
  return readdirSync(join(folder, "vpn"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".html"))
    .sort();
}

describe("writePages()", () => {
  test("writes the overview, and every page that links lead to is there", async () => {
    expect(await write()).toBeGreaterThan(0);
    expect(pages()).toContain("index.html");
    expect(statSync(join(folder, "vpn", "index.html")).mode & 0o777).toBe(0o640);
    for (const page of pages()) {
      const path = join(folder, "vpn", page);
      for (const { attributes } of all(parseHtml(readFileSync(path, "utf8")), "a")) {
        const [file = "", anchor] = (attributes.href ?? "").split("#");
        expect(file).not.toContain("?");
        if (file !== "") expect(pages()).toContain(join(page, "..", file));
        else expect(anchor).toBeTruthy();
      }
      expect(readFileSync(path, "utf8")).not.toMatch(/<form|<script/);
    }
  });

  test("removes pages of what is no longer there, and nothing else", async () => {
    await write();
    mkdirSync(join(folder, "vpn", "users"), { recursive: true });
    writeFileSync(join(folder, "vpn", "users", "999.html"), "gone");
    writeFileSync(join(folder, "vpn", "logo.svg"), "kept");
    await write();
    expect(pages()).not.toContain("users/999.html");
    expect(readFileSync(join(folder, "vpn", "logo.svg"), "utf8")).toBe("kept");
  });

  test("writes the overview anew each time", async () => {
    await write();
    const index = join(folder, "vpn", "index.html");
    utimesSync(index, NOON, NOON);
    await write();
    expect(statSync(index).mtimeMs).toBeGreaterThan(NOON * 1000);
  });
});
