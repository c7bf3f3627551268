import { type OpenReply, openLine, openLines } from "../parse/management-reply.ts";

/**
 * Everything that is ever said to a management interface: nothing in it can come from outside but whole numbers.
 * `management-client-auth` and what belongs to it take over logins and are not among it.
 */
export type ManagementCommand =
  | { readonly say: "status 3" | "state" | "state on" | "version" | "load-stats" | "quit" }
  /** Tell each client's counters every so many seconds. */
  | { readonly say: "bytecount"; readonly seconds: number }
  /** Disconnect a client; it is free to connect again. */
  | { readonly say: "client-kill"; readonly clientId: number };

/** Larger only than what hundreds of thousands of clients make. */
const MOST_STATUS_BYTES = 64 * 1024 * 1024;
const MOST_REPLY_BYTES = 64 * 1024;

/** The line that says a command, its end included. Throws a RangeError for a number that is no whole one. */
export function commandLine(command: ManagementCommand): string {
  switch (command.say) {
    case "bytecount":
      return `bytecount ${digitsOf(command.seconds)}\n`;
    case "client-kill":
      return `client-kill ${digitsOf(command.clientId)}\n`;
    default:
      return `${command.say}\n`;
  }
}

function digitsOf(value: number): string {
  if (Number.isSafeInteger(value) && value >= 0) return value.toFixed(0);
  throw new RangeError(`Cannot tell OpenVPN the number ${value}: it is not a whole one`);
}

/** The reply to expect; undefined: OpenVPN answers nothing, it closes the connection. */
export function replyTo({ say }: ManagementCommand): OpenReply | undefined {
  switch (say) {
    case "status 3":
      return openLines(MOST_STATUS_BYTES);
    case "state":
    case "version":
      return openLines(MOST_REPLY_BYTES);
    case "quit":
      return undefined;
    case "state on":
    case "load-stats":
    case "bytecount":
    case "client-kill":
      return openLine();
  }
}
