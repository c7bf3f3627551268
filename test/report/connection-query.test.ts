import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { networkText } from "../../src/parse/network.ts";
import { connectionParams, parseConnectionQuery, type Searchable } from "../../src/report/connection-query.ts";

const ALL: Searchable = {
  zones: { days: "Europe/Vienna", instants: "Europe/Vienna" },
  addresses: "full",
  places: true,
};

const parse = (query: string, searchable: Partial<Searchable> = {}) =>
  parseConnectionQuery(new URLSearchParams(query), { ...ALL, ...searchable });

describe("parseConnectionQuery()", () => {
  test("asks for everything where a key is left out, empty or unknown", () => {
    const nothing = Object.values(parse("q=++&user=&state=&from=&virtual=&utm=1&Server=x"));
    expect(nothing.every((value) => value === undefined)).toBe(true);
    expect(connectionParams(parse("q=")).size).toBe(0);
  });

  test("reads every key, of one given twice the first, and writes them back", () => {
    const given =
      "q=+Ann+&user=12&server=ams-1&address=198.51.100.&virtual=10.8.0.14&place=Graz&from=2026-11-01&to=2026-11-20" +
      "&at=2026-11-20T14:05&state=exact&before=1795334862-12&user=13";
    const query = parse(given);
    expect(query).toMatchObject({ name: "Ann", user: 12, server: "ams-1", place: "Graz", state: "exact" });
    expect(query).toMatchObject({ before: { since: 1_795_334_862, id: 12 }, after: undefined });
    expect([query.address, query.virtual].map((network) => network && networkText(network))).toEqual([
      "198.51.100.0/24",
      "10.8.0.14",
    ]);
    expect([query.from?.start, query.to?.end, query.at?.start]).toEqual([1_793_487_600, 1_795_215_600, 1_795_179_900]);
    const again = connectionParams(query);
    expect(decodeURIComponent(String(again))).toBe(
      "q=Ann&user=12&server=ams-1&address=198.51.100.0/24&virtual=10.8.0.14&place=Graz&from=2026-11-01&to=2026-11-20" +
        "&at=2026-11-20T14:05&state=exact&before=1795334862-12",
    );
    expect(parse(String(again))).toEqual(query);
  });

  test.each([
    ...["user=0", "user=-1", "user=1e3", "user=alice", "user=01", "user=9007199254740992"],
    ...["state=closed", "state=Open", "state=__proto__", "address=alice", "address=198.51.100.300", "virtual=10.8.*"],
    ...["from=yesterday", "to=2026-02-30", "at=now", "before=1", "before=1-", "after=-5-1", "before=1-1%27--"],
    ...[`q=${"x".repeat(201)}`, "q=a%00b", "place=%1b[2J", "server=a%0d%0ab"],
  ])("refuses %s, and says what is wanted", (query) => {
    const [key = ""] = query.split("=");
    expect(() => parse(query)).toThrow(AppError);
    expect(() => parse(query)).toThrow(new RegExp(`^Cannot list connections with ${key}=".*": ${key} must `));
  });

  test("refuses a span that ends before it begins, and a day in place of an instant", () => {
    expect(() => parse("from=2026-11-20&to=2026-11-19")).toThrow("to must be later than from=2026-11-20");
    expect(() => parse("from=2026-11-20T10:00&to=2026-11-20T10:00")).toThrow("to must be later");
    expect(() => parse("at=2026-11-20")).toThrow("at must be an instant");
    expect(parse("from=2026-11-20&to=2026-11-20").to?.text).toBe("2026-11-20");
  });

  test("looks for no part of an address and no place that is not shown", () => {
    for (const query of [
      "address=198.51.100.0/24",
      "address=198.51.",
      "address=2001:db8:4c::/48",
      "address=2002:c633::/40",
    ])
      expect(parse(query, { addresses: "masked" }).address).toBeDefined();
    for (const query of ["address=198.51.100.7", "address=198.51.100.0/25", "address=2001:db8:4c::/49", "address=::1"])
      expect(() => parse(query, { addresses: "masked" })).toThrow("must be a network that is shown");
    expect(() => parse("address=2002:c633:6417::/48", { addresses: "masked" })).toThrow("2002::/16: 40");
    expect(() => parse("address=198.", { addresses: "none" })).toThrow("addresses are not shown here");
    expect(() => parse("place=Graz", { places: false })).toThrow("places are not shown here");
    expect(parse("virtual=10.8.0.14", { addresses: "none" }).virtual).toBeDefined();
  });
});
