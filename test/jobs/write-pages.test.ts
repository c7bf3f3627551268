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
import { findAccounts } from "../../src/store/account.ts";
import { forgetAccount } from "../../src/store/forget.ts";
import { type Database, openDatabase } from "../../src/store/open.ts";
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

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-pages-"));
  await withBooks((database) =>
    poller(database).poll(NOON, [moved("annabel", 1000, { number: 1 }), moved("bob", 2000, { number: 2 })]),
  );
});

afterEach(() => rmSync(folder, { recursive: true }));

async function withBooks<T>(action: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ kind: "file", path: join(folder, "books.db") }, { patience: impatient });
  try {
    return await action(database);
  } finally {
    database.close();
  }
}

/** Writes the pages of books in which two users moved something. */
async function write({ now = NOON + 10, mode = 0o640, settings = SETTINGS } = {}): Promise<number> {
  return await withBooks(async (database) => {
    const directory = { path: join(folder, "vpn"), mode };
    return await writePages(database, { directory, settings, now, uid: process.getuid?.() });
  });
}

function pages(): readonly string[] {
  return readdirSync(join(folder, "vpn"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".html"))
    .sort();
}

/** The pages in which a text stands. */
function naming(text: string): readonly string[] {
  return pages().filter((name) => readFileSync(join(folder, "vpn", name), "utf8").includes(text));
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
    mkdirSync(join(folder, "vpn", "docs"));
    writeFileSync(join(folder, "vpn", "users", "999.html"), "gone");
    const others = ["logo.svg", "manual.html", "docs/index.html", "users/mine.html"];
    for (const name of others) writeFileSync(join(folder, "vpn", name), "kept");
    await write();
    expect(pages()).not.toContain("users/999.html");
    for (const name of others) expect(readFileSync(join(folder, "vpn", name), "utf8")).toBe("kept");
  });

  test("neither replaces nor removes what others put where pages go, and says so", async () => {
    mkdirSync(join(folder, "vpn", "users"), { recursive: true });
    writeFileSync(join(folder, "vpn", "users", "7.html"), "kept");
    expect(write()).rejects.toThrow(
      `Cannot write pages into ${folder}/vpn: users/7.html there was not written by ovpnstats; move it away, or set web_file_path`,
    );
    expect(pages()).toEqual(["users/7.html"]);
  });

  test("says why it cannot where a file is in the directory's place, or in that of a part of it", async () => {
    writeFileSync(join(folder, "vpn"), "");
    const failed = expect.stringMatching(
      /^Cannot write pages into .*\/vpn: ENOTDIR: .*; make room for the directory, or /,
    );
    expect(await write().catch((error) => [error.code, error.message])).toEqual(["output", failed]);
    rmSync(join(folder, "vpn"));
    mkdirSync(join(folder, "vpn"));
    writeFileSync(join(folder, "vpn", "users"), "");
    expect(await write().catch(({ code, message }) => [code, message])).toEqual([
      "output",
      expect.stringContaining("vpn/users"),
    ]);
  });

  test.each([
    [0o640, 0o750],
    [0o644, 0o755],
  ])("who may read files of mode %o may go to them, whatever the umask is", async (mode, ofDirectories) => {
    const umask = process.umask(0o077);
    try {
      await write({ mode });
    } finally {
      process.umask(umask);
    }
    expect(statSync(join(folder, "vpn")).mode & 0o777).toBe(ofDirectories);
    expect(statSync(join(folder, "vpn", "users")).mode & 0o777).toBe(ofDirectories);
    expect(statSync(join(folder, "vpn", "users", "1.html")).mode & 0o777).toBe(mode);
  });

  /** Of what happened days ago, so that nothing but another edition makes a page due. */
  const LATER = NOON + 7 * 86_400;

  test("writes all anew when they are to show less, and only then", async () => {
    await write({ now: LATER });
    // The clock of files goes on, that of the test does not.
    const all = pages().map((name) => join(folder, "vpn", name));
    for (const page of all) utimesSync(page, LATER, LATER);
    expect(await write({ now: LATER + 60 })).toBeLessThan(all.length);
    for (const page of all) utimesSync(page, LATER, LATER);
    expect(await write({ now: LATER + 120, settings: { ...SETTINGS, fullNames: false } })).toBe(all.length);
    expect(naming("annabel")).toEqual([]);
  });

  test("names nobody who has been forgotten since", async () => {
    await write({ now: LATER });
    expect(naming("annabel").length).toBeGreaterThan(2);
    for (const page of pages()) utimesSync(join(folder, "vpn", page), LATER, LATER);
    await withBooks(async (database) => {
      const [account] = await findAccounts(database, "annabel");
      if (!account) throw new Error("there is no annabel");
      await forgetAccount(database, account, () => crypto.randomUUID());
    });
    await write({ now: LATER + 60 });
    expect(naming("annabel")).toEqual([]);
  });

  test("writes the overview anew each time", async () => {
    await write();
    const index = join(folder, "vpn", "index.html");
    utimesSync(index, NOON, NOON);
    await write();
    expect(statSync(index).mtimeMs).toBeGreaterThan(NOON * 1000);
  });
});
