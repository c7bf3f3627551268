import { expect, test } from "bun:test";
import { countersOf, type Flow } from "../../src/demo/flow.ts";

const flow: Flow = {
  since: 1_795_000_000,
  received: { handshake: 3_000, perSecond: 12.5 },
  sent: { handshake: 3_800, perSecond: 260_000 },
  waves: [
    { period: 86_400, swing: 0.6, crest: 1_795_003_600 },
    { period: 2_700, swing: 0.2, crest: 1_795_001_000 },
    { period: 410, swing: 0.15, crest: 1_795_000_010 },
  ],
};

test("countersOf() begins with the handshake, never falls, and comes to its rate after whole days", () => {
  expect(countersOf(flow, flow.since)).toEqual({ bytesReceived: 3_000n, bytesSent: 3_800n });
  let before = countersOf(flow, flow.since);
  for (let at = flow.since + 1; at < flow.since + 90_000; at += 1) {
    const now = countersOf(flow, at);
    if (now.bytesReceived < before.bytesReceived || now.bytesSent <= before.bytesSent)
      throw new Error(`falls at ${at}`);
    before = now;
  }
  const month = countersOf(flow, flow.since + 30 * 86_400);
  expect(Number(month.bytesSent) / (30 * 86_400 * 260_000)).toBeCloseTo(1, 2);
});
