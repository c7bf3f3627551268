import { describe, expect, test } from "bun:test";
import { renderHtml } from "../../src/output/overview-html.ts";
import { localeOf } from "../../src/report/locale.ts";
import type { Overview } from "../../src/report/overview.ts";
import { all, type Element, parseHtml } from "../support/html.ts";
import { WRITTEN_AT } from "../support/sample-frame.ts";
import { FAILING_SERVER, STALE_SERVER, sampleOverview, sampleServer, TROUBLES } from "../support/sample-overview.ts";
import { sampleArchive } from "../support/sample-period.ts";

function page(overview: Overview): readonly Element[] {
  return parseHtml(renderHtml(overview));
}

function read(text: string | undefined): string {
  return (text ?? "").replace(/[\u00a0\s]+/g, " ").trim();
}

/** Everything to be read on the page. */
function body(overview: Overview): string {
  return read(all(page(overview), "body")[0]?.text);
}

/** The cells of the users table, row by row. */
function userRows(elements: readonly Element[]): readonly string[] {
  const rows: string[] = [];
  for (const { tag, path, text } of elements) {
    if (!path.includes("table") || path.includes("details")) continue;
    if (tag === "tr") rows.push("");
    else if (tag === "th" || tag === "td") rows.push(`${rows.pop()}|${read(text)}`);
  }
  return rows;
}

const twelve = sampleOverview({ users: 12 });

describe("OverviewPage()", () => {
  test("has landmarks, one first heading, and headings without a gap", () => {
    const elements = page(twelve);
    for (const tag of ["header", "nav", "main", "footer", "h1"]) expect(all(elements, tag)).toHaveLength(1);
    const levels = elements.filter(({ tag }) => /^h[1-6]$/.test(tag)).map(({ tag }) => Number(tag.slice(1)));
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    for (const section of all(elements, "section")) expect(section.attributes["aria-labelledby"]).toBeString();
  });

  test("names every table, heads every column and row", () => {
    const elements = page(twelve);
    expect(all(elements, "caption").length).toBe(all(elements, "table").length);
    for (const head of all(elements, "th")) {
      expect(head.attributes.scope).toBe(head.path.includes("thead") ? "col" : "row");
    }
  });

  test("gives every row of the users table as many cells as it has heads", () => {
    const counts = new Set(userRows(page(twelve)).map((row) => row.split("|").length));
    expect([...counts]).toEqual([7]);
  });

  test("shows a user's word, last sight and both directions of each period", () => {
    const rows = userRows(page(twelve));
    expect(rows[0]).toBe("|User, online first|Today GB|7 days GB|30 days GB|October GB|30 days, own scale");
    expect(rows[1]).toBe(
      "|anna.bergeronline 6 min · ↓ 21.4 Mbit/s ↑ 1.80 Mbit/s|1.44 0.26|9.09 1.99|35.74 7.50|19.89 4.05|",
    );
    expect(rows.find((row) => row.includes("s.okafor"))).toStartWith("|s.okaforaway seen 13:39|0.05 0.01|");
    expect(rows.find((row) => row.includes("d.lindqvist"))).toBe(
      "|d.lindqvistlong time off seen 21 Sep, 3 weeks ago|0|0|0|0|",
    );
    expect(rows.at(-1)).toBe("|All 12 users|2.94 0.75|27.02 7.56|107.74 30.26|57.18 16.11|");
  });

  test("names the server of a user only where there are several", () => {
    expect(body(twelve)).not.toContain(" on fra-1");
    expect(body({ ...twelve, servers: [sampleServer(), STALE_SERVER] })).toContain("online 4 h 05 min on fra-1");
  });

  test("draws a sparkline for each user who moved anything in 30 days", () => {
    const moved = twelve.users.filter(({ last30Days: sum }) => sum.bytesSent + sum.bytesReceived > 0n);
    const drawn = all(page(twelve), "svg").filter(({ attributes }) => attributes.class === "sp");
    expect(drawn).toHaveLength(moved.length);
    expect(moved.length).toBeLessThan(12);
  });

  test("says so when the days of later users were not loaded", () => {
    const note = "Days are drawn for the first users of the list only.";
    expect(body(twelve)).not.toContain(note);
    expect(body({ ...twelve, users: twelve.users.map((user) => ({ ...user, days: [] })) })).toContain(note);
  });

  test("filters by status without a script, and only where there is a choice", () => {
    const inputs = all(page(sampleOverview({ users: 2 })), "input");
    expect(inputs.map(({ attributes }) => attributes.value ?? "all")).toEqual([
      "all",
      "online",
      "away",
      "offline",
      "long-time-off",
    ]);
    expect(inputs.map(({ attributes }) => "disabled" in attributes)).toEqual([false, false, false, true, true]);
    expect(all(page(sampleOverview({ users: 1 })), "input")).toEqual([]);
  });

  test("keeps axes and heads when there is nobody yet", () => {
    const elements = page(sampleOverview({ users: 0 }));
    const text = read(all(elements, "body")[0]?.text);
    expect(read(all(elements, "h1")[0]?.text)).toBe("Watching /var/log/openvpn/status.log. Nobody has connected yet.");
    expect(text).toContain("no traffic yet");
    expect(text).toContain("User, online first");
    expect(text).toContain("not counting yet");
    expect(text).not.toContain("watched ·");
  });

  test("shows the first 1,000 of very many users, and says so", () => {
    const many = page(sampleOverview({ users: 1200 }));
    const text = read(all(many, "body")[0]?.text);
    expect(text).toContain("These are the first 1,000 of 1,200 users");
    expect(text).toContain("All 1,200 users");
    expect(read(all(page(twelve), "body")[0]?.text)).not.toContain("These are the first");
  });

  test("says of the days before the books begin that they were not counted", () => {
    const days = twelve.days.map((day, index) => (index < 20 ? { ...day, bytesReceived: 0n, bytesSent: 0n } : day));
    expect(body({ ...twelve, days, countingSince: twelve.days[20]?.start })).toContain("not counted yet");
    expect(body(twelve)).not.toContain("not counted yet");
  });

  test("puts trouble before the figures, with the real problem and the file", () => {
    const elements = page({ ...twelve, servers: [sampleServer(), STALE_SERVER, FAILING_SERVER] });
    const cards = elements.filter(({ tag, path }) => tag === "li" && path.at(-1) === "ul" && !path.includes("section"));
    expect(cards.map(({ attributes }) => attributes.class)).toEqual(["stale", "failing", undefined]);
    expect(read(cards[0]?.text)).toBe(
      "Staleams-2 has told nothing since 13:45, 47 minutes agoNobody counts as online through it. 2 connections were open there; what they move is credited when it is back. Read from /run/openvpn-server/status-ams-2.log",
    );
    expect(read(cards[1]?.text)).toBe(
      "Failingwaw-1 cannot be readCannot read /srv/openvpn/waw-1/status.log: permission denied (file of root, mode 0600; we run as ovpnstats)Last news 11:38, 2 hours ago. Read from /srv/openvpn/waw-1/status.log",
    );
    const figures = elements.findIndex(({ attributes }) => attributes.id === "h-figures");
    expect(elements.indexOf(cards[1] as Element)).toBeLessThan(figures);
    expect(all(elements, "title")[0]?.text).toStartWith("Stale: ams-2 and more");
  });

  test("says how long OpenVPN has been up, and that its counters stand still under offload", () => {
    const upSince = WRITTEN_AT - 3 * 86_400 - 7200;
    const up = { ...twelve, servers: [sampleServer({ upSince, dco: true })] };
    expect(body(up)).toContain("OpenVPN 2.6.14 · up for 3 days · data channel offload");
    expect(body(up)).not.toContain("No counter has moved");
    const still = { ...twelve, servers: [sampleServer({ dco: true, stillSince: WRITTEN_AT - 1200 })] };
    expect(body(still)).toContain("No counter has moved since");
    expect(body(twelve)).not.toContain("up for");
  });

  test("shows a dash, not 0, for who is online while no server tells", () => {
    const silent = sampleOverview({ users: 5, servers: [STALE_SERVER] });
    expect(body(silent)).toContain("Online now– of 53 away, 1 offlinecannot be told");
  });

  test("says of a server that was never read what it waits for", () => {
    const waiting = sampleServer({ state: "waiting", lastNewsAt: undefined, ageSeconds: undefined });
    expect(body({ ...twelve, servers: [waiting] })).toContain(
      "fra-1 has not been read yetWaiting for /var/log/openvpn/status.log",
    );
  });

  test("shows a figure of the machine that could not be had as that, never as 0", () => {
    const machine = twelve.machine && {
      ...twelve.machine,
      diskPercent: undefined,
      memoryPercent: undefined,
      load1: undefined,
      load5: undefined,
      load15: undefined,
      processes: undefined,
    };
    const text = body({ ...twelve, machine });
    expect(text).toContain(
      "Disk /not availableMemorynot availableLoadnot available 1 minnot available 5 min not available 15 minProcessesnot available",
    );
    expect(body({ ...twelve, machine: undefined })).toContain("No sample has been taken yet.");
  });

  test("shows 0 where it was measured", () => {
    const machine = twelve.machine && { ...twelve.machine, load1: 0, diskPercent: 0 };
    expect(body({ ...twelve, machine })).toContain("Disk /0.0 %");
    expect(body({ ...twelve, machine })).toContain("Load0.00 1 min");
  });

  test("has no places where they are not to be shown, and says so where there are none", () => {
    const hidden = page({ ...twelve, places: undefined });
    expect(hidden.filter(({ attributes }) => attributes.id === "places" || attributes.href === "#places")).toEqual([]);
    expect(body({ ...twelve, places: [] })).toContain("Nobody has connected from a known place in the last 7 days.");
    const locale = localeOf({ language: "de", units: "si", timeZone: "Europe/Vienna" }, "Europe/Vienna");
    expect(body({ ...twelve, places: [], locale })).toContain("Aus den letzten 7 Tagen ist keine Verbindung");
    expect(body({ ...twelve, locale })).toContain("FalkensteinSaxony, Deutschland · Sachsen Rack & Power");
  });

  test("names of a place what is known, largest unit last", () => {
    const text = body(twelve);
    expect(text).toContain("FalkensteinSaxony, Germany · Sachsen Rack & Power11.9 GB2 users");
    expect(text).toContain("Belgium1 user3.20 GB");
    const unknown = {
      city: undefined,
      region: undefined,
      country: undefined,
      provider: undefined,
      users: 2,
      bytesReceived: 0n,
      bytesSent: 5n,
    };
    expect(body({ ...twelve, places: [unknown] })).toContain("Unknown place2 users5 B");
  });

  test("puts places beyond the tenth behind a summary", () => {
    const place = (index: number) => ({
      ...(twelve.places?.[0] ?? { users: 0, bytesReceived: 0n, bytesSent: 0n }),
      city: `City ${index}`,
    });
    const many = {
      ...twelve,
      places: Array.from({ length: 12 }, (_, index) => ({
        region: undefined,
        country: undefined,
        provider: undefined,
        ...place(index),
      })),
    };
    expect(body(many)).toContain("2 more places");
    const lists = all(page(many), "ol");
    expect(lists.map(({ path }) => path.includes("details"))).toEqual([false, true]);
    expect(lists[1]?.attributes.start).toBe("11");
  });

  test("titles the month by name, a billing month by its first day", () => {
    expect(body(twelve)).toContain("October73.3 GB");
    const billing = { ...twelve, monthStart: twelve.monthStart + 14 * 86_400, monthEnd: twelve.monthEnd + 14 * 86_400 };
    expect(body(billing)).toContain("Month since 15 Oct73.3 GB");
    expect(body(billing)).toContain("until 14 Nov");
  });

  test("keeps quiet about bytes that are nobody's or unplaced when there are none", () => {
    const none = { bytesReceived: 0n, bytesSent: 0n };
    const text = body({ ...twelve, unplacedHours: none, servers: [sampleServer({ unauthenticated: none })] });
    expect(text).not.toContain("never signed in");
    expect(text).not.toContain("in no hour");
  });

  test("says where the database is when it is not here", () => {
    expect(body({ ...twelve, databaseBytes: undefined })).toContain("database on another server");
  });

  test("says on top of everything that it is a demonstration, and in its title", () => {
    const elements = page({ ...twelve, demonstration: true });
    const [first] = elements.filter(({ path }) => path.at(-1) === "body");
    expect(read(first?.text)).toStartWith("Demonstration Nothing here is real");
    expect(all(elements, "title")[0]?.text).toStartWith("Demonstration · ");
    expect(body(twelve).toLowerCase()).not.toContain("demonstration");
  });

  test("shows what keeps failing above everything, like a server that fails", () => {
    const elements = page({ ...twelve, troubles: TROUBLES });
    const [main] = elements.filter(({ path }) => path.at(-1) === "main");
    expect(read(main?.text)).toBe(
      "FailingWriting the books has been failing since 14:23, for 9 minutesCannot write /var/lib/ovpnstats/connection.db: no space left on device; free some, nothing is lost until then",
    );
    expect(elements.find(({ path }) => path.at(-1) === "ul")?.attributes.class).toBe("failing");
    expect(all(elements, "title")[0]?.text).toStartWith("Failing: Writing the books · ");
  });

  test("gives credit in the footer", () => {
    const credits = ["Locations: DB-IP Lite, CC BY 4.0", "<b>"];
    const text = read(all(page({ ...twelve, credits }), "footer")[0]?.text);
    for (const credit of credits) expect(text).toContain(credit);
  });

  test("counts a country's users beside its name where nothing else is known of it", () => {
    const place = { city: undefined, region: undefined, country: "Austria", provider: undefined };
    const places = [{ ...place, users: 12, bytesReceived: 0n, bytesSent: 5n }];
    expect(body({ ...twelve, places })).toContain("Austria12 users5 B");
  });

  test("has every month of every year where it stands alone, each year by a link in the page", () => {
    const elements = page({ ...twelve, archive: sampleArchive() });
    const tables = elements.filter(({ tag, attributes }) => tag === "table" && attributes.class === "periods");
    expect(tables.length).toBeGreaterThan(1);
    const ids = new Set(elements.flatMap(({ attributes }) => attributes.id ?? []));
    const links = all(elements, "nav").length === 1 ? all(elements, "a").map(({ attributes }) => attributes.href) : [];
    expect(links).toContain("#months");
    for (const href of links) expect(ids).toContain(href?.slice(1) ?? "");
    expect(body(twelve)).not.toContain("Most at once");
    expect(all(page(twelve), "a").map(({ attributes }) => attributes.href)).not.toContain("#months");
  });
});
