import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Server, type Socket } from "node:net";
import { askIpinfo } from "../../src/geo/ipinfo.ts";

/** What the server says to whoever asks for an address; each has its own. */
const ANSWERS: Readonly<Record<string, (socket: Socket) => void>> = {
  "8.8.8.8": (socket) =>
    socket.end(
      ok(
        `{"ip":"8.8.8.8","city":"Mountain View","region":"California","country":"US","org":"AS15169 Google LLC",
          "loc":"37.4056,-122.0775"}`,
      ),
    ),
  "2a00::1": (socket) => socket.end(ok('{"country":"IE"}')),
  "1.0.0.1": (socket) => socket.end(ok('{"ip":"1.0.0.1","bogon":true}')),
  "1.0.0.2": () => {},
  "1.0.0.3": (socket) => drip(socket),
  "1.0.0.4": (socket) => socket.end(head("429 Too Many Requests", "Retry-After: 120")),
  "1.0.0.5": (socket) => socket.end(head("302 Found", `Location: http://127.0.0.1:${port}/8.8.8.8/json`)),
  "1.0.0.6": (socket) => socket.end(ok("<!doctype html><title>Sign in to this network</title>")),
  "1.0.0.7": (socket) => flood(socket),
  "1.0.0.8": (socket) =>
    socket.end(
      ok(
        JSON.stringify({ city: `\u001b]0;x\u0007${"y".repeat(5000)}`, region: "\u202eeno", country: "<b>", org: "\n" }),
      ),
    ),
  "1.0.0.9": (socket) => socket.end(ok('{"city":{"toString":1}}')),
  "1.0.0.10": (socket) => socket.end(head("500 Oops")),
  "1.0.0.11": (socket) => socket.end(head("403 Forbidden")),
  "1.0.0.12": (socket) => socket.end(head("404 Not Found")),
  "1.0.0.13": (socket) => socket.destroy(),
  "1.0.0.14": (socket) => socket.end(ok("")),
  "1.0.0.15": (socket) => socket.end(ok(`${"[".repeat(60_000)}`)),
};

let server: Server;
let port = 0;
let flooded = 0;
const requests: string[] = [];

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      const request = data.toString("latin1");
      requests.push(request);
      ANSWERS[decodeURIComponent(request.split("/")[1] ?? "")]?.(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});

afterAll(() => server.close());

function head(status: string, ...lines: readonly string[]): string {
  return `${[`HTTP/1.1 ${status}`, "Connection: close", ...lines].join("\r\n")}\r\n\r\n`;
}

function ok(body: string): string {
  return `${head("200 OK", "Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`)}${body}`;
}

function drip(socket: Socket): void {
  socket.write(head("200 OK", "Content-Type: application/json"));
  const timer = setInterval(() => socket.write(" "), 100);
  socket.on("close", () => clearInterval(timer));
}

/** 200 MB, as far as somebody takes them. */
function flood(socket: Socket): void {
  socket.write(head("200 OK", "Content-Type: application/json"));
  const chunk = Buffer.alloc(1 << 20, " ");
  const more = () => {
    while (flooded < 200 && !socket.destroyed) {
      flooded++;
      if (!socket.write(chunk)) return;
    }
    socket.end();
  };
  socket.on("drain", more);
  more();
}

function ask(host: string, token?: string) {
  return askIpinfo(host, { token, fetch, url: `http://127.0.0.1:${port}` });
}

describe("askIpinfo()", () => {
  test("takes city, region, country and provider", async () => {
    expect(await ask("8.8.8.8")).toEqual({
      city: "Mountain View",
      region: "California",
      country: "United States",
      provider: "AS15169 Google LLC",
      coordinates: { latitude: 37.41, longitude: -122.08 },
    });
    expect(await ask("2a00::1")).toMatchObject({ country: "Ireland" });
  });

  test("F66: sends the token in a header alone, and none where there is none", async () => {
    requests.length = 0;
    await ask("8.8.8.8", "canary");
    await ask("8.8.8.8");
    const [first = "", second = ""] = requests;
    expect(first).toStartWith("GET /8.8.8.8/json HTTP/1.1\r\n");
    expect(first).toMatch(/^authorization: Bearer canary\r$/im);
    expect(second).not.toMatch(/authorization/i);
  });

  test("of an address that has no place it tells nothing", async () => {
    expect(Object.values((await ask("1.0.0.1")) ?? {}).filter((value) => value !== undefined)).toEqual([]);
    expect(await ask("1.0.0.12")).toBeUndefined();
  });

  test("F63: hostile names are short and without what cannot be seen", async () => {
    const place = await ask("1.0.0.8");
    expect(place).toEqual({ city: `]0;x ${"y".repeat(95)}`, region: "eno", country: undefined, provider: undefined });
  });

  test.each([
    ["1.0.0.4", "too many requests"],
    ["1.0.0.5", "it answers with status 302"],
    ["1.0.0.6", "its answer is not what it should be"],
    ["1.0.0.7", "its answer is larger than 65536 bytes"],
    ["1.0.0.9", "its answer is not what it should be"],
    ["1.0.0.10", "it answers with status 500"],
    ["1.0.0.11", "the token is not accepted"],
    ["1.0.0.13", "ECONNRESET: The socket connection was closed unexpectedly"],
    ["1.0.0.14", "its answer is not what it should be"],
    ["1.0.0.15", "its answer is not what it should be"],
  ])("F63: %s fails: %s", async (host, reason) => {
    requests.length = 0;
    const error = String(await ask(host, "canary").catch((error: unknown) => error));
    expect(error).toStartWith(`IpinfoError: Cannot ask http://127.0.0.1:${port} for locations: ${reason}`);
    expect(error).not.toContain("canary");
    expect(requests).toHaveLength(1);
  });

  test("F63: of an endless answer little is taken", () => {
    expect(flooded).toBeLessThan(20);
  });

  test("F63: Retry-After is handed on", async () => {
    expect(await ask("1.0.0.4").catch((error: unknown) => error)).toMatchObject({ retryAfter: "120" });
  });

  test("F63: whoever is silent, or says a byte now and then, is left after 3 s", async () => {
    const started = performance.now();
    const errors = await Promise.all(["1.0.0.2", "1.0.0.3"].map((host) => ask(host).catch(String)));
    expect(errors.join()).toMatch(/no answer within 3 s.*no answer within 3 s/);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
