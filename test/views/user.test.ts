import { describe, expect, test } from "bun:test";
import { renderUserHtml } from "../../src/output/user-html.ts";
import { localeOf } from "../../src/report/locale.ts";
import type { UserReport } from "../../src/report/user.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, type Element, parseHtml } from "../support/html.ts";
import { asServed, WRITTEN_AT } from "../support/sample-frame.ts";
import { sampleUser, type UserSample } from "../support/sample-user.ts";

const SERVED = asServed("users/12");
const GERMAN = localeOf({ language: "de", units: "iec", timeZone: "Europe/Vienna" }, "Europe/Vienna");

function page(report: UserReport): readonly Element[] {
  return parseHtml(renderUserHtml(report));
}

function read(text: string | undefined): string {
  return (text ?? "").replace(/[\u00a0\s]+/g, " ").trim();
}

/** Everything to be read in the main part. */
function body(sample: UserSample = {}): string {
  return read(all(page(sampleUser(sample)), "main")[0]?.text);
}

function rects(report: UserReport, kind: string): readonly Element[] {
  return all(page(report), "rect").filter(({ attributes }) => attributes.class?.split(" ").includes(kind));
}

describe("UserPage()", () => {
  test("has landmarks, one first heading, sections with names, tables with captions and heads", () => {
    const elements = page(sampleUser());
    for (const tag of ["header", "nav", "main", "footer", "h1"]) expect(all(elements, tag)).toHaveLength(1);
    for (const section of all(elements, "section")) expect(section.attributes["aria-labelledby"]).toBeString();
    expect(all(elements, "caption").length).toBe(all(elements, "table").length);
    for (const head of all(elements, "th")) {
      expect(head.attributes.scope).toBe(head.path.includes("thead") ? "col" : "row");
    }
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("says in a line who is there, since when, through what, from where, how fast", () => {
    expect(body()).toContain(
      "Online since 07:20 (7 h 12 min) through fra-1 · ↓ 21.4 Mbit/s ↑ 1.80 Mbit/s now · Linz, Austria · Sales · first seen 4 Mar 2024",
    );
    const away = body({ facts: { presence: [] }, options: { person: undefined } });
    expect(away).toContain("Away, last seen 14:32 through fra-1");
    expect(away).not.toContain("Mbit/s");
  });

  test("shows each period beside all users, the largest day, and the time online", () => {
    const text = body();
    for (const part of [
      "Today",
      "Last 7 days",
      "October so far",
      "Last 12 months",
      "Online, 30 days",
      "% of all users",
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/most: \d\.\d\d GB, \d+ \w+/);
    expect(text).toContain("8 connections");
    expect(body({ facts: { isAlone: true } })).not.toContain("of all users");
  });

  test("warns of a limit that is passed, or will be, and says nothing within it", () => {
    expect(body()).not.toContain("limit");
    expect(body({ limit: 10n ** 12n })).not.toContain("Over the limit");
    expect(body({ limit: 10n ** 12n })).toContain("the limit is 1.00 TB");
    expect(body({ limit: 60n * 10n ** 9n })).toMatch(
      /Over the limit by \d+ Oct On course for ≈ [\d.]+ GB in October; the limit is 60\.0 GB, both directions together\./,
    );
    expect(body({ limit: 10n ** 9n })).toMatch(
      /Over the limit since 1 Oct [\d.]+ GB in October; the limit is 1\.00 GB/,
    );
    expect(rects(sampleUser({ limit: 60n * 10n ** 9n }), "mark")).toHaveLength(1);
  });

  test("draws traffic at the resolution that is asked for, with links to the others", () => {
    for (const [by, heading, bars] of [
      ["5-minutes", "Traffic by 5 minutes", 288],
      ["hours", "Traffic by hour", 48],
      ["days", "Traffic by day", 30],
      ["months", "Traffic by month", 24],
      ["years", "Traffic by year", 10],
    ] as const) {
      const elements = page(sampleUser({ by, frame: SERVED }));
      expect(read(all(elements, "h2")[1]?.text)).toBe(heading);
      expect(rects(sampleUser({ by }), "hit")).toHaveLength(bars);
      const links = all(elements, "a").filter(({ attributes }) => attributes.href?.endsWith("#traffic"));
      expect(links.map(({ attributes }) => attributes.href)).toEqual([
        "../users/12?by=5-minutes#traffic",
        "../users/12?by=hours#traffic",
        "../users/12#traffic",
        "../users/12?by=months#traffic",
        "../users/12?by=years#traffic",
      ]);
    }
    expect(all(page(sampleUser()), "a").filter(({ attributes }) => attributes.href?.includes("by="))).toEqual([]);
  });

  test("shows under hours when the user was connected, and under days not", () => {
    expect(rects(sampleUser({ by: "hours" }), "on").map(({ text }) => read(text))).toContain(
      "connected from Wed 15 Oct 07:20 to 14:32",
    );
    expect(rects(sampleUser(), "on")).toEqual([]);
  });

  test("says what could not be placed, where there is something and it would be looked for", () => {
    expect(body({ by: "hours" })).toContain("18.2 MB ↑ received 3.20 MB since counting began are in no such column");
    expect(body()).not.toContain("no such column");
  });

  test("draws a year of days: today outlined, gaps dotted, each with its figure; and the figures in a table", () => {
    const report = sampleUser();
    const elements = page(report);
    const days = all(elements, "rect").filter(({ attributes }) => /^(level-\d|unwatched)/.test(attributes.class ?? ""));
    const cells = days.filter(({ path }) => path.includes("figure") && path.includes("svg"));
    expect(rects(report, "today").map(({ text }) => read(text))).toEqual([expect.stringMatching(/^Wed 15 Oct 2025: /)]);
    expect(cells.some(({ text }) => read(text) === "Tue 23 Sep 2025: not watched")).toBe(true);
    expect(new Set(cells.map(({ attributes }) => attributes.class?.split(" ")[0]))).toEqual(
      new Set(["level-0", "level-1", "level-2", "level-3", "level-4", "unwatched"]),
    );
    const table = all(elements, "table").find(({ text }) => read(text).includes("Week of"));
    expect(read(table?.text)).toContain("13 Oct 2025");
  });

  test("draws no days of before the user came", () => {
    const report = sampleUser({ facts: { days: [], firstSeenAt: WRITTEN_AT - 40 * 86_400 } });
    const cells = all(page(report), "rect").filter(({ attributes }) => /^level-\d/.test(attributes.class ?? ""));
    expect(cells.length).toBeWithin(35, 42);
  });

  test("draws the week as squares whose area is the mean, and says what it comes to", () => {
    const sides = all(page(sampleUser()), "rect")
      .filter(({ text }) => read(text).endsWith("an hour"))
      .map(({ attributes }) => Number(attributes.width));
    expect(Math.max(...sides)).toBe(15);
    expect(Math.min(...sides)).toBeGreaterThanOrEqual(1.5);
    expect(body()).toMatch(/[\d.]+ % falls on Monday to Friday\. The largest square is \d+ MB an hour\./);
    const facts = { watched: WATCHED_NOTHING, weekBefore: { slots: [], since: undefined } };
    expect(body({ facts })).toContain("No full hour has been watched yet.");
  });

  test("lists places with what is new of them, and none where none may be shown", () => {
    expect(body()).toMatch(
      /Rotterdam new since 12 Oct ?South Holland, Netherlands · Maas Glasvezel ?679 MB ?1 connection/,
    );
    expect(body().match(/new since/g)).toHaveLength(1);
    expect(body({ options: { placesDays: 0 } })).not.toMatch(/Rotterdam|Places/);
  });

  test("lists connections with their ends: online, silent, exact, inferred", () => {
    const text = body();
    for (const part of ["online", "exact", "≈ ", "inferred", "2001:db8:4c:91::1f", "10.8.0.14", "fd00:8::14", "fra-1"])
      expect(text).toContain(part);
    expect(text).toContain("last 8 of 26, kept for 31 days");
    const links = all(page(sampleUser({ frame: SERVED })), "a").map(({ attributes }) => attributes.href);
    expect(links).toContain("../connections?user=12");
    expect(links).toContain("../api/v1/connections.csv?user=12");
    const silent = { id: 1, name: "fra-1", firstAt: 1, at: 1_760_500_000, statusInterval: 10, intervals: [] };
    expect(body({ facts: { servers: [silent] } })).toContain("no news since");
    expect(body({ facts: { connections: [], connectionCount: 0 } })).toContain("None in the last 31 days");
  });

  test("has no English in German, and the reader's units", () => {
    const text = body({ by: "hours", limit: 10n ** 9n, frame: { ...SERVED, locale: GERMAN } });
    expect(text).toContain("Online seit 07:20 (7 h 12 min) über fra-1");
    expect(text).toContain("Über der Grenze seit 1. Okt.");
    for (const place of ["Linz, Österreich", "South Holland, Niederlande"]) expect(text).toContain(place);
    expect(text).not.toContain("Netherlands");
    expect(text).toMatch(/\d GiB/);
    expect(text).not.toMatch(/\b(Traffic|since|through|limit|watched|connections?|places|mean|hour|Last|seen)\b/);
  });

  test("F42 keeps the parsed page the same whatever the name, servers, places and ciphers are", () => {
    const shape = (report: UserReport) =>
      page(report).map(({ tag, path, attributes }) => [tag, path.length, Object.keys(attributes).sort()].join());
    const hostile = (text: string) => {
      const { connections, places, ...rest } = sampleUser({ by: "hours", frame: SERVED });
      return {
        ...rest,
        name: text,
        account: `${text}?`,
        group: text,
        servers: [text],
        place: { city: text, region: text, country: text, provider: text },
        places: places?.map((place) => ({ ...place, city: text, provider: text })),
        connections: connections.map((connection) => ({
          ...connection,
          ...{ cipher: text, server: text, virtualAddress: text, address: text },
          place: { city: text, region: text, country: text, provider: text },
        })),
      };
    };
    const plain = shape(hostile("x"));
    for (const name of HOSTILE_NAMES.filter((_, index) => index % 4 === 0)) expect(shape(hostile(name))).toEqual(plain);
  });
});

const WATCHED_NOTHING = { five_minutes: [], hour: [], day: [], month: [], year: [] };
