import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { gunzipSync } from "node:zlib";
import { createPageCache } from "../../../src/output/http/page-cache.ts";
import { serve, somePages } from "./serving.ts";

/** Pages that tell what was asked of them. */
function counted(length = 5000) {
  const asked: string[] = [];
  const state = { version: "1" };
  const html = async (query: URLSearchParams) => {
    asked.push(`${query}`);
    return `${state.version}:${query}:${"x".repeat(length)}`;
  };
  return { asked, state, pages: somePages({ version: async () => state.version, html }) };
}

test("a page is made once while its version is the same, in whatever order its parameters come", async () => {
  const { asked, state, pages } = counted();
  await using web = await serve({ pages });
  for (const path of ["/", "/", "/?", "/#x", "/?b=2&a=1", "/?a=1&b=2", "/?a=%31&b=2"]) {
    expect((await web.get(`GET ${path}`)).body).toStartWith("1:");
  }
  expect(asked).toEqual(["", "a=1&b=2"]);
  state.version = "2";
  expect((await web.get("GET /")).body).toStartWith("2:");
  expect(asked).toHaveLength(3);
});

test("many who ask at once wait for one making", async () => {
  const { asked, pages } = counted();
  await using web = await serve({ pages });
  const replies = await Promise.all(Array.from({ length: 40 }, () => web.get("GET /?sort=name")));
  expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
  expect(asked).toEqual(["sort=name"]);
});

test("who has the page already is told so, in every spelling of the tag", async () => {
  const { state, pages } = counted();
  await using web = await serve({ pages });
  const { headers } = await web.get("GET /");
  const etag = headers.get("etag") ?? "";
  expect(etag).toMatch(/^"[\w-]{22}"$/);
  expect([headers.get("cache-control"), headers.get("vary")]).toEqual(["no-cache", "Accept-Encoding"]);
  for (const known of [etag, `W/${etag}`, `"a", ${etag}`, "*"]) {
    const reply = await web.get("GET /", { "If-None-Match": known });
    expect([known, reply.status, reply.body, reply.headers.get("etag")]).toEqual([known, 304, "", etag]);
  }
  for (const known of ['"a"', etag.slice(1), ""]) {
    expect((await web.get("GET /", { "If-None-Match": known })).status).toBe(200);
  }
  state.version = "2";
  expect((await web.get("GET /", { "If-None-Match": etag })).status).toBe(200);
});

test.each([
  ["gzip", true],
  ["br, GZIP;q=0.5", true],
  ["*", true],
  ["", false],
  ["br, deflate", false],
  ["gzip;q=0", false],
  ["gzip; q=0.000, *", false],
  ["identity", false],
])("Accept-Encoding: %s", async (accepted, isZipped) => {
  const { pages } = counted();
  await using web = await serve({ pages });
  const plain = await web.get("GET /");
  const reply = await web.get("GET /", { "Accept-Encoding": accepted });
  expect(reply.headers.get("content-encoding")).toBe(isZipped ? "gzip" : undefined);
  const body = Buffer.from(reply.body, "latin1");
  expect((isZipped ? gunzipSync(body) : body).toString()).toBe(plain.body);
  expect(reply.headers.get("etag") === plain.headers.get("etag")).toBe(!isZipped);
  expect(reply.headers.get("vary")).toBe("Accept-Encoding");
  const again = { "Accept-Encoding": accepted, "If-None-Match": reply.headers.get("etag") ?? "" };
  expect((await web.get("GET /", again)).status).toBe(304);
});

test("pages are kept up to a number and a size, the oldest goes first, one too large is not kept", async () => {
  const made: string[] = [];
  const render = async (target: string) => {
    made.push(target);
    return new Response("x".repeat(Number(target.slice(1))));
  };
  const cache = createPageCache(render, { pages: 3, bytes: 1000 });
  const ask = async (...sizes: number[]) => {
    made.length = 0;
    for (const size of sizes) await cache.get(`/${size}`, "1");
    return made;
  };
  expect(await ask(1, 2, 3, 1, 2, 3)).toEqual(["/1", "/2", "/3"]);
  expect(await ask(4, 4, 2, 3, 1)).toEqual(["/4", "/1"]);
  expect(await ask(300, 301, 300, 301, 302)).toEqual(["/300", "/301", "/302"]);
  expect(await ask(301, 302, 300)).toEqual(["/300"]);
  expect(await ask(600, 600, 302)).toEqual(["/600", "/600"]);
});

test("a flood of queries fills the memory once, and no further", async () => {
  const { pages } = counted(100_000);
  await using web = await serve({ pages });
  const held: number[] = [];
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 400; i++) await web.get(`GET /?q=${round}.${i}`);
    Bun.gc(true);
    const { heapSize, extraMemorySize } = heapStats();
    held.push((heapSize + extraMemorySize) / 1e6);
  }
  // 1,200 pages of 100 kB later.
  expect((held[3] ?? 0) - (held[0] ?? 0)).toBeLessThan(20);
});
