import type { Counters } from "../model.ts";
import { byteCount, wholeNumber } from "./digits.ts";
import { ManagementSyntaxError } from "./management.ts";
import { type ManagementState, parseState } from "./management-event.ts";

/** The answer to a command: one line of success, one of refusal, or all lines up to END. */
export type ManagementReply =
  | { readonly kind: "success"; readonly text: string }
  | { readonly kind: "error"; readonly text: string }
  | { readonly kind: "lines"; readonly lines: readonly string[] };

/** A reply that is on its way. */
export interface OpenReply {
  /** Takes the next line of the connection; the reply, once it is whole. Throws a ManagementSyntaxError. */
  take(line: string): ManagementReply | undefined;
}

const SUCCESS = "SUCCESS: ";
const ERROR = "ERROR: ";

/** The reply to a command that is answered in one line. */
export function openLine(): OpenReply {
  return {
    take(line) {
      const refused = refusal(line);
      if (refused) return refused;
      if (!line.startsWith(SUCCESS)) throw new ManagementSyntaxError("a reply is neither success nor error");
      return { kind: "success", text: line.slice(SUCCESS.length) };
    },
  };
}

/** The reply to a command that is answered in lines up to END, of so many bytes at most. */
export function openLines(mostBytes: number): OpenReply {
  const lines: string[] = [];
  let size = 0;
  return {
    take(line) {
      const refused = lines.length === 0 ? refusal(line) : undefined;
      if (refused) return refused;
      if (line === "END") return { kind: "lines", lines };
      size += line.length + 1;
      if (size > mostBytes) throw new ManagementSyntaxError(`a reply is larger than ${mostBytes} bytes`);
      lines.push(line);
      return undefined;
    },
  };
}

function refusal(line: string): ManagementReply | undefined {
  return line.startsWith(ERROR) ? { kind: "error", text: line.slice(ERROR.length) } : undefined;
}

/** What a server counted since its process began: not only clients that were let in, and nothing of DCO's. */
export interface LoadStats extends Counters {
  readonly clients: number;
}

/** The state that a reply to `state` tells; undefined where it tells none. */
export function stateIn(reply: ManagementReply): ManagementState | undefined {
  return reply.kind === "lines" ? parseState(reply.lines.at(-1) ?? "") : undefined;
}

/** OpenVPN's own name and version in a reply to `version`, such as `OpenVPN 2.6.14 x86_64-pc-linux-gnu …`. */
export function versionIn(reply: ManagementReply): string | undefined {
  const head = "OpenVPN Version: ";
  const line = reply.kind === "lines" ? reply.lines.find((one) => one.startsWith(head)) : undefined;
  return line?.slice(head.length);
}

/** The figures in a reply to `load-stats`; undefined where it has none. */
export function loadStatsIn(reply: ManagementReply): LoadStats | undefined {
  const [, count = "", received = "", sent = ""] =
    (reply.kind === "success" && /^nclients=(\d+),bytesin=(\d+),bytesout=(\d+)$/.exec(reply.text)) || [];
  const clients = wholeNumber(count, 0, count.length);
  const bytesReceived = byteCount(received, 0, received.length);
  const bytesSent = byteCount(sent, 0, sent.length);
  if (clients === -1 || bytesReceived === undefined || bytesSent === undefined) return undefined;
  return { clients, bytesReceived, bytesSent };
}
