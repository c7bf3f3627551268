import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocator, type LocatorOptions } from "../../src/geo/locator.ts";
import { type MmdbValue, mmdbFile } from "../support/mmdb.ts";

let folder = "";
let problems: string[] = [];
/** Milliseconds. */
let time = 0;
let asked: string[] = [];
let answer: (host: string) => Response = () => Response.json({});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-geo-"));
  [problems, asked] = [[], []];
  time = 1_780_000_000_000;
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A chain with these files of databases; what it asks ipinfo.io, `answer` answers. */
function locator(source: true | "ipinfo", names: readonly string[] = []) {
  const options: LocatorOptions = {
    source,
    databases: names.map((name) => join(folder, name)),
    ipinfoToken: undefined,
    complain: (problem) => problems.push(problem),
    clock: {
      now: () => time,
      monotonic: () => time,
      async sleep(milliseconds) {
        time += milliseconds;
      },
    },
    async fetch(url) {
      const host = url.slice("https://ipinfo.io/".length, -"/json".length);
      asked.push(host);
      return answer(host);
    },
  };
  const { prepare = async () => {}, ...rest } = createLocator(options);
  return { ...rest, prepare };
}

function write(name: string, networks: Readonly<Record<string, MmdbValue>>): void {
  const aside = join(folder, "aside");
  writeFileSync(aside, mmdbFile(networks));
  renameSync(aside, join(folder, name));
}

describe("createLocator()", () => {
  test("without any database: the country, for IPv4 and IPv6", async () => {
    const { prepare, locate } = locator(true);
    await prepare();
    expect(await locate("91.12.0.1")).toEqual({ country: "Germany" });
    expect(await locate("2001:67c:2e8:22::c100:68b")).toEqual({ country: "Netherlands" });
    expect(problems).toEqual([]);
  });

  test("each database contributes what it knows, and the embedded one the country", async () => {
    write("city.mmdb", { "91.0.0.0/8": { city: { names: { en: "Bonn" } }, country: { iso_code: "DE" } } });
    write("asn.mmdb", {
      "91.0.0.0/8": { autonomous_system_number: 3320, autonomous_system_organization: "DTAG" },
      "193.0.0.0/8": { autonomous_system_number: 3333, autonomous_system_organization: "RIPE NCC" },
    });
    const { prepare, locate } = locator(true, ["city.mmdb", "asn.mmdb"]);
    await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ city: "Bonn", country: "Germany", provider: "AS3320 DTAG" });
    expect(await locate("193.0.6.139")).toMatchObject({ country: "Netherlands", provider: "AS3333 RIPE NCC" });
  });

  test("coordinates are of the city that is told, else of the country", async () => {
    const at = (latitude: number) => ({ latitude, longitude: 7 });
    const bonn = { names: { en: "Bonn" } };
    const germany = { country: { iso_code: "DE" }, location: at(51) };
    write("middle.mmdb", { "91.0.0.0/8": germany, "92.0.0.0/8": germany });
    write("city.mmdb", { "91.0.0.0/8": { city: bonn, ...germany, location: at(50) } });
    write("name.mmdb", { "91.0.0.0/8": { city: "Cologne", country_code: "DE", latitude: 49, longitude: 7 } });
    const both = locator(true, ["middle.mmdb", "city.mmdb"]);
    await both.prepare();
    expect(await both.locate("91.12.0.1")).toMatchObject({ city: "Bonn", coordinates: at(50) });
    expect(await both.locate("92.12.0.1")).toMatchObject({ city: undefined, coordinates: at(51) });
    write("bare.mmdb", { "91.0.0.0/8": { city: bonn, country: { iso_code: "DE" } } });
    const bare = locator(true, ["bare.mmdb", "name.mmdb"]);
    await bare.prepare();
    expect(await bare.locate("91.12.0.1")).toMatchObject({ city: "Bonn", coordinates: undefined });
  });

  test("of two that differ in the country, the first is believed", async () => {
    write("a.mmdb", { "91.0.0.0/8": { country_code: "AT" } });
    write("b.mmdb", { "91.0.0.0/8": { country_code: "DE", city: "Bonn", asn: "AS1", as_name: "One" } });
    const { prepare, locate } = locator(true, ["a.mmdb", "b.mmdb"]);
    await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ city: undefined, country: "Austria", provider: "AS1 One" });
  });

  test.each([
    "10.0.0.1",
    "127.0.0.1",
    "100.64.1.1",
    "::ffff:192.168.0.1",
    "fe80::1",
    "2001:db8::1",
    "",
    "8.8.8.8/../x",
  ])("F63: nobody is asked where %j is", async (host) => {
    write("all.mmdb", { "0.0.0.0/1": { city: "Nowhere" } });
    const { prepare, locate } = locator("ipinfo", ["all.mmdb"]);
    await prepare();
    expect(await locate(host)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe("F64: a database file", () => {
  test("that is replaced is read anew", async () => {
    write("city.mmdb", { "91.0.0.0/8": { city: "Bonn" } });
    const { prepare, locate, signature } = locator(true, ["city.mmdb"]);
    await prepare();
    const before = await signature?.();
    write("city.mmdb", { "91.0.0.0/8": { city: "Trier" } });
    expect(await locate("91.12.0.1")).toMatchObject({ city: "Bonn" });
    await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ city: "Trier" });
    expect(await signature?.()).not.toBe(before);
  });

  test.each([
    [
      "half written",
      (path: string) => writeFileSync(path, mmdbFile({ "91.0.0.0/8": { city: "Trier" } }).subarray(0, 90)),
    ],
    ["missing", (path: string) => rmSync(path)],
  ])("that is %s leaves the old one in use, which is told once", async (_, harm) => {
    write("city.mmdb", { "91.0.0.0/8": { city: "Bonn" } });
    const { prepare, locate } = locator(true, ["city.mmdb"]);
    await prepare();
    harm(join(folder, "city.mmdb"));
    await prepare();
    await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ city: "Bonn" });
    expect(problems).toEqual([
      expect.stringContaining(`Cannot use ${folder}/city.mmdb for locations, the one before it is kept: `),
    ]);
    write("city.mmdb", { "91.0.0.0/8": { city: "Trier" } });
    await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ city: "Trier" });
    expect(problems).toHaveLength(1);
  });

  test("that was never there, is a directory or no database, is told of, and the others are asked", async () => {
    writeFileSync(join(folder, "page.mmdb"), "<!doctype html>");
    const { prepare, locate } = locator(true, ["none.mmdb", ".", "page.mmdb"]);
    for (let run = 0; run < 3; run++) await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ country: "Germany" });
    expect(problems.map((problem) => /: ([^:;]*).*;/.exec(problem)?.[1])).toEqual([
      "ENOENT",
      "it is not a regular file",
      "it is no MMDB file, or a damaged one (Unknown type 67 at offset 1)",
    ]);
    expect(problems.join()).toContain("take it out of location_databases");
  });
});

describe("F63: ipinfo.io", () => {
  const paris = { city: "Paris", region: "Île-de-France", country: "FR", org: "AS12 Douze" };

  beforeEach(() => {
    answer = () => Response.json(paris);
  });

  test("is asked after the operator's databases, for what they do not know", async () => {
    write("full.mmdb", { "91.0.0.0/8": { city: "Bonn", country_code: "DE", asn: "AS1", as_name: "One" } });
    const { prepare, locate } = locator("ipinfo", ["full.mmdb"]);
    await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ city: "Bonn" });
    expect(asked).toEqual([]);
    expect(await locate("8.8.8.8")).toEqual({
      city: "Paris",
      region: "Île-de-France",
      country: "France",
      provider: "AS12 Douze",
    });
    expect(asked).toEqual(["8.8.8.8"]);
  });

  test("that knows nothing is completed by the embedded database, for good", async () => {
    answer = () => Response.json({ bogon: true });
    const { prepare, locate } = locator("ipinfo");
    await prepare();
    const found = await locate("91.12.0.1");
    expect(found).toMatchObject({ country: "Germany" });
    expect(found?.again).toBeUndefined();
  });

  test("is asked 50 times a run, ten times a second", async () => {
    const { prepare, locate } = locator("ipinfo");
    await prepare();
    const started = time;
    for (let i = 0; i < 60; i++) {
      expect((await locate(`8.8.8.${i}`))?.again ?? false).toBe(i >= 50);
    }
    expect(asked).toHaveLength(50);
    expect(time - started).toBe(4900);
    await prepare();
    await locate("8.8.8.55");
    expect(asked).toHaveLength(51);
  });

  test("that is slow holds up no run for more than 10 s", async () => {
    answer = () => {
      time += 2500;
      return Response.json(paris);
    };
    const { prepare, locate } = locator("ipinfo");
    await prepare();
    for (let i = 0; i < 20; i++) await locate(`8.8.8.${i}`);
    expect(asked).toHaveLength(4);
  });

  const tooMany = (retryAfter: () => string) => () =>
    new Response("slow down", { status: 429, headers: { "retry-after": retryAfter() } });

  test.each([
    ["seconds", tooMany(() => "600"), 600],
    ["a date", tooMany(() => new Date(time + 600_000).toUTCString()), 600],
    ["less than our own measure", tooMany(() => "0"), 60],
    ["a year", tooMany(() => "31536000"), 86_400],
    ["nonsense", tooMany(() => "soon"), 60],
    ["nothing", () => new Response("", { status: 500 }), 60],
  ])("that fails and says %s is left alone as long, and a provisional answer given", async (_, failing, seconds) => {
    answer = failing;
    const { prepare, locate, pause } = locator("ipinfo");
    await prepare();
    expect(await locate("91.12.0.1")).toMatchObject({ country: "Germany", again: true });
    expect(await locate("91.12.0.2")).toMatchObject({ country: "Germany", again: true });
    expect(asked).toHaveLength(1);
    expect(problems).toEqual([expect.stringContaining(`it is left alone for ${seconds} s`)]);
    expect(pause?.failures).toBe(1);
    answer = () => Response.json(paris);
    time += seconds * 1000 - 1000;
    await prepare();
    expect((await locate("91.12.0.1"))?.again).toBe(true);
    time += 2000;
    expect(await locate("91.12.0.1")).toMatchObject({ city: "Paris" });
    expect(pause?.failures).toBe(0);
  });

  test("that fails again and again is asked less and less, a day apart at last", async () => {
    answer = () => new Response("", { status: 503 });
    const { prepare, locate, pause } = locator("ipinfo");
    const waits: number[] = [];
    for (let i = 0; i < 14; i++) {
      await prepare();
      await locate("91.12.0.1");
      waits.push(Math.round((pause?.until ?? 0) - time / 1000));
      time = (pause?.until ?? 0) * 1000;
    }
    expect(waits.slice(0, 4)).toEqual([60, 120, 240, 480]);
    expect(waits.at(-1)).toBe(86_400);
  });
});
