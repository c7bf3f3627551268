import { describe, expect, test } from "bun:test";
import { renderUserJson } from "../../src/output/user-json.ts";
import { userPage } from "../../src/output/user-page.ts";
import type { UserFacts } from "../../src/report/user-facts.ts";
import { parseUserResolution } from "../../src/report/user-resolution.ts";
import { asJson } from "../support/as-json.ts";
import { sampleUser } from "../support/sample-user.ts";

/** A user of whom there is nothing. */
const BARE: Partial<UserFacts> = {
  ...{ days: [], hours: [], months: [], years: [], connections: [], presence: [], connectionCount: 0 },
  ...{ firstSeenAt: undefined, oldestConnection: undefined, servers: [], everybody: { days: [], months: [] } },
  watched: { five_minutes: [], hour: [], day: [], month: [], year: [] },
};

const LARGEST = 9_223_372_036_854_775_807n;

describe("renderUserJson()", () => {
  test.each([
    ["full", sampleUser()],
    ["of hours, with a limit", sampleUser({ by: "hours", limit: 60_000_000_000n })],
    ["of months", sampleUser({ by: "months", limit: 1n })],
    ["bare", sampleUser({ options: { placesDays: 0 }, frame: { privateNames: true }, facts: BARE })],
  ])("has every member of the view model, in snake_case (%s)", (_, report) => {
    const { kind, path, locale, link, chosen, kept, ...told } = report;
    expect(JSON.parse(renderUserJson(report))).toEqual(asJson(told));
  });

  test("writes bytes as integers to the last one", () => {
    const json = renderUserJson({ ...sampleUser(), allTime: { bytesReceived: LARGEST, bytesSent: 0n } });
    expect(json).toContain('"all_time": { "bytes_received": 9223372036854775807, "bytes_sent": 0 }');
  });
});

test("the page of a user is found by an id and nothing else", () => {
  const { json } = userPage.paths;
  for (const path of ["/api/v1/users/1", "/api/v1/users/4294967297"]) expect(json?.exec(path)?.[1]).toBeDefined();
  for (const path of [
    "/api/v1/users/",
    "/api/v1/users/0",
    "/api/v1/users/01",
    "/api/v1/users/alice",
    "/api/v1/users/1/",
  ])
    expect(json?.test(path)).toBe(false);
});

test("parseUserResolution() takes the words of our links, and refuses others with them", () => {
  const by = (text: string) => parseUserResolution(new URLSearchParams(text));
  expect([by(""), by("by="), by("by=5-minutes"), by("x=1&by=years")]).toEqual(["days", "days", "5-minutes", "years"]);
  expect(() => by("by=weeks")).toThrow(
    'Cannot show a user\'s traffic with by="weeks": by must be one of 5-minutes, hours, days, months, years',
  );
});
