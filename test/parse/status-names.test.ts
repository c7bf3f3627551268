import { describe, expect, test } from "bun:test";
import type { StatusText } from "../../src/model.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { quickest } from "../support/quickest.ts";
import { type PrintedClient, printedClient, printStatus, two } from "./print.ts";
import { kindOf } from "./refusal.ts";

function countsOf({ clients }: StatusText) {
  return clients.map(({ commonName, bytesReceived, bytesSent }) => [commonName, bytesReceived, bytesSent]);
}

describe("parseStatus() with commas in names", () => {
  const FORGED_ROW = "bob,1.1.1.1:1,9999999999,8888888888,2026-01-01 00:00:00";

  test.each(["Doe, John,Ltd", ",", ",,,", "a,", ",a", FORGED_ROW, "a,10.0.0.9:1194,1,2,Mon Jan  1 00:00:00 2024"])(
    "reads the common name %j from the row's end in version 1 (F17)",
    (commonName) => {
      const status = parseStatus(printStatus([printedClient({ commonName }), ...two.slice(1)], { version: 1 }));
      expect(countsOf(status)).toEqual([
        [commonName, 2_121n, 2_111n],
        ["bob", 2_121n, 2_111n],
      ]);
      expect(status.clients[0]?.routed).toBeTrue();
    },
  );

  test("reads common name and username by the fields around them in version 2 (F17)", () => {
    const clients = [
      printedClient({ commonName: "Doe, John", username: "jane,doe" }),
      printedClient({ commonName: ",", username: ",,", clientId: 1, realAddress: "fd99::1", routes: [] }),
      printedClient({ commonName: FORGED_ROW, username: FORGED_ROW, clientId: 2, realAddress: "10.0.0.7:7" }),
      printedClient({ commonName: "plain", username: "a,b", clientId: 3, virtualAddress: "", virtualIpv6Address: "" }),
    ];
    const { clients: rows, warnings } = parseStatus(printStatus(clients, { version: 2 }));
    expect(warnings).toEqual([]);
    expect(rows).toMatchObject(
      clients.map(({ commonName, username, realAddress, routes }) => ({
        commonName,
        username,
        realAddress,
        bytesReceived: 2_121n,
        bytesSent: 2_111n,
        routed: routes.length > 0,
      })),
    );
  });

  /** A username that holds all the fields a row has between its common name and its username. */
  const forging = (client: PrintedClient, victim = "victim") =>
    `x,${client.realAddress},10.8.0.66,,999999,999999,2026-11-22 08:00:00,1795334400,${victim}`;
  const rival = printedClient({ commonName: "rival", realAddress: "10.66.6.6:666", clientId: 6, routes: [] });

  test("decides by the routing table where more than one reading fits (F17)", () => {
    const client = printedClient({ username: forging(rival) });
    const { clients, warnings } = parseStatus(printStatus([client], { version: 2 }));
    expect(warnings).toEqual([]);
    expect(clients).toMatchObject([
      { commonName: "alice", username: forging(rival), bytesReceived: 2_121n, routed: true },
    ]);
  });

  test("drops a row that the routing table does not decide, and recommends version 3 (F17)", () => {
    const client = printedClient({ username: forging(rival), routes: [] });
    const { clients, warnings } = parseStatus(printStatus([client, ...two.slice(1)], { version: 2 }));
    expect(clients.map((row) => row.commonName)).toEqual(["bob"]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Line 4 .*`status-version 3`/);
  });

  test("does not take another row's route for the forger's (F17)", () => {
    // The forged reading of the first row has the very name and address of the second, which can be read as the
    // first one's in turn: whose route it is nobody can tell.
    const forger = printedClient({ username: forging(rival), routes: [] });
    const commonName = `alice,${forger.realAddress},10.8.0.2,fd08::1000,2121,2111,2026-11-22 08:07:57,1795334877,x`;
    const victim = { ...rival, commonName, routes: ["10.8.0.66"] };
    const { clients, warnings } = parseStatus(printStatus([forger, victim, ...two.slice(1)], { version: 2 }));
    expect(clients.map((row) => row.commonName)).toEqual(["bob"]);
    expect(warnings).toHaveLength(2);
  });

  test("does not let a bad counter turn a row into the forged one (F11, F17)", () => {
    // Read as printed, the first row's counters are bad; read as forged, they are not.
    const client = { ...rival, commonName: `alice,10.1.1.1:1,10.8.0.2,,9,9,2026-11-22 08:07:57,1795334877,x` };
    for (const routes of [["10.8.0.66"], []]) {
      const text = printStatus([{ ...client, bytesSent: 77_777n, routes }, ...two.slice(1)], { version: 2 });
      const { clients, warnings } = parseStatus(text.replace(",77777,", ",-7,"));
      expect(clients.map((row) => row.commonName)).toEqual(["bob"]);
      expect(warnings).toHaveLength(1);
    }
  });

  test("does not choose between two routes (F17)", () => {
    const forger = printedClient({ username: forging(rival) });
    const commonName = `alice,${forger.realAddress},10.8.0.2,fd08::1000,2121,2111,2026-11-22 08:07:57,1795334877,x`;
    const text = printStatus([forger, ...two.slice(1)], { version: 2 });
    const route = `ROUTING_TABLE,10.8.0.66,${commonName},${rival.realAddress},2026-11-22 08:07:57,1795334877\n`;
    const { clients, warnings } = parseStatus(text.replace("GLOBAL_STATS", `${route}GLOBAL_STATS`));
    expect(warnings).toHaveLength(1);
    expect(clients.map((row) => row.commonName)).toEqual(["bob"]);
  });

  test.each(["nowhere", "10.8.0.66 "])("sees through a forged row with the virtual address %j (F17)", (address) => {
    const username = forging(rival).replace("10.8.0.66", address);
    const { clients, warnings } = parseStatus(printStatus([printedClient({ username, routes: [] })], { version: 2 }));
    expect(warnings).toEqual([]);
    expect(clients).toMatchObject([{ commonName: "alice", username, bytesReceived: 2_121n }]);
  });

  test("reads everything from version 3, which has no commas to mind (F17)", () => {
    const clients = [
      printedClient({ commonName: FORGED_ROW, username: forging(rival), routes: [] }),
      printedClient({ commonName: ",", username: ",", clientId: 1 }),
    ];
    const { clients: rows, warnings } = parseStatus(printStatus(clients, { version: 3 }));
    expect(warnings).toEqual([]);
    expect(rows).toMatchObject(clients.map(({ commonName, username }) => ({ commonName, username })));
  });

  test("refuses a row with a tab too many or too few in version 3 (F17)", () => {
    const text = printStatus(two, { version: 3 });
    expect(kindOf(text.replace("\talice\t", "\tali\tce\t"))).toBe("torn");
    expect(kindOf(text.replace("\talice\t", "\talice"))).toBe("torn");
    expect(kindOf(text.replace("\tUNDEF\t", "\t"))).toBe("torn");
  });

  test("leaves a row out that has too many ways to be read, where columns are unknown (F7, F17)", async () => {
    const text = printStatus([printedClient({ commonName: ",".repeat(300) }), ...two.slice(1)], { version: 2 })
      .replace("Data Channel Cipher", "Data Channel Cipher,Mood,Weather")
      .replaceAll("AES-256-GCM", "AES-256-GCM,sunny,mild");
    expect(await quickest(500, () => parseStatus(text))).toBeLessThan(500);
    const { clients, warnings } = parseStatus(text);
    expect(clients.map((row) => row.commonName)).toEqual(["bob"]);
    expect(warnings).toHaveLength(1);
  });

  test("gives up on a line of commas quickly (F9, F17)", async () => {
    const crowd = ",10.0.0.9:1,10.8.0.2,,1,2,2026-11-22 08:00:00,1795334400".repeat(65);
    for (const username of [",".repeat(3_900), crowd]) {
      const text = printStatus([printedClient({ username })], { version: 2 });
      expect(await quickest(250, () => parseStatus(text))).toBeLessThan(250);
      expect(parseStatus(text).clients).toMatchObject([{ commonName: "alice", bytesReceived: 2_121n }]);
    }
    expect(kindOf(printStatus([printedClient({ username: "x".repeat(4_096) })], { version: 2 }))).toBe("torn");
  });
});
