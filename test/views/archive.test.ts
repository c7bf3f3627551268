import { describe, expect, test } from "bun:test";
import { renderArchiveHtml, renderPeriodHtml } from "../../src/output/archive-html.ts";
import type { PeriodReport } from "../../src/report/archive.ts";
import { localeOf } from "../../src/report/locale.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, type Element, parseHtml } from "../support/html.ts";
import { asServed, WRITTEN_AT } from "../support/sample-frame.ts";
import { type PeriodSample, sampleArchive, samplePeriod } from "../support/sample-period.ts";

const SERVED = asServed("months/2025-09");
const GERMAN = localeOf({ language: "de", units: "iec", timeZone: "Europe/Vienna" }, "Europe/Vienna");

function page(report: PeriodReport): readonly Element[] {
  return parseHtml(renderPeriodHtml(report));
}

function read(elements: readonly Element[]): string {
  return (all(elements, "main")[0]?.text ?? "").replace(/[\u00a0\s]+/g, " ").trim();
}

function hrefs(elements: readonly Element[]): readonly (string | undefined)[] {
  return all(elements, "a").map(({ attributes }) => attributes.href);
}

describe("PeriodPage()", () => {
  test.each([
    ["year", "2025"],
    ["month", "2025-09"],
    ["day", "2025-09-10"],
  ] as const)(
    "of a %s has landmarks, one first heading, named sections, tables with captions and heads",
    (kind, name) => {
      const elements = page(samplePeriod({ kind, name, frame: asServed(`${kind}s/${name}`) }));
      for (const tag of ["header", "main", "footer", "h1"]) expect(all(elements, tag)).toHaveLength(1);
      for (const section of all(elements, "section")) expect(section.attributes["aria-labelledby"]).toBeString();
      expect(all(elements, "caption")).toHaveLength(all(elements, "table").length);
      for (const head of all(elements, "th"))
        expect(head.attributes.scope).toBe(head.path.includes("thead") ? "col" : "row");
      const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  test("says what a month came to, and draws and lists its days", () => {
    const elements = page(samplePeriod({ frame: SERVED }));
    const text = read(elements);
    for (const part of [
      "Archive › 2025",
      "September 2025",
      "← August 2025",
      "October 2025 →",
      "Traffic20.0 GB",
      "Users6 userswith traffic",
      "Most at once4 connections",
      "Busiest day",
      "Watched100 % 3 days with gaps",
      "Mon 1 Sep18.002.0064100 %",
      "Top users",
      "Top days",
      "vie <1>",
      "CSV by day · CSV of all users · JSON",
    ])
      expect(text).toContain(part);
    expect(all(elements, "rect").filter(({ attributes }) => attributes.class === "hit")).toHaveLength(30);
    // Every bar leads to its row.
    const ids = new Set(elements.flatMap(({ attributes }) => attributes.id ?? []));
    const targets = hrefs(elements).filter((href) => href?.startsWith("#p-"));
    expect(targets).toHaveLength(30);
    expect(targets.every((href) => ids.has(href?.slice(1) ?? ""))).toBe(true);
  });

  test("links to its days, users, neighbours and files, and alone to nothing but its parts", () => {
    const served = hrefs(page(samplePeriod({ frame: SERVED })));
    for (const href of ["days/2025-09-01", "users/1", "months/2025-08", "months/2025-10", "years/2025", "archive"])
      expect(served).toContain(`../${href}`);
    expect(served).toContain("../api/v1/months/2025-09/users.csv");
    const alone = hrefs(page(samplePeriod()));
    expect(alone.filter((href) => !href?.startsWith("#"))).toEqual([]);
  });

  test("tells of a running month that it is not over, and shows no day that is to come", () => {
    const elements = page(samplePeriod({ name: "2025-10", frame: asServed("months/2025-10") }));
    expect(read(elements)).toContain("October 2025 not over yet");
    expect(all(elements, "rect").filter(({ attributes }) => attributes.class === "hit")).toHaveLength(15);
    expect(read(elements)).not.toContain("→");
  });

  test("says what is not kept any more, and what was not recorded", () => {
    const day = read(page(samplePeriod({ kind: "day", name: "2025-09-10", lastDeleted: WRITTEN_AT })));
    expect(day).toContain("The hours of this day are not kept any more");
    expect(day).toContain("Which users it was is not kept any more");
    const year = read(page(samplePeriod({ kind: "year", name: "2025" })));
    expect(year).toContain("Most at once– not recorded");
  });

  test("says of a year with billing months why they do not add up to it, and of no other", () => {
    const year = (sample: PeriodSample) => read(page(samplePeriod({ kind: "year", name: "2024", ...sample })));
    const billed = { monthStartsOn: 28 };
    expect(year(billed)).toContain("December 2024 is from 28 Dec 2024 to 27 Jan 2025. The figures of the year itself");
    expect(year({ ...billed, frame: { locale: GERMAN } })).toContain(
      "Dezember 2024 reicht vom 28. Dez. 2024 bis zum 27. Jan. 2025.",
    );
    expect(year({})).not.toContain("The figures of the year itself");
    expect(year({ ...billed, kind: "month", name: "2024-12" })).not.toContain("The figures of the year itself");
  });

  test("speaks German", () => {
    const text = read(page(samplePeriod({ frame: { ...SERVED, locale: GERMAN } })));
    for (const part of [
      "September 2025",
      "Stärkste Nutzer",
      "Meiste zugleich4 Verbindungen",
      "3 Tage mit Lücken",
      "18,6 GiB",
    ])
      expect(text).toContain(part);
  });

  test("stays what it is with every hostile name", () => {
    const shape = (report: PeriodReport) => page(report).map(({ tag, path }) => `${path.join(">")}>${tag}`);
    const plain = HOSTILE_NAMES.map((_, index) => `user${index}`);
    const hostile = shape(samplePeriod({ names: HOSTILE_NAMES, frame: SERVED }));
    expect(hostile).toEqual(shape(samplePeriod({ names: plain, frame: SERVED })));
  });
});

describe("ArchivePage()", () => {
  test("lists all months with links, the last first, and none that is to come", () => {
    const elements = parseHtml(renderArchiveHtml(sampleArchive(asServed("archive"))));
    expect(read(elements)).toContain("Archive since 10 Sep 2024");
    const months = hrefs(elements).filter((href) => href?.startsWith("./months/"));
    expect([months[0], months.at(-1)]).toEqual(["./months/2025-10", "./months/2024-09"]);
    expect(months).toHaveLength(14);
    expect(all(elements, "caption")).toHaveLength(2);
  });

  test("says how billing months are called", () => {
    const text = renderArchiveHtml(sampleArchive(asServed("archive"), 15)).replaceAll("\u00a0", " ");
    expect(text).toContain("October 2025 is from 15 Oct 2025 to 14 Nov 2025");
  });
});
