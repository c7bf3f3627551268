import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HOOK_END, HOOK_FORM, HOOK_VARIABLES } from "../../src/parse/hook-env.ts";

export const CAPTURES = join(import.meta.dir, "../fixtures/captures");

export type Environment = Readonly<Record<string, string>>;

/** One call of a hook by a real OpenVPN. */
export interface HookCall {
  readonly env: Environment;
  /** The common name's bytes, which JSON cannot hold. */
  readonly commonName: string;
}

/** The calls that a real OpenVPN made, from a capture such as "openvpn-2.7.6/hooks-udp6.jsonl". */
export function hookCalls(capture: string): readonly HookCall[] {
  const lines = readFileSync(join(CAPTURES, capture), "latin1").trimEnd().split("\n");
  return lines.map((line) => {
    const { env, cn_hex: hex } = JSON.parse(line);
    return { env, commonName: Buffer.from(hex, "hex").toString("latin1") };
  });
}

export function hookCaptures(): readonly string[] {
  return [...new Bun.Glob("openvpn-*/hooks-*.jsonl").scanSync(CAPTURES)].sort();
}

/** What a hook writes of an environment. */
export function hookText(env: Environment): string {
  const records = HOOK_VARIABLES.filter((name) => name in env).map((name) => `${name}=${env[name]}`);
  return [HOOK_FORM, ...records, HOOK_END, ""].join("\0");
}

/** The environment of an ordinary end. */
export const END_ENV: Environment = {
  script_type: "client-disconnect",
  common_name: "alice",
  time_unix: "1795334240",
  time_ascii: "2026-11-22 08:57:20",
  time_duration: "100",
  trusted_ip: "10.99.0.4",
  trusted_port: "51372",
  ifconfig_pool_remote_ip: "10.8.0.2",
  bytes_received: "1067547",
  bytes_sent: "298405",
};
