import { torn } from "./status-syntax-error.ts";

/**
 * The longest line taken, eight times what OpenVPN can write (`status.h`: STATUS_PRINTF_MAXLEN). It bounds the
 * work that a line of commas makes.
 */
const MAX_LINE_LENGTH = 4_096;

const CARRIAGE_RETURN = 13;

/** A place in a text: the current line is `text.slice(start, end)`, its line end left out; `number` counts from 1. */
export interface Lines {
  readonly text: string;
  /** The same text, for what is looked at character by character. */
  readonly bytes: Uint8Array;
  /** The same, to take several at a time. */
  readonly words: DataView;
  /** Lines end in CR LF: the management interface and files written on Windows. The first line decides for all. */
  readonly crlf: boolean;
  number: number;
  start: number;
  end: number;
  /** Where the line after the current one begins. */
  next: number;
  /** How often separators may still be shared out to columns, so that a text of rows with many takes no longer. */
  sharesLeft: number;
}

/** A place before the first line of a text, whose bytes these are. */
export function openLines(text: string, bytes: Uint8Array): Lines {
  const end = text.indexOf("\n");
  const crlf = end > 0 && text.charCodeAt(end - 1) === CARRIAGE_RETURN;
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { text, bytes, words, crlf, number: 0, start: 0, end: 0, next: 0, sharesLeft: 20_000 + text.length };
}

/** Moves to the next line; false, and not moved, when there is none. The text's last line end may be missing. */
export function nextLine(lines: Lines): boolean {
  const { text, next } = lines;
  if (next >= text.length) return false;
  const lineFeed = text.indexOf("\n", next);
  let end = lineFeed;
  if (lineFeed === -1) {
    end = text.length;
    lines.next = end;
  } else {
    lines.next = lineFeed + 1;
  }
  lines.number++;
  if (end - next > MAX_LINE_LENGTH) throw torn(lines.number, "is longer than any that OpenVPN writes");
  if (lines.crlf) end = withoutCarriageReturn(lines, next, end);
  lines.start = next;
  lines.end = end;
  return true;
}

function withoutCarriageReturn(lines: Lines, start: number, end: number): number {
  if (end > start && lines.text.charCodeAt(end - 1) === CARRIAGE_RETURN) return end - 1;
  if (end < lines.text.length) throw torn(lines.number, "ends in LF, the first one in CR LF");
  return end;
}

/**
 * Moves to the line that begins where the current one ended and has its line feed at `end`; false, and not moved, when
 * `end` is negative or nextLine() has more to say of it.
 */
export function takeLine(lines: Lines, end: number): boolean {
  const { next, crlf } = lines;
  if (end < next || crlf || end - next > MAX_LINE_LENGTH) return false;
  lines.number++;
  lines.start = next;
  lines.end = end;
  lines.next = end + 1;
  return true;
}

/** The current line itself. */
export function lineText({ text, start, end }: Lines): string {
  return text.slice(start, end);
}

/** Whether the current line is exactly `wanted`. */
export function lineIs({ text, start, end }: Lines, wanted: string): boolean {
  return end - start === wanted.length && text.startsWith(wanted, start);
}

/** Whether the current line begins with `wanted`. */
export function lineStartsWith({ text, start, end }: Lines, wanted: string): boolean {
  return end - start >= wanted.length && text.startsWith(wanted, start);
}
