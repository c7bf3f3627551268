import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { mapFiles } from "../scripts/map.ts";
import { countryName } from "../src/geo/country.ts";
import { openEmbedded } from "../src/geo/embedded.ts";
import { embeddedFile } from "../src/geo/embedded-file.ts";
import { COUNTRIES } from "../src/report/countries.ts";
import { MAP_HEIGHT, MAP_WIDTH, onMap } from "../src/report/projection.ts";
import { BORDERS, LAND } from "../views/parts/world.ts";

const ROOT = join(import.meta.dir, "..");

test("the map and the table of countries are what scripts/map.ts writes", () => {
  for (const [path, text] of Object.entries(mapFiles()))
    expect(readFileSync(join(ROOT, path), "utf8") === text, `${path}: run bun scripts/map.ts`).toBe(true);
});

test("the map is at most 12 kB of a page as it is sent", () => {
  expect(gzipSync(LAND + BORDERS).length).toBeLessThan(12_000);
});

test("every country that the embedded database tells is in the table, under the name it is kept by", () => {
  // In the file's data, texts of two letters are codes: \x42 says that two bytes of text follow.
  const texts = readFileSync(embeddedFile)
    .toString("latin1")
    .matchAll(/\x42([A-Z]{2})/g);
  const codes = new Set([...texts].map(([, code = ""]) => code));
  expect(codes.size).toBeGreaterThan(200);
  const names = new Set(COUNTRIES.map(([, name]) => name));
  expect([...codes].filter((code) => !names.has(countryName(code, undefined) ?? ""))).toEqual([]);
  const database = openEmbedded();
  for (const host of ["91.12.0.1", "193.0.6.139", "1.1.1.1", "202.12.29.1", "41.0.0.1", "200.160.2.3"])
    expect(names).toContain(database.find(host)?.country ?? "");
});

describe("onMap()", () => {
  test.each([
    ["the middle of the world", 0, 0, 700],
    ["Vienna, east of Greenwich", 48.2, 16.4, 750],
    ["the date line from the west", 0, 180, MAP_WIDTH],
    ["the date line from the east", 0, -180, 0],
  ])("places %s", (_, latitude, longitude, x) => {
    expect(Math.round(onMap({ latitude, longitude }).x)).toBeCloseTo(x, -1);
  });

  test("keeps what lies beyond the map at its edge", () => {
    expect(onMap({ latitude: -90, longitude: 0 }).y).toBeCloseTo(MAP_HEIGHT, 0);
    expect(onMap({ latitude: 90, longitude: 0 }).y).toBeCloseTo(0, 5);
  });

  test("puts the middles of countries on the land that is drawn", () => {
    const middles = COUNTRIES.filter(([code]) => ["AT", "BR", "ZA", "AU", "MN"].includes(code));
    const isOnLand = insideOf(LAND);
    for (const [code, , latitude, longitude] of middles)
      expect([code, isOnLand(onMap({ latitude, longitude }))]).toEqual([code, true]);
    expect(isOnLand(onMap({ latitude: 30, longitude: -40 }))).toBe(false);
  });
});

/** Whether a point is inside the rings of a path of relative lines, by the even-odd rule. */
function insideOf(path: string): (point: { readonly x: number; readonly y: number }) => boolean {
  const rings = path.split("z").map((ring) => {
    const [x = 0, y = 0, ...steps] = (ring.match(/-?\d+/g) ?? []).map(Number);
    const points = [[x, y] as const];
    for (let at = 0; at < steps.length; at += 2) {
      const [lastX, lastY] = points.at(-1) ?? [0, 0];
      points.push([lastX + (steps[at] ?? 0), lastY + (steps[at + 1] ?? 0)]);
    }
    return points;
  });
  return ({ x, y }) => {
    let isInside = false;
    for (const ring of rings)
      ring.forEach(([x1, y1], index) => {
        const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
        if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) isInside = !isInside;
      });
    return isInside;
  };
}
