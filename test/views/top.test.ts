import { describe, expect, test } from "bun:test";
import { renderTopHtml } from "../../src/output/top-html.ts";
import { localeOf } from "../../src/report/locale.ts";
import type { TopReport } from "../../src/report/top.ts";
import { nameTop, rankTop } from "../../src/report/top.ts";
import { parseTopQuery } from "../../src/report/top-query.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, type Element, parseHtml, skeleton } from "../support/html.ts";
import { asServed, sampleFrame, WRITTEN_AT } from "../support/sample-frame.ts";

const DAY = 86_400;
/** The day of the frame begins at midnight in Vienna. */
const TODAY = WRITTEN_AT - 52_328;

function report(query = "", name = "anna", changes: Partial<TopReport> = {}): TopReport {
  const users = new Map([
    [7, { bytesSent: 3_000_000_000n, bytesReceived: 1_000_000_000n }],
    [8, { bytesSent: 500_000_000n, bytesReceived: 500_000_000n }],
  ]);
  const days = [
    { start: TODAY - DAY, bytesSent: 1_500_000_000n, bytesReceived: 500_000_000n },
    { start: TODAY, bytesSent: 2_000_000_000n, bytesReceived: 1_000_000_000n },
  ];
  const asked = parseTopQuery(new URLSearchParams(query), "Europe/Vienna");
  const span = { start: TODAY - 29 * DAY, end: TODAY + DAY };
  const ranking = rankTop({ users, days, usersAreWhole: true }, { query: asked, span, most: 50 });
  const names = new Map([
    [7, name],
    [8, "bert"],
  ]);
  return { ...sampleFrame(asServed("top")), ...nameTop(ranking, names, "Europe/Vienna"), ...changes };
}

const page = (...args: Parameters<typeof report>) => parseHtml(renderTopHtml(report(...args)));
const read = (text = "") => text.replace(/[\u00a0\s]+/g, " ").trim();
const heading = (elements: readonly Element[]) => read(all(elements, "h1")[0]?.text);
const links = (elements: readonly Element[]) =>
  all(elements, "a").map(({ text, attributes }) => `${read(text)} ${attributes.href}`);
const cells = (elements: readonly Element[], part: string) =>
  elements.filter(({ tag, path }) => /^t[hd]$/.test(tag) && path.includes(part)).map(({ text }) => read(text));

describe("a page of top users and days", () => {
  test("says who moved most, then ranks users and days with their lengths", () => {
    const elements = page();
    expect(heading(elements)).toBe("anna moved most in the last 30 days: 4.00 GB, 80 % of all. 5.00 GB in all.");
    expect(cells(elements, "tbody")).toEqual([
      ...["anna", "4.00 GB", "3.00 GB", "1.00 GB", "80 %", "bert", "1.00 GB", "0.50 GB", "0.50 GB", "20 %"],
      ...["Wed 15 Oct 2025", "3.00 GB", "2.00 GB", "1.00 GB", "60 %"],
      ...["Tue 14 Oct 2025", "2.00 GB", "1.50 GB", "0.50 GB", "40 %"],
    ]);
    expect(cells(elements, "tfoot")).toEqual(["All 2", "5.00 GB", "3.50 GB", "1.50 GB", "100 %"]);
    const bars = all(elements, "rect").filter(({ path }) => path.includes("tbody"));
    expect(bars.slice(0, 6).map(({ attributes }) => attributes.width)).toEqual([
      ...["100%", "100%", "75%", "100%", "25%", "12.5%"],
    ]);
  });

  test.each([
    ["sort=sent", "Most was sent to anna in the last 30 days: 3.00 GB, 85.7 % of all. 5.00 GB in all."],
    [
      "sort=received&span=all",
      "Most was received from anna since the books began: 1.00 GB, 66.7 % of all. 5.00 GB in all.",
    ],
    [
      "from=2025-09-16&to=2025-10-15",
      "anna moved most from 16 Sep 2025 to 15 Oct 2025: 4.00 GB, 80 % of all. 5.00 GB in all.",
    ],
  ])("of %s says so", (query, answer) => {
    expect(heading(page(query))).toBe(answer);
  });

  test("leads to other spans and sorts, to users and to the CSV, each keeping the rest", () => {
    const found = links(page("span=7-days&sort=sent"));
    for (const link of ["30 days ./top?sort=sent", "All time ./top?span=all&sort=sent", "both ./top?span=7-days"])
      expect(found).toContain(link);
    expect(found).toContain("All users as CSV ./api/v1/top.csv?span=7-days&sort=sent");
    expect(found).toContain("anna ./users/7");
    expect(found).toContain("Wed 15 Oct 2025 ./days/2025-10-15");
    const current = all(page("span=7-days&sort=sent"), "a").filter(({ attributes }) => attributes["aria-current"]);
    expect(current.map(({ text }) => read(text))).toEqual(["Top", "7 days", "sent"]);
    const form = all(page("from=2025-10-01&sort=sent"), "input").filter(({ path }) => path.includes("main"));
    expect(form.map(({ attributes }) => `${attributes.name}=${attributes.value ?? ""}`)).toEqual([
      ...["sort=sent", "from=2025-10-01", "to="],
    ]);
  });

  test("says so where users' days are not all kept", () => {
    const says = (elements: readonly Element[]) =>
      elements.some(({ text }) => text.startsWith("Some of these days are only"));
    expect([says(page()), says(page("", "anna", { usersAreWhole: false }))]).toEqual([false, true]);
  });

  test("says that nothing has moved where nothing has", () => {
    const elements = page("", "anna", { users: [], days: [], userCount: 0 });
    expect(heading(elements)).toBe("Nothing has moved in the last 30 days.");
    expect(all(elements, "table")).toEqual([]);
  });

  test("speaks German", () => {
    const locale = localeOf({ language: "de", units: "si", timeZone: "Europe/Vienna" }, "Europe/Vienna");
    expect(heading(page("", "anna", { locale }))).toBe(
      "anna hat in den letzten 30 Tagen am meisten übertragen: 4,00 GB, 80 % von allem. Zusammen 5,00 GB.",
    );
  });

  test("keeps the parsed page the same for every hostile name (F42)", () => {
    const plain = skeleton(page());
    for (const name of HOSTILE_NAMES) expect(skeleton(page("", name))).toEqual(plain);
  }, 30_000);
});
