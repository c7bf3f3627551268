import { describe, expect, test } from "bun:test";
import type { Connection, ServerBooks } from "../../src/account/books.ts";
import { speedsOf } from "../../src/account/speed.ts";

interface Seen {
  readonly id: number;
  readonly account?: string;
  readonly bytes: bigint;
  readonly at: number;
  readonly since?: number;
}

function connection({ id, account = "ann", bytes, at, since = 0 }: Seen): Connection {
  return {
    id,
    facts: {
      ...{ commonName: account, realAddress: "192.0.2.1:1", virtualAddress: "10.8.0.2", virtualIpv6Address: undefined },
      ...{ connectedSince: since, sinceSteps: 0, connectedSinceText: "", clientId: id, username: undefined },
      ...{
        cipher: undefined,
        account: account === "" ? undefined : account,
        end: undefined,
        fell: false,
        trace: undefined,
      },
    },
    ...{ bytesReceived: bytes, bytesSent: bytes * 10n, seenAt: at, seenSteps: 0, seenFresh: 1, tombstone: false },
  };
}

function books(...open: readonly Seen[]): ServerBooks {
  return {
    ...{ server: 1, name: "office", number: 1, at: open[0]?.at, atSteps: 0, moment: undefined, clockSteps: 0 },
    ...{ contentHash: undefined, fresh: 1, intervals: [], nextConnection: 9, openvpn: undefined, dco: undefined },
    ...{ upSince: undefined, stillSince: undefined, open: open.map(connection) },
  };
}

describe("speedsOf()", () => {
  test("is what the marks of a user's connections grew, over the time between their sights", () => {
    const before = books({ id: 1, bytes: 100n, at: 1000 }, { id: 2, bytes: 0n, at: 1000 });
    const after = books({ id: 1, bytes: 300n, at: 1010 }, { id: 2, bytes: 50n, at: 1010 });
    expect(speedsOf(before, after).get("ann")).toEqual({ receivedPerSecond: 25, sentPerSecond: 250 });
  });

  test("takes a new connection's whole counter over the time since it connected", () => {
    const after = books({ id: 3, bytes: 40n, at: 1010, since: 1006 });
    expect(speedsOf(books(), after).get("ann")).toEqual({ receivedPerSecond: 10, sentPerSecond: 100 });
  });

  test("says 0 of who stands still, and nothing of nobody's connections or where no time has passed", () => {
    const before = books({ id: 1, bytes: 7n, at: 1000 }, { id: 2, account: "bob", bytes: 1n, at: 1010 });
    const after = books(
      { id: 1, bytes: 7n, at: 1010 },
      { id: 2, account: "bob", bytes: 9n, at: 1010 },
      { id: 3, account: "", bytes: 99n, at: 1010 },
    );
    expect([...speedsOf(before, after)]).toEqual([["ann", { receivedPerSecond: 0, sentPerSecond: 0 }]]);
  });

  test("believes OpenVPN's own word by client id", () => {
    const told = new Map([[1, { receivedPerSecond: 5, sentPerSecond: 6 }]]);
    const [before, after] = [books({ id: 1, bytes: 0n, at: 1000 }), books({ id: 1, bytes: 900n, at: 1010 })];
    expect(speedsOf(before, after, told).get("ann")).toEqual({ receivedPerSecond: 5, sentPerSecond: 6 });
  });
});
