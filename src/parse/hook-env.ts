import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import { parseAddress } from "./address.ts";
import { byteCount, wholeNumber } from "./digits.ts";
import { NO_USERNAME } from "./plain-rows.ts";

/*
 * What a hook leaves for us: records that each end in NUL, which no variable of an environment can hold, so that any
 * value stands in it as it is. The first names the form, the last is END: a file without it was not written to its end.
 */

export const HOOK_FORM = "ovpnstats-hook=1";
export const HOOK_END = "END";

/** The variables of OpenVPN's environment that are written, and no others (`multi.c`, `ssl_verify.c`, `socket.c`). */
export const HOOK_VARIABLES = [
  "script_type",
  "common_name",
  "username",
  "time_unix",
  "time_ascii",
  "time_duration",
  "trusted_ip",
  "trusted_ip6",
  "trusted_port",
  "ifconfig_pool_remote_ip",
  "ifconfig_pool_remote_ip6",
  "bytes_received",
  "bytes_sent",
] as const;

type Variable = (typeof HOOK_VARIABLES)[number];

/** The end of a connection in OpenVPN's words. Counters that it did not tell are 0: data channel offload may fail. */
export interface HookEnd extends Counters {
  readonly commonName: NameBytes;
  readonly username: NameBytes | undefined;
  readonly connectedSince: UnixSeconds;
  readonly connectedSinceText: string | undefined;
  readonly durationSeconds: number | undefined;
  readonly realAddress: string;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
}

/** The last second of the year 9999, where the calendars of SQLite end. */
const LAST_SECOND = 253_402_300_799;

/** Whether the text of a hook (one character per byte) was written to its end. */
export function isWhole(text: string): boolean {
  return text === `${HOOK_END}\0` || text.endsWith(`\0${HOOK_END}\0`);
}

/**
 * The end that the text of a client-disconnect hook tells (one character per byte); undefined for a hook of another
 * kind, of which we need nothing. Throws a SyntaxError that says what of it no hook of ours has written.
 */
export function parseHookEnd(text: string): HookEnd | undefined {
  const variables = variablesOf(text);
  const scriptType = variables.get("script_type");
  if (scriptType === "client-connect") return undefined;
  if (scriptType !== "client-disconnect") throw wrong("script_type", scriptType);
  const name = variables.get("common_name");
  const username = variables.get("username");
  return {
    // As the status shows it: no name is empty there (`ssl_verify.c`: tls_common_name).
    commonName: name === undefined || name === "" ? "UNDEF" : name,
    username: username === "" || username === NO_USERNAME ? undefined : username,
    connectedSince: seconds(variables, "time_unix") ?? missing("time_unix"),
    connectedSinceText: variables.get("time_ascii") || undefined,
    durationSeconds: seconds(variables, "time_duration"),
    realAddress: realAddressOf(variables),
    virtualAddress: variables.get("ifconfig_pool_remote_ip") || undefined,
    virtualIpv6Address: variables.get("ifconfig_pool_remote_ip6") || undefined,
    bytesReceived: bytes(variables, "bytes_received"),
    bytesSent: bytes(variables, "bytes_sent"),
  };
}

type Variables = ReadonlyMap<Variable, string>;

function variablesOf(text: string): Variables {
  const [form, ...records] = text.split("\0");
  if (form !== HOOK_FORM) throw wrong("the first record", form);
  if (records.pop() !== "" || records.pop() !== HOOK_END) throw new SyntaxError(`its last record is not ${HOOK_END}`);
  const variables = new Map<Variable, string>();
  for (const record of records) {
    const [written = ""] = record.split("=", 1);
    const variable = HOOK_VARIABLES.find((known) => known === written);
    if (variable === undefined || variable === record) throw wrong("a record", record);
    if (variables.has(variable)) throw new SyntaxError(`${variable} stands there twice`);
    variables.set(variable, record.slice(variable.length + 1));
  }
  return variables;
}

/** As the status of OpenVPN before 2.7 spells it, save that IPv6 has a port: the hook knows one. */
function realAddressOf(variables: Variables): string {
  const host = variables.get("trusted_ip") ?? variables.get("trusted_ip6") ?? missing("trusted_ip");
  const port = variables.get("trusted_port") ?? missing("trusted_port");
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  if (parseAddress(address)?.port === undefined) throw wrong("the trusted address", address);
  return address;
}

function seconds(variables: Variables, name: Variable): number | undefined {
  const text = variables.get(name);
  if (text === undefined) return undefined;
  const value = wholeNumber(text, 0, text.length);
  if (value < 0 || value > LAST_SECOND) throw wrong(name, text);
  return value;
}

/** A figure that is there is right, or the whole is wrong: it is never taken for 0. */
function bytes(variables: Variables, name: Variable): bigint {
  const text = variables.get(name);
  if (text === undefined) return 0n;
  return byteCount(text, 0, text.length) ?? raise(wrong(name, text));
}

function missing(name: Variable): never {
  return raise(new SyntaxError(`${name} is missing`));
}

function wrong(what: string, value: string | undefined): SyntaxError {
  return new SyntaxError(`${what} is ${value === undefined ? "missing" : JSON.stringify(value.slice(0, 100))}`);
}

function raise(error: Error): never {
  throw error;
}
