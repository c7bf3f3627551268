import { describe, expect, test } from "bun:test";
import { secretIn } from "../../../src/config/files.ts";
import { createAuth } from "../../../src/output/http/auth.ts";
import { PATHS, serve } from "./serving.ts";

const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;
const secrets = createAuth({ password: "correct-horse", token: "token-5e1f" });

describe("only known host names are answered to (F49)", () => {
  test.each([
    "localhost",
    "LOCALHOST:8777",
    "127.0.0.1",
    "127.0.0.1:1",
    "[::1]:8777",
    "vpn.example.net",
    "[fd00::1]:80",
  ])("Host: %s is let pass", async (host) => {
    await using web = await serve({}, { added: ["vpn.example.net", "[fd00::1]"] });
    for (const path of PATHS) expect((await web.get(`GET ${path}`, { Host: host })).status).toBe(200);
  });

  test.each([
    "evil.example",
    "localhost.evil.example",
    "evil.localhost",
    "localhost.",
    "0.0.0.0",
    "127.0.0.2",
    "[::2]",
    "::1",
    "localhost, localhost",
    "localhost:80:80",
    "localhost:x",
    "x@localhost",
    "localhost/",
    "localhost evil",
    "",
  ])("Host: %j is not, on any path", async (host) => {
    await using web = await serve();
    for (const path of [...PATHS, "/x"]) {
      for (const method of ["GET", "HEAD", "POST"]) {
        expect((await web.get(`${method} ${path}`, { Host: host })).status).toBe(421);
      }
    }
  });

  test("a second Host, none at all, or a target with a host of its own is refused", async () => {
    await using web = await serve();
    const status = async (text: string) => (await web.ask(text)).status;
    expect(await status("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")).toBe(421);
    expect(await status("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n")).toBe(421);
    expect(await status("GET / HTTP/1.0\r\n\r\n")).toBe(421);
    // RFC 9112, 3.2 asks for 400 here, and the runtime sees to it.
    expect(await status("GET / HTTP/1.1\r\n\r\n")).toBe(400);
    expect(await status("GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")).toBe(421);
  });

  test("the answer tells what to do, and repeats nothing", async () => {
    await using web = await serve();
    const { body } = await web.get("GET /", { Host: "evil.example" });
    expect(body).toContain("web_hosts");
    expect(body).not.toContain("evil");
  });
});

describe("a password or a token is asked for (F54)", () => {
  test.each([
    ["the password with any user name", basic("ovpnstats", "correct-horse"), 200],
    ["the password with another", basic("", "correct-horse"), 200],
    ["the token", "Bearer token-5e1f", 200],
    ["the token, the scheme in capitals", "BEARER token-5e1f", 200],
    ["another password", basic("ovpnstats", "correct-hors"), 401],
    ["no password", basic("ovpnstats", ""), 401],
    ["no colon", `Basic ${btoa("correct-horse")}`, 401],
    ["the token as password", basic("ovpnstats", "token-5e1f"), 401],
    ["the password as token", "Bearer correct-horse", 401],
    ["another scheme", "Digest token-5e1f", 401],
    ["nothing but a scheme", "Bearer", 401],
    ["what no base64 is", "Basic %%%", 401],
  ])("%s", async (_, authorization, status) => {
    await using web = await serve({ auth: secrets });
    for (const path of PATHS)
      expect((await web.get(`GET ${path}`, { Authorization: authorization })).status).toBe(status);
  });

  test("a token is any that the configuration takes", async () => {
    const printable = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 33 + index));
    for (const token of ["p@ss:w!rd", printable]) {
      expect(secretIn(`${token}\n`, "the file").content?.secret).toBe(token);
      await using web = await serve({ auth: createAuth({ password: undefined, token }) });
      const status = async (given: string) => (await web.get("GET /", { Authorization: `Bearer ${given}` })).status;
      expect([await status(token), await status(`${token}!`), await status(token.slice(1))]).toEqual([200, 401, 401]);
    }
  });

  test("whoever gives nothing is told how to ask, and counted nowhere", async () => {
    await using web = await serve({ auth: secrets });
    for (let i = 0; i < 15; i++) {
      const reply = await web.get("GET /");
      expect([reply.status, reply.headers.get("www-authenticate")]).toEqual([
        401,
        expect.stringMatching(/^Basic realm=/),
      ]);
    }
    expect(web.logged).toEqual([]);
  });

  test("where there is only a token no browser is made to ask for a password", async () => {
    await using web = await serve({ auth: createAuth({ password: undefined, token: "t" }) });
    expect((await web.get("GET /")).headers.get("www-authenticate")).toBe('Bearer realm="ovpnstats"');
    expect((await web.get("GET /", { Authorization: basic("x", "") })).status).toBe(401);
  });

  test("without secrets everybody is let in", async () => {
    expect(createAuth({ password: undefined, token: undefined })).toBeUndefined();
    await using web = await serve();
    expect((await web.get("GET /")).status).toBe(200);
  });

  test("after ten wrong ones within a minute an address waits, also with the right one", async () => {
    let now = 0;
    await using web = await serve({ auth: secrets, monotonic: () => now });
    const status = async (password: string) => (await web.get("GET /", { Authorization: basic("x", password) })).status;
    for (let i = 0; i < 10; i++) expect(await status(`guess-${i}`)).toBe(401);
    now = 20_500;
    const reply = await web.get("GET /", { Authorization: basic("x", "correct-horse") });
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, "40"]);
    expect(web.logged).toHaveLength(10);
    expect(web.logged.join()).toContain("127.0.0.1");
    expect(web.logged.join()).not.toContain("guess");
    now = 60_000;
    expect(await status("correct-horse")).toBe(200);
  });

  test("no header makes another address of the same caller (F57)", async () => {
    await using web = await serve({ auth: secrets, monotonic: () => 0 });
    const forged = (i: number) => ({
      "X-Forwarded-For": `198.51.100.${i}`,
      "X-Real-IP": `198.51.100.${i}`,
      Forwarded: `for=198.51.100.${i};host=localhost`,
      "X-Forwarded-Host": "evil.example",
    });
    const guess = (i: number) => web.get("GET /", { Authorization: "Bearer x", ...forged(i) });
    for (let i = 0; i < 10; i++) expect((await guess(i)).status).toBe(401);
    expect((await guess(10)).status).toBe(429);
    expect(web.logged.join()).not.toContain("198.51.100");
  });

  test("a forged X-Forwarded-Host neither helps nor harms (F57)", async () => {
    await using web = await serve();
    expect((await web.get("GET /", { "X-Forwarded-Host": "evil.example" })).status).toBe(200);
    expect((await web.get("GET /", { Host: "evil.example", "X-Forwarded-Host": "localhost" })).status).toBe(421);
  });
});

describe("no way of writing a path gets around the guard (F55)", () => {
  const tricks = PATHS.flatMap((path) => [
    `/.${path}/..%2f`,
    `/x/..%2f${path}`,
    `/x%2f..${path}`,
    `/${path}`,
    `//localhost${path}`,
    `${path}%00`,
    `${path}%2f`,
    `${path}%20`,
    `${path}x`,
    `${path};x`,
    `${path}..;/`,
    `/%2e%2e%2f${path}`,
    `/%c0%af${path}`,
    ...(path === "/"
      ? []
      : [`${path}.`, path.toUpperCase(), `${path}/`, path.replace("/", "/%61/..%5c"), path.replace("h", "%68")]),
  ]);
  const plain = new Set(PATHS);

  test.each([...new Set(tricks)].filter((path) => !plain.has(path)))("%s", async (path) => {
    await using closed = await serve({ auth: secrets });
    expect((await closed.get(`GET ${path}`)).status).toBe(401);
    expect((await closed.get(`POST ${path}`)).status).toBe(401);
    expect((await closed.get(`GET ${path}`, { Authorization: "Bearer token-5e1f" })).status).toBe(404);
  });

  test("dots that every client takes out lead where the plain path leads, through the same guard", async () => {
    await using closed = await serve({ auth: secrets });
    for (const path of ["/x/../healthz", "/x/%2e%2e/healthz", "/./healthz", "/../healthz"]) {
      expect((await closed.get(`GET ${path}`)).status).toBe(401);
      expect((await closed.get(`GET ${path}`, { Authorization: "Bearer token-5e1f" })).status).toBe(200);
    }
  });
});
