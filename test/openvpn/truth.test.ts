import { afterAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../support/process.ts";
import { createTruth, rowsOfStatus } from "./truth.ts";

const folder = mkdtempSync(join(tmpdir(), "ovpnstats-truth-"));
afterAll(() => rmSync(folder, { recursive: true }));

const environment = {
  time_unix: "1795331556",
  bytes_received: "18446744073709551615",
  bytes_sent: "7",
  common_name: 'Doe, "J" \\n %s $HOME',
};

test("the hook notes a disconnect as OpenVPN tells it, then is the hook under trial, with its arguments", () => {
  const { line, finals } = createTruth(folder);
  const said = join(folder, "said");
  const words = wordsOf(line(["/bin/sh", "-c", `echo>${said}`]));
  expect(words.shift()).toBe("client-disconnect");
  const [program = "", ...args] = words;
  expect(spawnSync(program, args, { env: environment }).status).toBe(0);
  expect(readFileSync(said, "utf8")).toBe("\n");
  expect(finals()).toEqual([
    {
      commonName: environment.common_name,
      connectedSince: 1795331556,
      bytesReceived: 18446744073709551615n,
      bytesSent: 7n,
    },
  ]);
});

test.each(["v1", "v2", "v3"])("rowsOfStatus() reads the authenticated connections of %s", (version) => {
  const text = readFileSync(join(ROOT, `test/fixtures/captures/openvpn-2.6.14/two.${version}`), "utf8");
  const rows = rowsOfStatus(text);
  expect(rows.map(({ commonName }) => commonName)).toEqual(["alice", "bob"]);
  for (const { bytesReceived, connectedSince } of rows) {
    expect(text).toContain(String(bytesReceived));
    expect(new Date(1000 * connectedSince).toISOString()).toStartWith("2026-11-22T08:");
  }
});

/** The words of a line of OpenVPN's configuration, whose quotes hold several. */
function wordsOf(line: string): string[] {
  return line.replaceAll('"', "").split(" ");
}
