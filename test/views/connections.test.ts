import { describe, expect, test } from "bun:test";
import { renderConnectionsHtml } from "../../src/output/connections-html.ts";
import type { ConnectionsReport } from "../../src/report/connections.ts";
import { localeOf } from "../../src/report/locale.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, type Element, parseHtml, skeleton } from "../support/html.ts";
import { askedConnections, sampleConnection, sampleConnections } from "../support/sample-connections.ts";

const page = (changes: Partial<ConnectionsReport> = {}) => parseHtml(renderConnectionsHtml(sampleConnections(changes)));

const read = (text = "") => text.replace(/[\u00a0\s]+/g, " ").trim();

const heading = (elements: readonly Element[]) => read(all(elements, "h1")[0]?.text);

function rows(elements: readonly Element[]): string[] {
  const cells = elements.filter(({ tag, path }) => /^t[hd]$/.test(tag) && path.includes("tbody"));
  const found: string[] = [];
  for (const { tag, text } of cells) {
    if (tag === "th") found.push(read(text));
    else found.push(`${found.pop()} | ${read(text)}`);
  }
  return found;
}

const links = (elements: readonly Element[]) =>
  Object.fromEntries(all(elements, "a").map(({ text, attributes }) => [read(text), attributes.href]));

describe("a page of the log", () => {
  test("says what all connections come to, and of each when, whose, from where and how much", () => {
    const elements = page();
    expect(heading(elements)).toBe("3 connections of 3 users. 7.48 GB in all.");
    expect(rows(elements)).toEqual([
      "user-0fra-1 | Tue 14 Oct 14:32 | open | 2 h 00 min | 198.51.100.23Linz, Upper Austria, Austria · AS64500 Donau Kabel | 10.8.0.14fd00:8::14 | 1.23 GB | 12.35 MB | AES-256-GCM",
      "user-1ams-2 | Tue 14 Oct 14:20 | ≈ 16:20inferred | ≈ 2 h 00 min | 198.51.100.23Austria · AS64500 Donau Kabel | 10.8.0.14 | 2.47 GB | 24.69 MB | AES-256-GCM",
      "user-2fra-1 | Tue 14 Oct 14:08 | 16:08exact | 2 h 00 min | 198.51.100.23Linz, Upper Austria, Austria · AS64500 Donau Kabel | 10.8.0.14 | 3.70 GB | 37.04 MB | AES-256-GCM",
    ]);
    expect(all(elements, "code")[0]?.attributes.title).toBe("198.51.100.23:41022");
    expect(elements.some(({ attributes }) => attributes.title === "1,234,567,890\u00a0bytes")).toBe(true);
    expect(links(elements)).toMatchObject({
      "user-1": "./users/13",
      "As CSV": "./api/v1/connections.csv",
    });
    expect(elements.filter(({ text }) => text.includes("The log goes back to 14")).length).toBeGreaterThan(0);
  });

  test.each([
    [{}, "alice had 10.8.0.14 at Tue 14 Oct 2025, 14:05:00."],
    [{ connections: [] }, "Nobody is known to have had 10.8.0.14 at Tue 14 Oct 2025, 14:05:00."],
  ] as const)("of one virtual address at one instant says who had it", (changes, answer) => {
    const connections = [sampleConnection(0, { user: { id: 1, name: "alice" } })];
    const query = askedConnections("virtual=10.8.0.14&at=2025-10-14T14:05");
    expect(heading(page({ query, connections, ...changes }))).toBe(answer);
    const network = askedConnections("virtual=10.8.0.0/24&at=2025-10-14T14:05");
    expect(heading(page({ query: network, connections }))).toBe("1 connection of 1 user. 1.25 GB in all.");
  });

  test("tells a log without anything from a search that found nothing", () => {
    expect(heading(page({ connections: [], keptSince: undefined }))).toBe("Nobody has connected yet.");
    const elements = page({ connections: [], query: askedConnections("q=x") });
    expect(heading(elements)).toBe("No connection is like that.");
    expect(all(elements, "table")).toEqual([]);
    expect(links(elements)["As CSV"]).toBeUndefined();
  });

  test("has a field for each filter, with what is asked for in it, and keeps the reader's choice", () => {
    const query = askedConnections(
      "q=ann&server=gone&address=198.51.&virtual=10.8.0.14&place=%22Graz&from=2025-10-01&to=2025-10-14T10:00Z" +
        "&at=2025-10-14T14:05&state=exact&user=12",
    );
    const elements = page({ query, onlyUser: "Ann <b>", chosen: [["lang", "de"]] });
    const form = elements.filter(({ tag, path }) => /^(input|option)$/.test(tag) && path.includes("main"));
    const given = form
      .filter(({ tag, attributes }) => tag === "input" || (attributes.selected !== undefined && attributes.value))
      .map(({ attributes }) => `${attributes.type ?? "option"} ${attributes.name ?? ""}=${attributes.value}`);
    expect(given).toEqual([
      ...["hidden lang=de", "hidden user=12", "search q=ann", "option =gone", "search address=198.51.0.0/16"],
      ...["search virtual=10.8.0.14", 'search place="Graz', "option =exact", "date from=2025-10-01"],
      ...["search to=2025-10-14T10:00Z", "datetime-local at=2025-10-14T14:05"],
    ]);
    const labels = all(elements, "label").map(({ attributes }) => attributes.for);
    const ids = elements.map(({ attributes }) => attributes.id).filter((id) => id !== undefined);
    expect(labels.filter((label) => !ids.includes(label ?? ""))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(read(elements.find(({ attributes }) => attributes.class === "only")?.text)).toBe("Only Ann <b> Everybody’s");
    expect(links(elements)["Everybody’s"]).toStartWith("./connections?q=ann&server=gone&");
    expect(links(elements)["Show all"]).toBe("./connections");
  });

  test("leads to older and newer connections of the same search", () => {
    const query = askedConnections("q=ann&before=1760440000-7");
    const [older, newer] = [new URLSearchParams("q=ann&before=5-1"), new URLSearchParams("q=ann&after=9-2")];
    expect(links(page({ query, older, newer }))).toMatchObject({
      Newest: "./connections?q=ann",
      Newer: "./connections?q=ann&after=9-2",
      Older: "./connections?q=ann&before=5-1",
      "As CSV": "./api/v1/connections.csv?q=ann",
    });
    expect(links(page()).Older).toBeUndefined();
  });

  test("offers no CSV that would be refused, and says why", () => {
    const sums = { count: 50_001, users: 1, bytesSent: 1n, bytesReceived: 1n };
    const elements = page({ sums });
    expect(links(elements)["As CSV"]).toBeUndefined();
    expect(elements.some(({ text }) => text === "A CSV holds 50,000 connections at most: choose a span.")).toBe(true);
  });

  test("does not ask for what is not shown", () => {
    const names = (elements: readonly Element[]) => elements.map(({ attributes }) => attributes.name);
    expect(names(page())).toContain("address");
    const hidden = page({
      addressDetail: "none",
      showPlaces: false,
      connections: [sampleConnection(0, { address: undefined })],
    });
    expect(names(hidden)).not.toContain("address");
    expect(names(hidden)).not.toContain("place");
    expect(rows(hidden)[0]?.split(" | ")).toHaveLength(8);
  });

  test("shows an open connection of a silent server as last seen, not as present", () => {
    const elements = page({ connections: [sampleConnection(0, { state: "open", online: false })] });
    expect(rows(elements)[0]).toContain(" | openlast seen 16:32 | ");
    expect(all(elements, "b").some(({ text }) => text === "open")).toBe(false);
  });

  test("gives every row as many cells as there are heads, and every table its name", () => {
    for (const changes of [{}, { addressDetail: "none", showPlaces: false }] as const) {
      const elements = page(changes);
      const heads = all(elements, "th").filter(({ path }) => path.includes("thead"));
      expect(new Set(rows(elements).map((row) => row.split(" | ").length))).toEqual(new Set([heads.length]));
      expect(all(elements, "caption")).toHaveLength(1);
    }
  });

  test("speaks German", () => {
    const locale = localeOf({ language: "de", units: "iec", timeZone: "UTC" }, "Europe/Vienna");
    const elements = page({ locale });
    expect(heading(elements)).toBe("3 Verbindungen (3 Nutzer). Zusammen 6,97 GiB.");
    expect(rows(elements)[1]).toContain(" | Di 14. Okt. 12:20 | ≈ 14:20erschlossen | ≈ 2 h 00 min | ");
    expect(rows(elements)[1]).toContain("198.51.100.23Österreich · AS64500 Donau Kabel");
  });

  test("keeps the parsed page the same for every hostile name and text (F42)", () => {
    const plain = skeleton(page({ connections: [sampleConnection(0, { user: { id: 1, name: "bert" } })] }));
    const tags = (elements: readonly Element[]) => elements.map(({ tag, path }) => [...path, tag].join(">"));
    const texts = (text: string) =>
      tags(
        page({
          connections: [
            sampleConnection(0, {
              ...{ server: text, address: text, virtualAddress: text, virtualIpv6Address: text, cipher: text },
              ...{ city: `${text}1`, region: `${text}2`, country: `${text}3`, provider: text },
            }),
          ],
          servers: [text, "b"],
          query: { ...askedConnections("user=1"), name: text, place: text, server: text },
          onlyUser: text,
        }),
      );
    for (const name of HOSTILE_NAMES) {
      expect(skeleton(page({ connections: [sampleConnection(0, { user: { id: 1, name } })] }))).toEqual(plain);
      expect(texts(name)).toEqual(texts("plain"));
    }
  }, 30_000);
});
