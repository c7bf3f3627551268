import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseAddress } from "../../src/parse/address.ts";
import { HOOK_END, HOOK_FORM, isWhole, parseHookEnd } from "../../src/parse/hook-env.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { CAPTURES, END_ENV, type Environment, hookCalls, hookCaptures, hookText } from "../support/hooks.ts";

const { bytes_received: _r, bytes_sent: _s, time_duration: _d, ...BARE } = END_ENV;

describe("what a real OpenVPN told its hooks", () => {
  test.each(hookCaptures())("is read to the byte from %s", (capture) => {
    for (const { env, commonName } of hookCalls(capture)) {
      const end = parseHookEnd(hookText({ ...env, common_name: commonName }));
      if (env.script_type === "client-connect") expect(end).toBeUndefined();
      else
        expect(end).toEqual({
          commonName,
          username: env.username || undefined,
          connectedSince: Number(env.time_unix),
          connectedSinceText: env.time_ascii,
          durationSeconds: Number(env.time_duration),
          realAddress: env.trusted_ip6
            ? `[${env.trusted_ip6}]:${env.trusted_port}`
            : `${env.trusted_ip}:${env.trusted_port}`,
          virtualAddress: env.ifconfig_pool_remote_ip,
          virtualIpv6Address: env.ifconfig_pool_remote_ip6,
          bytesReceived: BigInt(env.bytes_received ?? ""),
          bytesSent: BigInt(env.bytes_sent ?? ""),
        });
    }
  });

  test.each([
    ["openvpn-2.4.12", "udp4.v3", "two.v3"],
    ["openvpn-2.6.14", "udp4.v3", "two.v3"],
    ["openvpn-2.7.6", "udp4.v3", "two.v3"],
    ["openvpn-2.4.12", "udp4.v1", "two.v1"],
    ["openvpn-2.6.14", "udp4.v1", "two.v1"],
    ["openvpn-2.7.6", "udp4.v1", "two.v1"],
    ["openvpn-2.4.12", "udp6", "ipv6.v3"],
    ["openvpn-2.6.14", "udp6", "ipv6.v3"],
    ["openvpn-2.7.6", "udp6", "ipv6.v3"],
    ["openvpn-2.6.14", "tcp4", "tcp.v3"],
    ["openvpn-2.7.6", "tcp4", "tcp.v3"],
    ["openvpn-2.6.14", "users", "users.v3"],
    ["openvpn-2.7.6", "user-as-cn", "user-as-cn.v3"],
    ["openvpn-2.6.14", "no-cert", "no-cert.v3"],
  ])("%s: the ends of hooks-%s name the rows of %s", (version, hooks, status) => {
    const { clients } = parseStatus(readFileSync(join(CAPTURES, version, status), "latin1"));
    const ends = hookCalls(`${version}/hooks-${hooks}.jsonl`).flatMap(
      ({ env, commonName }) => parseHookEnd(hookText({ ...env, common_name: commonName })) ?? [],
    );
    const users = clients.filter(({ routed }) => routed);
    for (const row of users) {
      const end = ends.find(({ realAddress }) => {
        const [told, shown] = [parseAddress(realAddress), parseAddress(row.realAddress)];
        return told?.host === shown?.host && (shown?.port === undefined || shown.port === told?.port);
      });
      expect(end).toMatchObject({
        commonName: row.commonName,
        connectedSinceText: row.connectedSinceText,
        ...(row.username === undefined ? {} : { username: row.username }),
        ...(row.connectedSince === undefined ? {} : { connectedSince: row.connectedSince }),
        ...(row.virtualAddress === undefined ? {} : { virtualAddress: row.virtualAddress }),
      });
      expect((end?.bytesReceived ?? -1n) >= row.bytesReceived && (end?.bytesSent ?? -1n) >= row.bytesSent).toBe(true);
    }
    expect(users.length).toBeGreaterThan(0);
  });

  test.each(["openvpn-2.4.12", "openvpn-2.6.14"])(
    "%s: odd names are those of the status, byte for byte (F9)",
    (version) => {
      const { clients } = parseStatus(readFileSync(join(CAPTURES, version, "odd-cn.v3"), "latin1"));
      const names = hookCalls(`${version}/hooks-odd-cn.jsonl`).map(({ commonName }) => commonName);
      expect(names.sort()).toEqual(clients.map(({ commonName }) => commonName).sort());
    },
  );
});

describe("parseHookEnd()", () => {
  test("takes any value as it is, whatever bytes it holds (F9, F61)", () => {
    const value = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)) });
    fc.assert(
      fc.property(value, value, (name, username) => {
        const end = parseHookEnd(hookText({ ...END_ENV, common_name: `x${name}`, username }));
        expect(end?.commonName).toBe(`x${name}`);
        expect(end?.username).toBe(username === "" || username === "UNDEF" ? undefined : username);
      }),
    );
  });

  test("counts bytes that are not told as none, and knows no duration (F61)", () => {
    expect(parseHookEnd(hookText(BARE))).toMatchObject({
      bytesReceived: 0n,
      bytesSent: 0n,
      durationSeconds: undefined,
    });
  });

  test("calls a client without a name UNDEF, as the status does", () => {
    const { common_name: _, ...nameless } = END_ENV;
    expect(parseHookEnd(hookText(nameless))?.commonName).toBe("UNDEF");
    expect(parseHookEnd(hookText({ ...END_ENV, common_name: "" }))?.commonName).toBe("UNDEF");
  });

  test.each<[string, Environment]>([
    ["bytes_received", { ...END_ENV, bytes_received: "12a" }],
    ["bytes_received", { ...END_ENV, bytes_received: "" }],
    ["bytes_sent", { ...END_ENV, bytes_sent: "-1" }],
    ["bytes_sent", { ...END_ENV, bytes_sent: "9223372036854775808" }],
    ["time_unix", { ...END_ENV, time_unix: "" }],
    ["time_unix", { ...END_ENV, time_unix: "253402300800" }],
    ["time_duration", { ...END_ENV, time_duration: "1e3" }],
    ["the trusted address", { ...END_ENV, trusted_ip: "10.99.0.4; rm" }],
    ["the trusted address", { ...END_ENV, trusted_port: "65536" }],
    ["script_type", { ...END_ENV, script_type: "up" }],
  ])("refuses a strange %s (F61)", (what, env) => {
    expect(() => parseHookEnd(hookText(env))).toThrow(new RegExp(`^${what} is `));
  });

  test.each([
    ["nothing", ""],
    ["another form", hookText(END_ENV).replace(HOOK_FORM, "ovpnstats-hook=2")],
    ["a record twice", hookText(END_ENV).replace(`${HOOK_END}\0`, `bytes_sent=9\0${HOOK_END}\0`)],
    ["an unknown variable", hookText(END_ENV).replace(`${HOOK_END}\0`, `password=x\0${HOOK_END}\0`)],
    [
      "a record without a value",
      hookText(END_ENV).replace("username", "x").replace(`${HOOK_END}\0`, `username\0${HOOK_END}\0`),
    ],
    ["no end", hookText(END_ENV).slice(0, -4)],
    ["something after its end", `${hookText(END_ENV)}x`],
    ["no time", hookText({ script_type: "client-disconnect" })],
  ])("refuses %s (F61)", (_, text) => {
    expect(() => parseHookEnd(text)).toThrow(SyntaxError);
  });

  test("isWhole() holds for the whole text alone", () => {
    const text = hookText(END_ENV);
    expect(isWhole(text)).toBe(true);
    for (let length = 0; length < text.length; length++) expect(isWhole(text.slice(0, length))).toBe(false);
  });
});
