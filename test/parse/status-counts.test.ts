import { describe, expect, test } from "bun:test";
import type { StatusText } from "../../src/model.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { printedClient, printStatus, two } from "./print.ts";

const VERSIONS = [1, 2, 3] as const;

function countsOf({ clients }: StatusText) {
  return clients.map(({ commonName, bytesReceived, bytesSent }) => [commonName, bytesReceived, bytesSent]);
}

describe("parseStatus() counts", () => {
  const text = (received: string, version: 1 | 2 | 3) =>
    printStatus([printedClient({ bytesReceived: 77_777n }), ...two.slice(1)], { version }).replace("77777", received);

  test.each([
    ["0", 0n],
    ["007", 7n],
    ["999999999999999", 999_999_999_999_999n],
    ["1000000000000000", 1_000_000_000_000_000n],
    ["9007199254740993", 9_007_199_254_740_993n],
    ["9223372036854775807", 2n ** 63n - 1n],
  ])("%s exactly (F11)", (digits, count) => {
    for (const version of VERSIONS) expect(parseStatus(text(digits, version)).clients[0]?.bytesReceived).toBe(count);
  });

  test.each([
    "",
    "-1",
    "+1",
    "1e9",
    "0x10",
    "1.5",
    " 1",
    "1 ",
    "9223372036854775808",
    "18446744073709551616",
    "99999999999999999999",
    "00000000000000000001",
    "٣",
    "NaN",
  ])("nothing for %j, warns, and uses the other rows (F11)", (digits) => {
    for (const version of VERSIONS) {
      const status = parseStatus(text(digits, version));
      expect(countsOf(status)).toEqual([["bob", 2_121n, 2_111n]]);
      expect(status.warnings).toEqual(["Line 4 is left out: its byte counts are not whole numbers from 0 to 2^63-1"]);
    }
  });

  test("nothing for a bad counter of a name with commas either (F11, F17)", () => {
    const client = printedClient({ commonName: "Doe, John", bytesSent: 77_777n });
    for (const version of [1, 2] as const) {
      const status = parseStatus(printStatus([client, ...two.slice(1)], { version }).replace("77777", "-7"));
      expect(countsOf(status)).toEqual([["bob", 2_121n, 2_111n]]);
      expect(status.warnings).toHaveLength(1);
    }
  });

  test("on with the warnings, and tells a hundred one by one (F11)", () => {
    const clients = Array.from({ length: 150 }, (_, clientId) => printedClient({ clientId, bytesSent: 77_777n }));
    const { warnings } = parseStatus(printStatus(clients, { version: 3 }).replaceAll("77777", "x"));
    expect(warnings).toHaveLength(101);
    expect(warnings.at(-1)).toBe("50 more lines are left out");
  });
});
