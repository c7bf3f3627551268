import { Buffer } from "node:buffer";
import type { StatusText } from "../model.ts";
import { lineIs, lineStartsWith, nextLine, openLines } from "./lines.ts";
import { parseHeaded } from "./status-headed.ts";
import { StatusSyntaxError } from "./status-syntax-error.ts";
import { FIRST_LINE_V1, parseV1 } from "./status-v1.ts";

const FIRST_LINE_OF_CLIENT = "OpenVPN STATISTICS";
const TITLE_V2 = "TITLE,";
const TITLE_V3 = "TITLE\t";

/**
 * Reads a server's whole status text of version 1, 2 or 3, whichever it is, given as one character per
 * byte (ISO 8859-1); also as bytes, where they are at hand. Throws a StatusSyntaxError for everything else, a torn text above all: OpenVPN
 * rewrites its file in place, line by line (`status.c`), so that END alone proves nothing.
 */
export function parseStatus(text: string, bytes: Uint8Array = Buffer.from(text, "latin1")): StatusText {
  if (text === "") throw new StatusSyntaxError("empty", "Cannot use a status text that is empty", 1);
  const lines = openLines(text, bytes);
  nextLine(lines);
  if (lineStartsWith(lines, TITLE_V3)) return parseHeaded(lines, 3);
  if (lineStartsWith(lines, TITLE_V2)) return parseHeaded(lines, 2);
  if (lineIs(lines, FIRST_LINE_V1)) return parseV1(lines);
  if (lineIs(lines, FIRST_LINE_OF_CLIENT)) {
    throw new StatusSyntaxError(
      "client-mode",
      "Cannot count users here: these are the statistics of an OpenVPN client or point-to-point link, which has no users; take the server's status file",
      1,
    );
  }
  if (
    [TITLE_V3, TITLE_V2, FIRST_LINE_V1, FIRST_LINE_OF_CLIENT].some((first) => first.startsWith(text.replace(/\r$/, "")))
  ) {
    throw new StatusSyntaxError("torn", "Cannot use a status text that ends in its first line", 1);
  }
  if (text.startsWith("\0")) {
    // Somebody else cut the file while OpenVPN was in the middle of it, or the machine lost power.
    throw new StatusSyntaxError("torn", "Cannot use a status text that begins with a hole", 1);
  }
  throw new StatusSyntaxError("unknown", "Cannot read this: it is not an OpenVPN status file", 1);
}
