import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { renderHtml } from "../../src/output/overview-html.ts";
import { visibleName } from "../../src/report/visible.ts";
import { STYLE_HASHES } from "../../views/hashes.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, parseHtml, skeleton } from "../support/html.ts";
import { FAILING_SERVER, STALE_SERVER, sampleOverview, sampleServer, TROUBLES } from "../support/sample-overview.ts";

const SIZES = [0, 1, 5, 50, 1000] as const;

/** Text as a reader sees it. */
function read(text: string): string {
  return text.replace(/[\u00a0\s]+/g, " ").trim();
}

describe("renderHtml()", () => {
  test.each(SIZES)("with %p users is one well-formed document", (users) => {
    const html = renderHtml(sampleOverview({ users }));
    expect(html).toStartWith('<!doctype html><html lang="en"><head><meta charset="utf-8"/>');
    const elements = parseHtml(html);
    expect(all(elements, "tr").filter(({ path }) => path.at(-1) === "tbody").length).toBe(30 + Math.max(1, users));
  });

  test.each(SIZES)("with %p users has no id twice, no link to nowhere, no label that is not there", (users) => {
    const elements = parseHtml(renderHtml(sampleOverview({ users })));
    const ids = elements.map(({ attributes }) => attributes.id).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = elements.flatMap(({ tag, attributes }) => [
      ...(tag === "link" ? [] : [attributes.href?.slice(1)]),
      attributes["aria-labelledby"],
    ]);
    for (const id of wanted) if (id !== undefined) expect(ids).toContain(id);
  });

  test("carries a policy that allows its own style and nothing else", () => {
    const html = renderHtml(sampleOverview({ users: 3 }));
    const elements = parseHtml(html);
    const [policy] = all(elements, "meta").filter(({ attributes }) => attributes["http-equiv"] !== undefined);
    const style = all(elements, "style");
    const hashes = style.map(({ text }) => createHash("sha256").update(text).digest("base64"));
    expect(hashes).toHaveLength(2);
    for (const hash of hashes) expect(STYLE_HASHES).toContain(hash);
    const allowed = STYLE_HASHES.map((hash) => `'sha256-${hash}'`).join(" ");
    expect(policy?.attributes).toEqual({
      "http-equiv": "Content-Security-Policy",
      content: `default-src 'none'; style-src ${allowed}; img-src data:; base-uri 'none'; form-action 'none'`,
    });
  });

  test("asks for nothing and runs nothing", () => {
    const elements = parseHtml(renderHtml(sampleOverview({ users: 3, servers: [STALE_SERVER, FAILING_SERVER] })));
    for (const { tag, attributes } of elements) {
      expect(["script", "iframe", "object", "embed", "img", "form", "base"]).not.toContain(tag);
      for (const [name, value] of Object.entries(attributes)) {
        expect(name).not.toMatch(/^(on|style$|src$|srcset$|action$|xlink)/);
        if (name === "href") expect(value).toMatch(/^(#[a-z0-9-]+$|data:image\/svg\+xml,)/);
      }
    }
    for (const { text } of all(elements, "style")) expect(text).not.toMatch(/url\((?!#)|@import|https?:/);
  });

  test("writes everything that a style could not be allowed to in attributes and classes that the style knows", () => {
    const servers = [sampleServer(), STALE_SERVER, FAILING_SERVER];
    const file = sampleOverview({ users: 60, servers });
    const served = sampleOverview({ users: 260, list: { page: 3, query: "user" } });
    const elements = [file, { ...served, demonstration: true, troubles: TROUBLES }].flatMap((overview) =>
      parseHtml(renderHtml(overview)),
    );
    const style = all(elements, "style")
      .map(({ text }) => text)
      .join("");
    const classes = new Set(elements.flatMap(({ attributes }) => attributes.class?.split(" ") ?? []));
    for (const name of classes) expect(`${name}: ${style.includes(`.${name}`)}`).toBe(`${name}: true`);
  });

  test("F42 keeps the parsed page the same for every hostile name", () => {
    const names = (name: string) => ["anna", name, "zoe"];
    const plain = skeleton(parseHtml(renderHtml(sampleOverview({ users: 0, names: names("bert") }))));
    expect(HOSTILE_NAMES.length).toBeGreaterThanOrEqual(200);
    for (const name of HOSTILE_NAMES) {
      const page = parseHtml(renderHtml(sampleOverview({ users: 0, names: names(name) })));
      expect(skeleton(page)).toEqual(plain);
    }
  });

  test("F42 keeps it the same for a browser's parser, too", () => {
    // Equal users stand in the order of their names.
    const outline = (html: string) => {
      const seen: string[] = [];
      const note = {
        element: ({ tagName, attributes }: HTMLRewriterTypes.Element) =>
          seen.push([tagName, ...attributes].join(" ").replace(/ id,u\d+/, "")),
      };
      new HTMLRewriter().on("*", { element: (element) => void note.element(element) }).transform(html);
      return seen;
    };
    const names = HOSTILE_NAMES.map((_, index) => `user-${index}`);
    const plain = outline(renderHtml(sampleOverview({ users: 0, names })));
    expect(outline(renderHtml(sampleOverview({ users: 0, names: HOSTILE_NAMES })))).toEqual(plain);
    expect(plain.length).toBeGreaterThan(HOSTILE_NAMES.length * 10);
  });

  test("F42 keeps it the same for hostile servers, sources, problems, versions, places and disks", () => {
    const page = (text: string) => {
      const overview = sampleOverview({ users: 3 });
      const hostile = { name: text, source: text, openvpnVersion: text, problem: text };
      return parseHtml(
        renderHtml({
          ...overview,
          servers: [
            sampleServer(hostile),
            { ...STALE_SERVER, ...hostile },
            { ...FAILING_SERVER, ...hostile },
            sampleServer({ ...hostile, state: "waiting" }),
          ],
          users: overview.users.map((user) => ({ ...user, server: text || "x" })),
          places: [
            { city: text, region: text, country: text, provider: text, users: 1, bytesReceived: 1n, bytesSent: 2n },
          ],
          machine: overview.machine && { ...overview.machine, disk: text },
        }),
      );
    };
    const plain = skeleton(page("plain"));
    for (const text of HOSTILE_NAMES) expect(skeleton(page(text))).toEqual(plain);
  });

  test("F43 shows each name inside bdi, with all its characters to be seen", () => {
    const elements = parseHtml(renderHtml(sampleOverview({ users: 0, names: HOSTILE_NAMES })));
    const shown = all(elements, "bdi")
      .filter(({ path }) => path.at(-2) === "tr")
      .map(({ text }) => text);
    expect(shown.sort()).toEqual(HOSTILE_NAMES.map((name) => visibleName(name)).sort());
    // The two lines of a cell are ours.
    const lines = (text: string) => text.replace(/(?<=[\d.])\n(?=[\d<])/g, "");
    for (const { text, tag } of elements) if (tag !== "style") expect(lines(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  test("shows its private names and not one character more", () => {
    const overview = sampleOverview({ users: 0, names: ["J 1", "J 2"] });
    const html = renderHtml({ ...overview, privateNames: true });
    expect(html).toContain("<bdi>J 1</bdi>");
    expect(html).toContain("Names are shortened to their first letter.");
  });

  test("is complete in its figures: online, periods, sums, machine, footer", () => {
    const overview = sampleOverview({ users: 12 });
    const text = read(renderHtml(overview).replace(/<[^>]*>/g, " ")).replace(/ (?=[,:])/g, "");
    for (const part of [
      "6 of 12 users are online. 3.69 GB have moved today.",
      "Online now 6 of 12 1 away, 2 offline 3 long time off",
      "Today 3.69 GB ↓ sent 2.94 GB ↑ received 750 MB 100 % watched",
      "Last 7 days 34.6 GB ↓ sent 27.0 GB ↑ received 7.56 GB 100 % watched",
      "Last 30 days 138 GB ↓ sent 108 GB ↑ received 30.3 GB 95.3 % watched",
      "October 73.3 GB ↓ sent 57.2 GB ↑ received 16.1 GB until 31 Oct",
      "All time 1.66 TB ↓ sent 1.29 TB ↑ received 363 GB since 4 Mar 2024",
      "Disk / 63.1 % Memory 35.4 % Load 0.19 1 min 0.26 5 min 0.26 15 min Processes 122",
      "Refreshed Wed 15 Oct 2025, 14:32:08 Europe/Vienna",
      "counting since 4 Mar 2024",
      "95.3 % of the last 30 days watched",
      "23 distinct IP addresses",
      "database 18.4 MB",
      "fra-1: ↓ sent 52.1 kB ↑ received 18.2 kB of connections that never signed in",
      "↓ sent 18.2 MB ↑ received 3.20 MB are in every day and sum, but in no hour",
      "1 GB = 1,000,000,000 bytes",
      "ovpnstats 0.1.0",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("says when it was written, for people and for machines", () => {
    const [time] = all(parseHtml(renderHtml(sampleOverview({ users: 1 }))), "time");
    expect(read(time?.text ?? "")).toBe("Wed 15 Oct 2025, 14:32:08");
    expect(time?.attributes.datetime).toBe("2025-10-15T12:32:08Z");
  });

  test("is as well-formed where it is served, at any size", () => {
    for (const users of [...SIZES, 10_000]) {
      const elements = parseHtml(renderHtml(sampleOverview({ users, list: {} })));
      const ids = elements.map(({ attributes }) => attributes.id).filter((id) => id !== undefined);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { attributes } of elements) if (attributes.for) expect(ids).toContain(attributes.for);
      for (const { attributes } of all(elements, "a"))
        expect(attributes.href).toMatch(/^(#[a-z0-9-]+|\.\/([a-z]+(\/[\d-]+)?|(\?[\w=&%+.*-]+)?(#users)?))$/);
      expect(all(elements, "form")).toHaveLength(users > 1 ? 2 : 1);
    }
  });

  test("stays light: 50 users under 20 KB gzip, 1,000 under 100 KB", () => {
    const size = (users: number) => gzipSync(renderHtml(sampleOverview({ users })), { level: 9 }).length;
    expect(size(50)).toBeLessThan(20_480);
    expect(size(1000)).toBeLessThan(100_000);
  });
});
