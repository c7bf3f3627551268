import { expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import { type Company, createCompany, showingsAt } from "../../src/demo/company.ts";
import { DEVICES, type ServerName } from "../../src/demo/devices.ts";
import { demoLocator } from "../../src/demo/places.ts";
import { parseAddress } from "../../src/parse/address.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const WORKING: readonly ServerName[] = ["headquarters", "field"];
const calendar = createCalendar("Europe/Vienna");
/** A Monday, seven in the morning in Vienna. */
const BEGINNING = Date.UTC(2026, 10, 2, 6) / 1000;

const company = createCompany({ calendar, beginning: BEGINNING, seed: 20 });

function online({ connectionsAt }: Company, at: number): Set<string> {
  return new Set(WORKING.flatMap((server) => connectionsAt(server, at).map(({ user }) => user)));
}

test("createCompany() has 24 to 27 users, of whom some have names beyond ASCII and one a name of 62 bytes", () => {
  const users = new Set(DEVICES.map(({ user }) => user));
  expect(users.size).toBeWithin(24, 28);
  const lengths = [...users].map((user) => Buffer.byteLength(user));
  expect(Math.max(...lengths)).toBe(62);
  expect([...users].filter((user) => /[äöüßåñêéáś]/.test(user)).length).toBeGreaterThan(4);
});

test("connectionsAt() says the same whatever was asked before", () => {
  const instants = Array.from({ length: 60 }, (_, index) => BEGINNING - 300 * DAY + index * 6 * DAY + index * 997);
  const forwards = instants.map((at) => showingsAt(company, "field", at));
  const other = createCompany({ calendar, beginning: BEGINNING, seed: 20 });
  const backwards = instants.toReversed().map((at) => showingsAt(other, "field", at));
  expect(backwards.toReversed()).toEqual(forwards);
  const stranger = createCompany({ calendar, beginning: BEGINNING, seed: 21 });
  expect(instants.map((at) => showingsAt(stranger, "field", at))).not.toEqual(forwards);
});

test("connectionsAt() shows at least 5 users at any time, and 8 to 14 at midday of a weekday", () => {
  for (let at = BEGINNING; at < BEGINNING + 4 * 7 * DAY; at += 311) {
    const count = online(company, at).size;
    if (count < 5) throw new Error(`${count} online at ${at}`);
  }
  for (let day = 0; day < 4 * 7; day++) {
    // A quarter to twelve; from Monday on.
    const at = BEGINNING + day * DAY + 4.75 * HOUR;
    if (day % 7 < 5) expect(online(company, at).size).toBeWithin(8, 15);
  }
});

test("connectionsAt() changes within most minutes while it is watched", () => {
  const keys = (at: number) => WORKING.flatMap((s) => company.connectionsAt(s, at).map((c) => `${c.user} ${c.since}`));
  const minutes = Array.from({ length: 240 }, (_, minute) => BEGINNING + minute * 60);
  const changed = minutes.filter((at) => keys(at).join() !== keys(at + 60).join());
  expect(changed.length / minutes.length).toBeGreaterThan(0.8);
});

test("each connection is of one device at a time, keeps what it is, and its counters never fall", () => {
  const last = new Map<string, { since: number; key: string; bytes: bigint }>();
  for (let at = BEGINNING - 3 * DAY; at < BEGINNING + DAY; at += 173) {
    const ids = new Set<number>();
    for (const { connection, bytesReceived, bytesSent } of WORKING.flatMap((s) => showingsAt(company, s, at))) {
      const { device, since, until, realAddress, clientId, sinceText } = connection;
      if (!(since <= at && at < until))
        throw new Error(`${device.user} is shown at ${at}, but was there ${since} to ${until}`);
      ids.add(clientId);
      const key = `${realAddress} ${clientId} ${sinceText}`;
      const before = last.get(`${device.number}`);
      if (before?.since === since) {
        expect(key).toBe(before.key);
        expect(bytesReceived + bytesSent).toBeGreaterThanOrEqual(before.bytes);
      } else expect(since).toBeGreaterThan(before?.since ?? 0);
      last.set(`${device.number}`, { since, key, bytes: bytesReceived + bytesSent });
    }
    expect(ids.size).toBe(WORKING.flatMap((s) => company.connectionsAt(s, at)).length);
  }
});

test("every real address is one of documentation, and demoLocator knows it", () => {
  for (let at = BEGINNING - 30 * DAY; at < BEGINNING; at += 5 * HOUR + 77) {
    for (const { realAddress } of WORKING.flatMap((server) => company.connectionsAt(server, at))) {
      const host = parseAddress(realAddress)?.host ?? "";
      expect(host).toMatch(/^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:)/);
      expect(demoLocator.locate(host)).toBeDefined();
    }
  }
});
