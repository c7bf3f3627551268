import { describe, expect, test } from "bun:test";
import { AppError } from "../../../src/errors.ts";
import { PATHS, serve, somePages } from "./serving.ts";

const METHODS = ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"];

test("each path answers with its own kind", async () => {
  await using web = await serve();
  const kind = async (path: string) => {
    const { status, headers, body } = await web.get(`GET ${path}`);
    return [status, headers.get("content-type")?.toLowerCase(), body];
  };
  expect(await kind("/?sort=today")).toEqual([200, "text/html; charset=utf-8", "<!doctype html><p>sort=today</p>"]);
  expect(await kind("/api/v1/report?a=%41")).toEqual([200, "application/json", '{"a":"A"}']);
  expect(await kind("/healthz")).toEqual([200, "text/plain; charset=utf-8", "ok\n"]);
});

test("/healthz says what is wrong, with 503", async () => {
  const health = async () => ({ ok: false, problems: ["no news of office since 12:00", "\u001b[2Jevil"] });
  await using web = await serve({ pages: somePages({ health }) });
  const { status, body } = await web.get("GET /healthz");
  expect([status, body]).toEqual([503, "no news of office since 12:00\n\\u{1b}[2Jevil\n"]);
});

test("HEAD answers as GET does, without the body", async () => {
  await using web = await serve();
  for (const path of PATHS) {
    const [get, head] = [await web.get(`GET ${path}`), await web.get(`HEAD ${path}`)];
    expect([head.status, head.body]).toEqual([200, ""]);
    expect(head.headers.get("etag")).toBe(get.headers.get("etag"));
    expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
  }
});

test("every other method is refused with what is allowed", async () => {
  await using web = await serve();
  for (const path of PATHS) {
    for (const method of METHODS) {
      const { status, headers } = await web.get(`${method} ${path}`);
      expect([method, path, status, headers.get("allow")]).toEqual([method, path, 405, "GET, HEAD"]);
    }
  }
});

test("every other path is not there", async () => {
  await using web = await serve();
  for (const path of ["/x", "/index.html", "/favicon.ico", "/api", "/api/v1", "/.git/config", "/__proto__"]) {
    for (const method of ["GET", "HEAD", "POST"]) expect((await web.get(`${method} ${path}`)).status).toBe(404);
  }
});

test("a bad query is told in words, and the next request is not harmed", async () => {
  const html = async (query: URLSearchParams) => {
    if (query.has("bad")) throw new AppError("usage", "page=\u001b is no page: take a number from 1");
    return "good";
  };
  await using web = await serve({ pages: somePages({ html }) });
  const { status, body, headers } = await web.get("GET /?bad");
  expect([status, body]).toEqual([400, "page=\\u{1b} is no page: take a number from 1\n"]);
  expect(headers.get("content-type")).toStartWith("text/plain");
  expect((await web.get("GET /")).body).toBe("good");
});

describe("what goes wrong inside stays inside (F56)", () => {
  const fail = async () => {
    throw new Error("SELECT secret FROM /var/lib/ovpnstats");
  };
  const failing = { html: fail, json: fail, health: fail };

  test.each([
    ["/", failing],
    ["/api/v1/report", failing],
    ["/healthz", failing],
    ["/", { version: fail }],
    ["/", { html: () => Promise.reject("no Error, SELECT secret") }],
  ])("%s", async (path, pages) => {
    await using web = await serve({ pages: somePages({ ...pages }) });
    const reply = await web.get(`GET ${path}`);
    expect([reply.status, reply.body]).toEqual([500, ""]);
    expect(JSON.stringify([...reply.headers])).not.toMatch(/secret|ovpnstats/);
    expect(web.logged).toEqual([expect.stringMatching(/^error a request could not be answered .*SELECT secret/)]);
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("books that cannot be had are no fault of ours: 503, and what to do (F29)", async () => {
    const html = () => Promise.reject(new AppError("database", "Cannot go on with /a: it is gone\u001b; put it back"));
    await using web = await serve({ pages: somePages({ html }) });
    const { status, body } = await web.get("GET /?page=2");
    expect([status, body]).toEqual([503, "Cannot go on with /a: it is gone\\u{1b}; put it back\n"]);
  });

  test("a failure is not remembered", async () => {
    let calls = 0;
    const html = async () => {
      if (calls++ === 0) throw new Error("once");
      return "good";
    };
    await using web = await serve({ pages: somePages({ html }) });
    expect((await web.get("GET /")).status).toBe(500);
    expect((await web.get("GET /")).body).toBe("good");
  });
});

describe("other sites get nothing done (F50)", () => {
  const types = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "application/json"];
  const senders = [
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "http://evil.example" },
    { Origin: "null" },
    { Origin: "http://localhost:1" },
    { Origin: "http://localhost.evil.example", "Sec-Fetch-Site": "cross-site" },
  ];

  test.each(senders.flatMap((headers) => types.map((type) => [JSON.stringify(headers), type, headers] as const)))(
    "%s, %s",
    async (_, type, headers) => {
      await using web = await serve();
      for (const path of [...PATHS, "/x"]) {
        for (const method of METHODS) {
          const { status } = await web.get(`${method} ${path}`, { ...headers, "Content-Type": type });
          expect([method, path, status]).toEqual([method, path, 403]);
        }
      }
    },
  );

  test("the own page is no other site, and a link on another one may be followed", async () => {
    await using web = await serve();
    expect((await web.get("POST /", { "Sec-Fetch-Site": "same-origin", Origin: "http://localhost" })).status).toBe(405);
    expect((await web.get("GET /", { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" })).status).toBe(200);
  });

  test("every answer forbids framing, sniffing, referring and reading by others", async () => {
    const fail = () => Promise.reject(new Error("x"));
    await using web = await serve({ contentPolicy: "default-src 'none'; form-action 'self'" });
    await using broken = await serve({ pages: somePages({ html: fail }) });
    const replies = [
      ...(await Promise.all(PATHS.map((path) => web.get(`GET ${path}`)))),
      await web.get("GET /x"),
      await web.get("POST /"),
      await web.get("GET /", { Host: "evil.example" }),
      await web.get("GET /", { "If-None-Match": "*" }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 404, 405, 421, 304]);
    for (const { headers } of [...replies, await broken.get("GET /")]) {
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none';(.*;)? frame-ancestors 'none'$/);
      expect(Object.fromEntries(headers)).toMatchObject({
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      for (const name of ["server", "x-powered-by", "strict-transport-security", "access-control-allow-origin"]) {
        expect(headers.has(name)).toBe(false);
      }
    }
  });
});
