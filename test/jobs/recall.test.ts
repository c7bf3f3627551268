import { describe, expect, test } from "bun:test";
import type { Connection } from "../../src/account/books.ts";
import { NOT_KEPT } from "../../src/account/nameless.ts";
import { recalled } from "../../src/jobs/recall.ts";
import { traceOf } from "../../src/parse/trace.ts";

const SINCE = 1_767_225_600;

/** A connection whose address is no longer kept. */
function traced(commonName: string, address: string, isNamed = true): Connection {
  return {
    id: 1,
    facts: {
      ...{ commonName: isNamed ? commonName : NOT_KEPT, realAddress: NOT_KEPT, trace: traceOf(commonName, address) },
      ...{ connectedSince: SINCE, connectedSinceText: "2026-01-01 00:00:00", sinceSteps: 0, clientId: undefined },
      ...{ virtualAddress: undefined, virtualIpv6Address: undefined, username: undefined, cipher: undefined },
      ...{ account: "ann", end: { at: SINCE + 9, kind: "inferred" }, fell: false },
    },
    ...{ bytesReceived: 1n, bytesSent: 1n, seenAt: SINCE + 9, seenSteps: 0, seenFresh: 1, tombstone: false },
  };
}

function told(commonName: string, realAddress: string, since = SINCE) {
  return { commonName, realAddress, connectedSince: since, connectedSinceText: undefined };
}

/** The addresses that the connections are known by once these rows or ends are there. */
function addresses(connection: Connection, names: readonly ReturnType<typeof told>[]) {
  return recalled([connection], names).map(({ facts }) => facts.realAddress);
}

describe("recalled()", () => {
  test.each([
    ["198.51.100.7:1194", "198.51.100.7:1194"],
    ["udp4:198.51.100.7:1194", "198.51.100.7:1194"],
    ["2001:db8::7", "[2001:db8::7]:1194"],
    ["[2001:db8::7]:1194", "2001:db8::7"],
    ["udp6:[2001:db8::7]:1194", "[2001:db8::7]:1194"],
    ["not an address", "not an address"],
  ])("knows the connection from %s again by %s, with its user's name or without", (address, again) => {
    expect(addresses(traced("ann", address), [told("ann", again)])).toEqual([again]);
    const [nameless] = recalled([traced("ann", address, false)], [told("ann", again)]);
    expect(nameless?.facts).toMatchObject({ commonName: "ann", realAddress: again, trace: undefined });
  });

  test.each([
    ["another address", told("ann", "198.51.100.8:1194")],
    ["another port", told("ann", "198.51.100.7:1195")],
    ["another beginning", told("ann", "198.51.100.7:1194", SINCE + 1)],
  ])("takes %s for another connection", (_, other) =>
    expect(addresses(traced("ann", "198.51.100.7:1194"), [other])).toEqual([NOT_KEPT]),
  );

  test("takes another name for another connection where the name is gone", () =>
    expect(addresses(traced("ann", "198.51.100.7:1194", false), [told("bob", "198.51.100.7:1194")])).toEqual([
      NOT_KEPT,
    ]));
});
