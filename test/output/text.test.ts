import { describe, expect, test } from "bun:test";
import { renderText } from "../../src/output/text.ts";
import { localeOf } from "../../src/report/locale.ts";
import { visibleName } from "../../src/report/visible.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { FAILING_SERVER, STALE_SERVER, sampleOverview, sampleServer, TROUBLES } from "../support/sample-overview.ts";
import { sampleArchive } from "../support/sample-period.ts";

const overview = sampleOverview({ users: 12, servers: [sampleServer(), STALE_SERVER, FAILING_SERVER] });
const text = renderText(overview);
const lines = text.split("\n");
const GERMAN = localeOf({ language: "de", units: "si", timeZone: "Europe/Vienna" }, "Europe/Vienna");

/** The line that begins so, its runs of spaces made one. */
function line(start: string): string {
  return (
    lines.map((candidate) => candidate.trim().replace(/ +/g, " ")).find((candidate) => candidate.startsWith(start)) ??
    ""
  );
}

describe("renderText()", () => {
  test("begins with when and the answer", () => {
    expect(lines.slice(0, 3)).toEqual([
      "OpenVPN report, written Wed 15 Oct 2025, 14:32:08 Europe/Vienna",
      "",
      "6 of 12 users are online. 3.69 GB have moved today. No news from 2 of 3 servers.",
    ]);
  });

  test("tells each server's state, trouble in capitals with its real problem", () => {
    expect(line("fra-1 up")).toContain(
      "7 connections, 6 users online, 1 signing in, status read 6 seconds ago, OpenVPN 2.6.14",
    );
    expect(line("ams-2")).toStartWith(
      "ams-2 STALE no news since 13:45, 47 minutes ago; nobody counts as online through it",
    );
    expect(line("waw-1")).toStartWith("waw-1 FAILING Cannot read /srv/openvpn/waw-1/status.log: permission denied");
  });

  test("tells in German how long something lasts, in the right case", () => {
    const server = sampleServer({ upSince: overview.writtenAt - 5 * 86_400 });
    const german = sampleOverview({ users: 2, servers: [server] });
    const users = german.users.map((user) => ({ ...user, onlineSince: overview.writtenAt - 5 * 86_400 }));
    const told = renderText({ ...german, users, locale: GERMAN });
    expect(told).toContain("Laufzeit 5 Tage");
    expect(told).toContain("schon 5 Tage");
    expect(told).not.toContain("seit 5 Tage");
    expect(told).toMatch(/Falkenstein +Saxony +Deutschland /);
    expect(renderText({ ...german, placesDays: 1, locale: GERMAN })).toContain("Orte der letzten 24 Stunden");
  });

  test("tells how long OpenVPN has been up, and that no counter moves any more", () => {
    const server = sampleServer({
      upSince: overview.writtenAt - 7200,
      dco: true,
      stillSince: overview.writtenAt - 600,
    });
    const told = renderText({ ...overview, servers: [server] });
    expect(told).toContain("OpenVPN 2.6.14, up for 2 h 00 min, data channel offload, NO COUNTER HAS MOVED since 14:22");
  });

  test("has the sums of each period in both directions", () => {
    expect(line("Today 3")).toBe("Today 3.69 GB 2.94 GB 750 MB 100 % watched");
    expect(line("Last 7 days")).toBe("Last 7 days 34.6 GB 27.0 GB 7.56 GB 100 % watched");
    expect(line("Last 30 days")).toBe("Last 30 days 138 GB 108 GB 30.3 GB 95.3 % watched");
    expect(line("Month (October)")).toBe("Month (October) 73.3 GB 57.2 GB 16.1 GB");
    expect(line("All time")).toBe("All time 1.66 TB 1.29 TB 363 GB since 4 Mar 2024");
  });

  test("has each user's word, last sight and periods in both directions, and the sum of all", () => {
    expect(line("anna.berger")).toBe(
      "anna.berger online for 6 min 1.44 0.26 9.09 1.99 35.74 7.50 19.89 4.05 428.86 90.01",
    );
    expect(line("s.okafor")).toStartWith("s.okafor away 13:39 0.05 0.01 0.74 0.09");
    expect(line("d.lindqvist")).toStartWith("d.lindqvist long time off 21 Sep, 3 weeks ago 0 0 0 0");
    expect(line("All 12")).toBe("All 12 2.94 0.75 27.02 7.56 107.74 30.26 57.18 16.11 1,292.92 363.17");
    for (const user of overview.users) expect(line(user.name)).not.toBe("");
  });

  test("has days, places, machine and footer", () => {
    expect(line("Wed 24 Sep")).toBe("Wed 24 Sep - - 0 %");
    expect(line("Thu 25 Sep")).toEndWith("70 %");
    expect(line("Falkenstein")).toStartWith("Falkenstein Saxony Germany Sachsen Rack & Power 2");
    expect(line("- - Belgium")).toStartWith("- - Belgium - 1");
    expect(line("Disk /")).toBe("Disk / 63.1 %");
    expect(line("Load")).toBe("Load over 1, 5, 15 minutes 0.19, 0.26, 0.26");
    expect(line("Processes")).toBe("Processes 122");
    expect(line("Counting")).toBe("Counting since 4 Mar 2024, 23 distinct IP addresses, database 18.4 MB");
    expect(line("fra-1:")).toBe(
      "fra-1: 52.1 kB sent, 18.2 kB received of connections that never signed in; they are nobody's",
    );
  });

  test("says so of what is not there, never 0", () => {
    const bare = renderText({
      ...sampleOverview({ users: 0, servers: [] }),
      places: undefined,
      machine: overview.machine && {
        ...overview.machine,
        diskPercent: undefined,
        memoryPercent: undefined,
        load1: undefined,
        load5: undefined,
        load15: undefined,
        processes: undefined,
      },
    });
    expect(bare).toContain("nobody has connected yet");
    expect(bare).not.toContain("Places");
    expect(bare.match(/not available/g)).toHaveLength(6);
    expect(renderText({ ...overview, machine: undefined, places: [] })).toContain(
      "nobody has connected from a known place",
    );
  });

  test("is ASCII but for names and places, without space at a line's end", () => {
    const plain = renderText({ ...overview, places: undefined });
    expect(plain).toMatch(/^[\n -~]*$/);
    expect(plain).not.toMatch(/ \n/);
    expect(plain).toEndWith("\n");
  });

  test("F43 shows every name visibly, one line each", () => {
    const hostile = renderText({ ...sampleOverview({ users: 0, names: HOSTILE_NAMES }), places: undefined });
    expect(hostile.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    const rows = hostile.split("\n");
    for (const name of HOSTILE_NAMES)
      expect(rows.filter((row) => row.startsWith(`  ${visibleName(name)}  `)).length).toBeGreaterThan(0);
    expect(rows.length).toBe(
      renderText({ ...sampleOverview({ users: HOSTILE_NAMES.length }), places: undefined }).split("\n").length,
    );
  });

  test("has a line for each month", () => {
    const [, months = ""] = renderText({ ...overview, archive: sampleArchive() }).split("\nMonths\n");
    expect(months.split("\n\n")[0]?.split("\n").slice(0, 2)).toEqual([
      "  Month              sent  received  Users  Most at once  Watched",
      "  October 2025    54.0 GB   12.0 GB      6             4    100 %",
    ]);
  });

  test("says first that it is a demonstration", () => {
    expect(renderText({ ...overview, demonstration: true })).toStartWith("DEMONSTRATION: nothing here is real");
    expect(text).not.toContain("DEMONSTRATION");
  });

  test("tells what keeps failing before the servers, and whom it thanks at the end", () => {
    const all = renderText({ ...overview, troubles: TROUBLES, credits: ["Locations: DB-IP Lite\u202e"] });
    expect(all).toContain(
      "\n\nTroubles\n  Writing the books FAILING since 14:23, for 9 minutes: Cannot write /var/lib/ovpnstats/connection.db:",
    );
    expect(all.indexOf("Troubles")).toBeLessThan(all.indexOf("\nServers\n"));
    expect(all).toContain("\nLocations: DB-IP Lite\\u{202e}\n");
    expect(text).not.toContain("Troubles");
  });
});
