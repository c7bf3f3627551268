import { describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { renderPlacesHtml } from "../../src/output/places-html.ts";
import { buildPlaces, namePlaces, type PlacesFacts } from "../../src/report/build-places.ts";
import type { FirstSight } from "../../src/report/first-sight.ts";
import { localeOf } from "../../src/report/locale.ts";
import type { PlacesAbsence, PlacesReport } from "../../src/report/places.ts";
import type { PlaceGroup } from "../../src/report/places-query.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, type Element, parseHtml, skeleton } from "../support/html.ts";
import { asServed, sampleFrame, WRITTEN_AT } from "../support/sample-frame.ts";

const SUMS = { users: 3, connections: 9, bytesReceived: 1_000_000n, bytesSent: 5_000_000n };
const FACTS: PlacesFacts = {
  total: { ...SUMS, users: 4 },
  groups: [
    { country: "Austria", ...SUMS },
    { country: "Brazil", ...SUMS, users: 1, bytesSent: 10n },
    { ...SUMS, users: 1, bytesSent: 7n, bytesReceived: 0n },
  ],
  spots: [
    { city: "Graz", country: "Austria", latitude: 47.07, longitude: 15.44, ...SUMS },
    { city: undefined, country: "Brazil", latitude: undefined, longitude: undefined, ...SUMS, users: 1 },
    { city: undefined, country: "Atlantis", latitude: undefined, longitude: undefined, ...SUMS },
  ],
};
const SIGHT: FirstSight = { user: 7, kind: "country", key: "Brazil", name: "Brazil", at: WRITTEN_AT - 6 * 86_400 };

interface Options {
  readonly facts?: PlacesFacts;
  readonly by?: PlaceGroup;
  readonly absence?: PlacesAbsence;
  readonly sights?: readonly FirstSight[];
  readonly name?: string;
  readonly frame?: Partial<PlacesReport>;
}

function page({ facts = FACTS, by = "country", absence, sights = [SIGHT], name = "mei", frame }: Options = {}) {
  const places = buildPlaces(facts, {
    ...{ absence, sights, usualDays: 7, keptDays: 31, showProviders: true, isWhole: false },
    query: { by, days: 7, page: 1 },
  });
  const report = { ...sampleFrame(asServed("places")), ...namePlaces(places, new Map([[7, name]])), ...frame };
  return renderPlacesHtml(report);
}

function read(element: Element | undefined): string {
  return (element?.text ?? "").replace(/[\u00a0\s]+/g, " ").trim();
}

function texts(html: string, tag: string): string[] {
  return all(parseHtml(html), tag).map(read);
}

describe("the page of places", () => {
  test("keeps its list within a phone's width: what is wider moves by itself, shares give way", () => {
    const elements = parseHtml(page({ by: "provider" }));
    const list = elements.find(({ tag, attributes }) => tag === "table" && attributes.class === "ranked");
    expect(list?.path.at(-1)).toBe("div");
    expect(page({ by: "provider" })).toMatch(
      /<div class="wider" role="group" aria-label="Providers"[^>]*><table class="ranked"/,
    );
    const cells = elements.filter(({ attributes }) => attributes.class?.split(" ").includes("bar"));
    expect(cells.every(({ attributes }) => attributes.class?.includes("wide"))).toBe(true);
  });

  test("answers in a sentence, and lists with figures, shares and what is new", () => {
    const html = page();
    expect(texts(html, "h1")[0]).toBe(
      "4 users connected from 3 countries in the last 7 days. 1 user was somewhere new in the last 30 days.",
    );
    const rows = texts(html, "tr").filter((row) => /Austria|Brazil/.test(row));
    expect(rows.join("\n")).toMatch(/Austria395.001.00/);
    expect(rows.join("\n")).toMatch(/Brazilnew since 9 Oct19<0.011.00/);
    expect(texts(html, "p")).toContain("1 user and 7 B are of addresses whose place is not known.");
  });

  test("has a dot for each place on the map, with its figures, and says how many are on none", () => {
    const html = page();
    const titles = texts(html, "title").slice(1);
    expect(titles).toContain("Graz, Austria: 3 users, 9 connections, 5.00 MB sent, 1.00 MB received");
    expect(titles).toContain("Brazil (about its middle): 1 user, 9 connections, 5.00 MB sent, 1.00 MB received");
    expect(html.includes("1 known place is on no map.")).toBe(true);
    const links = all(parseHtml(html), "a").filter(({ path }) => path.includes("svg"));
    expect(links.map(({ attributes }) => attributes.href)).toContain("./connections?place=Graz");
  });

  test("says of whom a country is new, with links to the user", () => {
    const html = page();
    const row = all(parseHtml(html), "a").find(({ attributes }) => attributes.href === "./users/7");
    expect(row?.text).toBe("mei");
    expect(page({ sights: [] })).toContain("No user has connected from a new country or network.");
    const some = page({ sights: [{ ...SIGHT, key: "Austria", name: "Austria" }] });
    expect(some).toContain("new for 1 user since 9\u00a0Oct");
  });

  test("speaks German, names of countries included", () => {
    const locale = localeOf({ language: "de", units: "si", timeZone: "Europe/Vienna" }, "Europe/Vienna");
    const html = page({ frame: { locale } });
    expect(html.includes("Österreich")).toBe(true);
    expect(html.includes("Austria<")).toBe(false);
    expect(texts(html, "h1")[0]).toStartWith("4 Nutzer aus 3 Ländern in den letzten 7 Tagen");
  });

  test.each([
    ["en", 7, "connected from 3 countries in the last 7 days.", "seen in the last 7 days"],
    ["en", 1, "connected from 3 countries in the last 24 hours.", "seen in the last 24 hours"],
    ["de", 7, "aus 3 Ländern in den letzten 7 Tagen.", "in den letzten 7 Tagen zu sehen"],
    ["de", 1, "aus 3 Ländern in den letzten 24 Stunden.", "in den letzten 24 Stunden zu sehen"],
  ] as const)("says in %s of how many days it tells: %d", (language, days, lede, counts) => {
    const locale = localeOf({ language, units: "si", timeZone: "Europe/Vienna" }, "Europe/Vienna");
    const html = page({ frame: { locale, query: { by: "country", days, page: 1 } } });
    expect(texts(html, "h1")[0]).toContain(lede);
    expect(read(all(parseHtml(html), "main")[0])).toContain(counts);
  });

  test("says why there is nothing", () => {
    const nothing: PlacesFacts = { total: { ...SUMS, users: 0 }, groups: [], spots: [] };
    expect(page({ facts: nothing, sights: [], absence: "not-located" })).toContain("location_info is false");
    expect(page({ facts: nothing, sights: [], absence: "not-shown" })).toContain(
      "ip_information_shown_in_web is false",
    );
    expect(page({ facts: nothing, sights: [] })).toContain("Nobody has connected from a known place");
  });

  test("stays light: with 250 dots and a page of a long list under 45 kB as it is sent", () => {
    const many = Array.from({ length: 3000 }, (_, index) => index);
    const html = page({
      by: "city",
      facts: {
        total: SUMS,
        groups: many.map((index) => ({ city: `City ${index}`, region: "Region", country: "Germany", ...SUMS })),
        spots: many.map((index) => ({
          ...{ city: `City ${index}`, country: "Germany", ...SUMS },
          ...{ latitude: 47 + (index % 80) / 10, longitude: 6 + Math.floor(index / 80) / 5 },
        })),
      },
    });
    expect(gzipSync(html).length).toBeLessThan(45_000);
    expect(texts(html, "tr").filter((row) => row.startsWith("City ")).length).toBe(50);
    expect(html.includes("./places?by=city&amp;page=60")).toBe(true);
  });

  test("no name changes the document, whatever it is (F42)", () => {
    const of = (name: string) => {
      const group = { city: name, region: name, country: name, ...SUMS };
      const spots = [{ city: name, country: name, latitude: 1, longitude: 2, ...SUMS }];
      return page({
        frame: sampleFrame(),
        ...{ by: "city", name, facts: { total: SUMS, groups: [group], spots } },
        sights: [
          { ...SIGHT, name },
          { ...SIGHT, kind: "network", key: name, name },
        ],
      });
    };
    const plain = skeleton(parseHtml(of("Graz")));
    for (const name of HOSTILE_NAMES) expect(skeleton(parseHtml(of(name)))).toEqual(plain);
  });
});
