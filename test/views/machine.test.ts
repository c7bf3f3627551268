import { describe, expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import { renderMachineHtml } from "../../src/output/machine-html.ts";
import { buildMachine, type MachineFacts, type SampleCell, type ServerFacts } from "../../src/report/build-machine.ts";
import { lineChart } from "../../src/report/line-chart.ts";
import type { MachineSpan } from "../../src/report/machine-query.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, parseHtml, skeleton } from "../support/html.ts";
import { asServed, sampleFrame, WRITTEN_AT } from "../support/sample-frame.ts";

const HOUR = 3600;
const calendar = createCalendar("Europe/Vienna");

function cell(ago: number, value: number): SampleCell {
  const spread = { min: value - 1, mean: value, max: value + 2 };
  return {
    start: Math.floor((WRITTEN_AT - ago) / 300) * 300,
    samples: 1,
    figures: { disk: spread, memory: spread, load1: spread, processes: spread, database: spread },
  };
}

function server(name: string, more: Partial<ServerFacts> = {}): ServerFacts {
  return {
    ...{ id: 1, name, problem: undefined, firstAt: 1, at: WRITTEN_AT - 5, openvpn: "OpenVPN 2.6.14 x86_64" },
    ...{ dco: true, upSince: WRITTEN_AT - 7200, statusInterval: 10, intervals: [], ...more },
  };
}

const WATCHED = Array.from({ length: 400 }, (_, index) => ({
  ...{ server: 1, bucket: (Math.floor(WRITTEN_AT / 300) - 399 + index) * 300, seconds: 300, length: 300 },
}));

const FACTS: MachineFacts = {
  cells: Array.from({ length: 140 }, (_, index) => cell((140 - index) * 600, 20)),
  latest: {
    ...{ sampledAt: WRITTEN_AT - 60, disk: "/", diskPercent: 48, memoryPercent: 34 },
    ...{ load1: 0.42, load5: 0.4, load15: 0.3, processes: 120 },
  },
  servers: [server("ams-2")],
  events: [
    { server: 1, at: WRITTEN_AT - 5 * HOUR, kind: "failing", detail: "Cannot read it: it is gone" },
    { server: 1, at: WRITTEN_AT - 4 * HOUR, kind: "up", detail: undefined },
    { server: 1, at: WRITTEN_AT - 7200, kind: "restart", detail: "exact" },
  ],
  observed: WATCHED,
};

function history(facts: MachineFacts, span: MachineSpan = "24-hours") {
  return buildMachine(facts, { span, now: WRITTEN_AT, calendar });
}

function page(facts: MachineFacts, span?: MachineSpan): string {
  return renderMachineHtml({ ...sampleFrame(asServed("machine")), ...history(facts, span) });
}

function read(html: string): string {
  return (html ?? "").replace(/[\u00a0\s]+/g, " ");
}

describe("the page of the machine", () => {
  test("answers in a sentence, with charts, what happened, and links to other spans", () => {
    const html = page(FACTS);
    const [heading] = all(parseHtml(html), "h1");
    expect(read(heading?.text ?? "").trim()).toBe(
      "The disk is 48 % full, memory 34 % used; the load is 0.42. The server has news.",
    );
    expect(all(parseHtml(html), "figure").map(({ attributes }) => attributes["aria-label"])).toEqual([
      ...["Disk", "Memory", "Load", "Processes", "Database"],
    ]);
    const rows = all(parseHtml(html), "tr").map(({ text }) => read(text));
    expect(rows).toContain("Wed 15 Oct 12:32ams-2OpenVPN was started");
    expect(rows).toContain("Wed 15 Oct 09:32ams-2could not be read for 1 h 00 min: Cannot read it: it is gone");
    expect(read(html)).toContain("OpenVPN 2.6.14 · Up since 12:32 · Data channel offload: yes");
    const links = all(parseHtml(html), "a").map(({ attributes }) => attributes.href);
    expect(links).toContain("./machine?span=31-days");
  });

  test("tells each column's figures on hover and focus, and in a table behind", () => {
    const html = page(FACTS);
    const titles = all(parseHtml(html), "title").map(({ text }) => read(text));
    expect(titles).toContain("Wed 15 Oct 13:00–14:00: 20 % (19 % to 22 %)");
    const rows = all(parseHtml(html), "tr").map(({ text }) => read(text));
    expect(rows).toContain("Wed 15 Oct 13:00–14:0019 %20 %22 %");
  });

  test.each(["24-hours", "7-days", "31-days"] as const)("of %s says what there is where there is nothing", (span) => {
    const html = page({ cells: [], latest: undefined, servers: [], events: [], observed: [] }, span);
    expect(html).toContain("The machine has not been sampled yet.");
    expect(html).toContain("no samples in this time");
  });

  test("says that a server has no news, and since when", () => {
    const stale = { server: 1, at: WRITTEN_AT - HOUR, kind: "stale", detail: undefined } as const;
    const html = read(page({ ...FACTS, servers: [server("ams-2", { at: WRITTEN_AT - HOUR })], events: [stale] }));
    expect(html).toContain("No news from 1 of 1 servers.");
    expect(html).toContain("no news since, for 1 hour");
    expect(html).toContain("STALE");
  });

  test("no name or problem changes the document, whatever it is (F42)", () => {
    const of = (name: string) =>
      page({
        ...FACTS,
        servers: [server(name, { openvpn: `OpenVPN ${name.replace(/\s/g, "_") || "x"}` })],
        events: [{ server: 1, at: WRITTEN_AT - HOUR, kind: "failing", detail: name }],
      });
    const plain = skeleton(parseHtml(of("ams-2")));
    for (const name of HOSTILE_NAMES) expect(skeleton(parseHtml(of(name)))).toEqual(plain);
  });
});

describe("lineChart()", () => {
  const chart = (cells: readonly SampleCell[]) =>
    lineChart({
      history: history({ ...FACTS, cells }),
      figures: ["disk"],
      most: 100,
      tell: String,
      locale: sampleFrame().locale,
      timeZone: "Europe/Vienna",
      now: WRITTEN_AT,
    });
  const moves = (path: string | undefined) => (path ?? "").split("M").length - 1;

  test("draws one line through samples as seldom as they come, and breaks it where none came", () => {
    const seldom = Array.from({ length: 24 }, (_, index) => cell((24 - index) * HOUR - 600, 20));
    expect(moves(chart(FACTS.cells).lines[0])).toBe(1);
    expect(moves(chart(seldom).lines[0])).toBe(1);
    const broken = FACTS.cells.filter(({ start }) => start < WRITTEN_AT - 8 * HOUR || start > WRITTEN_AT - 6 * HOUR);
    expect(moves(chart(broken).lines[0])).toBe(2);
    expect(chart(broken).gaps).toHaveLength(1);
    expect(chart(FACTS.cells).gaps).toEqual([]);
  });

  test("shows a lonely sample, and dots where there is none up to now", () => {
    const lonely = chart([cell(12 * HOUR, 20)]);
    expect(lonely.lines[0]).toMatch(/^M[\d.]+ 800h\.1$/);
    expect(lonely.gaps).toHaveLength(2);
    expect(chart([]).isEmpty).toBe(true);
  });
});
