import { describe, expect, test } from "bun:test";
import { renderIdleHtml } from "../../src/output/idle-html.ts";
import type { IdleLine, IdleReport } from "../../src/report/idle.ts";
import { parseIdleQuery } from "../../src/report/idle-query.ts";
import { localeOf } from "../../src/report/locale.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, type Element, parseHtml, skeleton } from "../support/html.ts";
import { asServed, sampleFrame, WRITTEN_AT } from "../support/sample-frame.ts";

const DAY = 86_400;

function account(id: number, changes: Partial<IdleLine> = {}): IdleLine {
  return {
    ...{ id, name: `user-${id}`, seenAt: WRITTEN_AT - (30 + id) * DAY, server: "fra-1" },
    allTime: { bytesSent: 1_000_000_000n * BigInt(id), bytesReceived: 20_000_000n },
    ...{ address: "198.51.100.23:41022", city: "Linz", region: undefined, country: "Austria", provider: undefined },
    ...changes,
  };
}

function page(query = "", changes: Partial<IdleReport> = {}): readonly Element[] {
  const accounts = changes.accounts ?? [
    account(2),
    account(1, { address: undefined, city: undefined, country: undefined }),
  ];
  const report: IdleReport = {
    ...sampleFrame(asServed("idle")),
    ...{ query: parseIdleQuery(new URLSearchParams(query)), accounts, matching: accounts.length },
    ...{ pages: 1, userCount: 57, allTime: { bytesSent: 3_000_000_000n, bytesReceived: 40_000_000n } },
    ...changes,
  };
  return parseHtml(renderIdleHtml(report));
}

const read = (text = "") => text.replace(/[\u00a0\s]+/g, " ").trim();
const heading = (elements: readonly Element[]) => read(all(elements, "h1")[0]?.text);
const links = (elements: readonly Element[]) =>
  all(elements, "a").map(({ text, attributes }) => `${read(text)} ${attributes.href}`);

describe("a page of idle accounts", () => {
  test("says how many there are, and of each when and where it was last", () => {
    const elements = page();
    expect(heading(elements)).toBe("2 of 57 users have not been seen for 30 days. 3.04 GB in all time.");
    const cells = elements.filter(({ tag, path }) => /^t[hd]$/.test(tag) && path.includes("tbody"));
    expect(cells.map(({ text }) => read(text))).toEqual([
      ...["user-2", "13 Sep, 4 weeks agofra-1", "198.51.100.23Linz, Austria", "2.00 GB", "20.00 MB"],
      ...["user-1", "14 Sep, 4 weeks agofra-1", "not kept any more", "1.00 GB", "20.00 MB"],
    ]);
  });

  test.each([
    [{ matching: 1 }, "1 of 57 users has not been seen for 30 days. 3.04 GB in all time."],
    [{ accounts: [], matching: 0 }, "Everybody has been seen in the last 30 days."],
    [{ accounts: [], matching: 0, userCount: 0 }, "Nobody has connected yet."],
  ])("with %j says %s", (changes, answer) => {
    expect(heading(page("", changes))).toBe(answer);
  });

  test("leads to users, other sorts, other pages and the CSV, each keeping the rest", () => {
    const elements = page("days=90&sort=name&page=2", { pages: 5 });
    const found = links(elements);
    for (const link of ["user-2 ./users/2", "traffic ./idle?days=90&sort=total", "3 ./idle?days=90&sort=name&page=3"])
      expect(found).toContain(link);
    expect(found).toContain("As CSV ./api/v1/idle.csv?days=90&sort=name");
    const inputs = all(elements, "input").filter(({ path }) => path.includes("main"));
    expect(inputs.map(({ attributes }) => `${attributes.type} ${attributes.name}=${attributes.value}`)).toEqual([
      ...["hidden sort=name", "number days=90"],
    ]);
  });

  test("speaks German", () => {
    const locale = localeOf({ language: "de", units: "si", timeZone: "Europe/Vienna" }, "Europe/Vienna");
    expect(heading(page("", { locale }))).toBe(
      "2 der 57 Nutzer wurden seit 30 Tagen nicht gesehen. Insgesamt 3,04 GB.",
    );
    expect(read(all(page("", { locale }), "main")[0]?.text)).toContain("Linz, Österreich");
  });

  test("keeps the parsed page the same for every hostile name and text (F42)", () => {
    const plain = skeleton(page("", { accounts: [account(2)] }));
    const tags = (elements: readonly Element[]) => elements.map(({ tag, path }) => [...path, tag].join(">"));
    const texts = (text: string) =>
      tags(
        page("", {
          accounts: [
            account(2, { server: text, address: text, city: `${text}1`, country: `${text}2`, provider: text }),
          ],
        }),
      );
    for (const name of HOSTILE_NAMES) {
      expect(skeleton(page("", { accounts: [account(2, { name })] }))).toEqual(plain);
      expect(texts(name)).toEqual(texts("plain"));
    }
  }, 30_000);
});
