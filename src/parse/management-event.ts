import type { Counters, UnixSeconds } from "../model.ts";
import { byteCount, wholeNumber } from "./digits.ts";

/** An event of the management interface that tells something of clients or of the server. */
export type ManagementEvent =
  /** `>BYTECOUNT_CLI:{CID},{in},{out}`: a client's counters. */
  | ({ readonly kind: "bytes"; readonly clientId: number } & Counters)
  /** `>CLIENT:ESTABLISHED,{CID}`: a client was let in. */
  | { readonly kind: "established"; readonly clientId: number }
  /** `>CLIENT:CONNECT,…` and `>CLIENT:REAUTH,…`: OpenVPN waits for whoever is connected here to decide on a login. */
  | { readonly kind: "login" }
  /** `>STATE:…`: the server came up, or goes down for a restart, which ends every connection. */
  | { readonly kind: "state"; readonly state: ManagementState };

/** OpenVPN's state, and since when it is in it. */
export interface ManagementState {
  readonly name: string;
  readonly since: UnixSeconds;
}

/** The event that a `>name:text` line is; undefined where it is none that matters here. */
export function parseEvent(name: string, text: string): ManagementEvent | undefined {
  switch (name) {
    case "BYTECOUNT_CLI":
      return parseBytes(text);
    case "CLIENT":
      return parseClient(text);
    case "STATE": {
      const state = parseState(text);
      return state && { kind: "state", state };
    }
    default:
      return undefined;
  }
}

/** A line of the reply to `state`, such as `1795331556,CONNECTED,SUCCESS,10.8.0.1,,,,`; undefined when it is none. */
export function parseState(line: string): ManagementState | undefined {
  const [digits = "", name = ""] = line.split(",");
  const since = wholeNumber(digits, 0, digits.length);
  return since === -1 || !/^[A-Z_]+$/.test(name) ? undefined : { name, since };
}

function parseBytes(text: string): ManagementEvent | undefined {
  const [id = "", received = "", sent = "", ...more] = text.split(",");
  const clientId = wholeNumber(id, 0, id.length);
  const bytesReceived = byteCount(received, 0, received.length);
  const bytesSent = byteCount(sent, 0, sent.length);
  if (clientId === -1 || bytesReceived === undefined || bytesSent === undefined || more.length > 0) return undefined;
  return { kind: "bytes", clientId, bytesReceived, bytesSent };
}

/** The lines of a client's environment (`ENV,name=value`) are passed over: they may hold passwords. */
function parseClient(text: string): ManagementEvent | undefined {
  const [what, id = ""] = text.split(",");
  if (what === "CONNECT" || what === "REAUTH") return { kind: "login" };
  const clientId = wholeNumber(id, 0, id.length);
  return what === "ESTABLISHED" && clientId !== -1 ? { kind: "established", clientId } : undefined;
}
