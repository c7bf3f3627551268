import { describe, expect, test } from "bun:test";
import { openEmbedded } from "../../src/geo/embedded.ts";
import { openMmdb } from "../../src/geo/mmdb.ts";
import { control, encoded, mmdbFile } from "../support/mmdb.ts";
import { quickest } from "../support/quickest.ts";
import { lookUpDamaged, MOST_MILLISECONDS } from "./damaged-mmdb.ts";

const NETWORKS = {
  "80.0.0.0/8": { city: { names: { en: "Vienna" } }, country: { iso_code: "AT" } },
  "2a00:1450::/32": { country_code: "IE" },
};

describe("openMmdb()", () => {
  test("finds IPv4 and IPv6 addresses in one file", () => {
    const database = openMmdb(mmdbFile(NETWORKS));
    expect(database.find("80.1.2.3")).toMatchObject({ city: "Vienna", country: "Austria" });
    expect(database.find("2a00:1450:4001::1")).toMatchObject({ country: "Ireland" });
    expect(database.find("81.1.2.3")).toBeUndefined();
    expect(database.find("2a01::1")).toBeUndefined();
  });

  test("a file of IPv4 alone knows no IPv6 address", () => {
    const database = openMmdb(mmdbFile({ "42.0.0.0/8": { country_code: "JP" } }, { ipVersion: 4 }));
    expect(database.find("42.1.1.1")).toMatchObject({ country: "Japan" });
    expect(database.find("2a00:1450::1")).toBeUndefined();
  });

  const whole = mmdbFile(NETWORKS);
  test.each([
    ["nothing", Buffer.alloc(0)],
    ["text", Buffer.from("<!doctype html><title>404</title>")],
    ["a file without its end", whole.subarray(0, whole.length - 200)],
    ["a file without its beginning", whole.subarray(100)],
  ])("F64: refuses %s", (_, bytes) => {
    expect(() => openMmdb(bytes)).toThrow();
  });

  /** A list of 200 pointers. */
  const listOf200 = (target: number) => [
    ...control(11, 200),
    ...new Array(200).fill([0x38, 0, 0, target >> 8, target & 255]).flat(),
  ];
  test.each([
    ["of 16 million values", [...control(11, 16_000_000), ...new Array(200_000).fill(encoded("x")).flat()]],
    ["that holds itself", listOf200(0)],
    ["of lists of lists of lists", [...[1003, 2006, 3009].flatMap(listOf200), ...encoded("x")]],
  ])("F64: a record %s is given up at once", async (_, data) => {
    const bytes = mmdbFile({ "9.0.0.0/8": "" }, { data: Uint8Array.from(data) });
    const database = openMmdb(bytes);
    const give = () => expect(() => database.find("9.9.9.9")).toThrow();
    expect(await quickest(MOST_MILLISECONDS, give)).toBeLessThan(MOST_MILLISECONDS);
  });

  test("F64: however a file is damaged, no look-up takes more than 50 ms or fails otherwise than by an error", async () => {
    const { slowest, answers } = await lookUpDamaged({ seed: 1, files: 3000 });
    expect(slowest).toBeLessThan(MOST_MILLISECONDS);
    expect(answers).toBeGreaterThan(1000);
  });
});

describe("the embedded country database", () => {
  test.each([
    ["193.0.6.139", "Netherlands"],
    ["91.12.0.1", "Germany"],
    ["133.11.0.1", "Japan"],
    ["2003::1", "Germany"],
    ["2001:67c:2e8:22::c100:68b", "Netherlands"],
  ])("%s is in %s", (host, country) => {
    expect(openEmbedded().find(host)).toMatchObject({ country });
  });

  test("10,000 look-ups take less than a second", async () => {
    const lookUp = () => {
      const database = openEmbedded();
      let known = 0;
      for (let i = 0; i < 10_000; i++) {
        const host = i % 2 ? `${1 + (i % 220)}.${i % 256}.${(i * 7) % 256}.9` : `2a0${(i % 8).toString(16)}:${i}::1`;
        if (database.find(host)) known++;
      }
      expect(known).toBeGreaterThan(5000);
    };
    expect(await quickest(1000, lookUp)).toBeLessThan(1000);
  });
});
