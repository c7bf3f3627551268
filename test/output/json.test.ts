import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { renderJson } from "../../src/output/json.ts";
import type { Overview } from "../../src/report/overview.ts";
import { asJson } from "../support/as-json.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { FAILING_SERVER, STALE_SERVER, sampleOverview, sampleServer, TROUBLES } from "../support/sample-overview.ts";

const LARGEST = 9_223_372_036_854_775_807n;

const full = sampleOverview({ users: 5, servers: [sampleServer(), STALE_SERVER, FAILING_SERVER] });
const bare: Overview = {
  ...sampleOverview({ users: 0, servers: [] }),
  places: undefined,
  machine: undefined,
  databaseBytes: undefined,
  countingSince: undefined,
};

describe("renderJson()", () => {
  test.each([
    ["full", full],
    ["bare", bare],
    [
      "a page",
      { ...sampleOverview({ users: 300, list: { page: 2, state: "away" } }), troubles: TROUBLES, credits: ["x"] },
    ],
  ])("has every member of the view model, in snake_case (%s)", (_, overview) => {
    // Months have an address of their own.
    const { kind, path, locale, link, chosen, kept, archive, ...told } = overview;
    expect(JSON.parse(renderJson(overview))).toEqual(asJson(told));
  });

  test("names each user's periods as the API promises", () => {
    const [user] = JSON.parse(renderJson(full)).users;
    expect(Object.keys(user).slice(0, 5)).toEqual(["id", "name", "account", "group", "status"]);
    for (const period of ["today", "last_7_days", "last_30_days", "month", "all_time"]) {
      expect(Object.keys(user[period])).toEqual(["bytes_received", "bytes_sent"]);
    }
  });

  test("writes bytes as integers to the last one", () => {
    const json = renderJson({ ...full, unplacedHours: { bytesReceived: LARGEST, bytesSent: 0n } });
    expect(json).toContain('"unplaced_hours": { "bytes_received": 9223372036854775807, "bytes_sent": 0 }');
  });

  test("writes null for what is absent and an empty list for what is empty", () => {
    const json = renderJson(bare);
    expect(json).toContain('\n  "machine": null,\n');
    expect(json).toContain('\n  "places": null,\n');
    expect(json).toContain('\n  "users": [],\n');
  });

  test("keeps the order of its keys, whatever the order of the model's", () => {
    const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse());
    const turned: Overview = {
      ...full,
      ...reversed(full),
      users: full.users.map((user) => ({ ...user, ...reversed(user) })),
    };
    expect(renderJson(turned)).toBe(renderJson(full));
  });

  test("is indented by two spaces and ends with a line", () => {
    const lines = renderJson(full).split("\n");
    expect(lines.slice(0, 2)).toEqual(["{", '  "version": "0.1.0",']);
    expect(lines.slice(-2)).toEqual(["}", ""]);
    for (const line of lines) expect((/^ */.exec(line)?.[0].length ?? 0) % 2).toBe(0);
  });

  test("F43 keeps every name exact and prints none of its dangerous characters as itself", () => {
    const json = renderJson(sampleOverview({ users: 0, names: HOSTILE_NAMES }));
    const names = JSON.parse(json).users.map((user: { name: string }) => user.name);
    expect(names.sort()).toEqual([...HOSTILE_NAMES].sort());
    expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  test("F43 keeps any name exact", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const [user] = JSON.parse(renderJson(sampleOverview({ users: 0, names: [name] }))).users;
        return user.name === name;
      }),
    );
  });
});
