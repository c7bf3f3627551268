import { afterAll, beforeAll, expect, test } from "bun:test";
import { openDatabase } from "../../src/store/open.ts";
import type { Zone } from "../../src/store/zone.ts";
import { type Sqld, startSqld } from "../support/sqld.ts";
import { patience } from "./drivers.ts";

let server: Sqld;

beforeAll(async () => {
  server = await startSqld();
});
afterAll(() => server.stop());

async function open(zone: Zone, readOnly = false): Promise<void> {
  const location = { kind: "remote", url: server.url, authToken: undefined, zone } as const;
  (await openDatabase(location, { patience, readOnly })).close();
}

test("a shared database is cut by the zone of whoever wrote first: another is refused by name, with what to do", async () => {
  const first = { timeZone: "Europe/Vienna", monthStartsOn: 1 };
  await Promise.all([open(first), open(first)]);
  await open(first, true);
  for (const other of [
    { ...first, timeZone: "UTC" },
    { ...first, monthStartsOn: 15 },
  ]) {
    for (const readOnly of [false, true]) {
      const error = await open(other, readOnly).catch((error: unknown) => error);
      expect(error).toMatchObject({ code: "database" });
      expect(String(error)).toContain(`Cannot use the database ${server.url}: its days are cut by`);
      expect(String(error)).toContain("time_zone Europe/Vienna and month_starts_on 1, and here");
      expect(String(error)).toContain(`time_zone ${other.timeZone} and month_starts_on ${other.monthStartsOn};`);
      expect(String(error)).toContain('set time_zone = "Europe/Vienna" and month_starts_on = 1');
    }
  }
  await open(first);
});
