import { Buffer } from "node:buffer";
import type { UnixSeconds } from "../model.ts";
import { type LoadStats, loadStatsIn, type ManagementReply, stateIn, versionIn } from "../parse/management-reply.ts";
import { parseStatus } from "../parse/status.ts";
import { StatusSyntaxError } from "../parse/status-syntax-error.ts";
import { visible } from "../report/visible.ts";
import { contentHashOf } from "./content-hash.ts";
import type { ManagementCommand } from "./management-command.ts";
import type { ManagementSocket } from "./management-socket.ts";
import { SourceError } from "./source-error.ts";
import type { StatusReading } from "./status-file.ts";

/** Part of OpenVPN's answer to `status` for moments before it is CONNECTED, and after it was (`manage.c`). */
const NOT_UP = "not supported by the current daemon mode";

/**
 * A server's status as OpenVPN itself tells it: of one instant, never torn, and as fresh as can be. `now` is for
 * when the answer has come. Throws a SourceError.
 */
export async function askStatus(socket: ManagementSocket, now: () => UnixSeconds): Promise<StatusReading> {
  const [status, state] = await Promise.all([socket.ask({ say: "status 3" }), socket.ask({ say: "state" })]);
  const { name, since } = stateIn(state) ?? {};
  if (status.kind === "error" && status.text.includes(NOT_UP)) throw notUp(name);
  if (status.kind !== "lines") throw refused("status 3", status);
  const content = Buffer.from(`${status.lines.join("\n")}\nEND\n`, "latin1");
  return {
    text: textOf(content.toString("latin1")),
    modifiedAt: now(),
    upSince: name === "CONNECTED" ? since : undefined,
    contentHash: await contentHashOf(content),
    size: content.length,
  };
}

/** What OpenVPN says of itself; undefined where it does not. */
export interface Introduction {
  readonly version: string | undefined;
  readonly load: LoadStats | undefined;
}

/** Asks OpenVPN for its version, and for what it counted so far. */
export async function askIntroduction(socket: ManagementSocket): Promise<Introduction> {
  const [version, load] = await Promise.all([socket.ask({ say: "version" }), socket.ask({ say: "load-stats" })]);
  return { version: versionIn(version), load: loadStatsIn(load) };
}

/** Has OpenVPN do something. Throws a SourceError where it does not. */
export async function tell(socket: ManagementSocket, command: ManagementCommand): Promise<void> {
  const reply = await socket.ask(command);
  if (reply.kind !== "success") throw refused(command.say, reply);
}

function textOf(bytes: string): StatusReading["text"] {
  try {
    return parseStatus(bytes);
  } catch (cause) {
    if (!(cause instanceof StatusSyntaxError)) throw cause;
    throw new SourceError("unknown", `Cannot use OpenVPN's answer to \`status 3\`: ${cause.message}`, { cause });
  }
}

/** The next poll tries again. */
function notUp(state = "not told"): SourceError {
  const why = `it is starting or about to stop, its state is ${state}`;
  return new SourceError("torn", `Cannot ask OpenVPN for its status: ${why}`);
}

function refused(command: string, reply: ManagementReply): SourceError {
  const answer = reply.kind === "lines" ? "lines of text" : visible(reply.text);
  return new SourceError("refused", `Cannot have OpenVPN do \`${command}\`: its answer is: ${answer}`);
}
