import type { UnixSeconds } from "./model.ts";
import { visible } from "./report/visible.ts";

const LEVELS = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof LEVELS)[number];

export type LogFields = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

/** What happened, one event a line; a field that is undefined is left out. */
export type Log = Readonly<Record<LogLevel, (event: string, fields?: LogFields) => void>>;

/** The good news on a job or a server of which bad news was told. */
export const WORKS_AGAIN = "works again";

export interface LogOptions {
  /** The least important level that is written. */
  readonly level: LogLevel;
  readonly format: "text" | "json";
  /** Takes one whole line, with its end. */
  readonly write: (line: string) => void;
  readonly now: () => UnixSeconds;
  /** The system's journal adds the time itself. */
  readonly toJournal?: boolean;
}

/** A log whose lines are safe on a terminal: whatever is outside plain text, line ends too, is `\u{…}` (F43). */
export function createLog(options: LogOptions): Log {
  const { level, format, write, toJournal = false } = options;
  const line = format === "json" ? jsonLine : textLine;
  const at =
    (of: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(of) > LEVELS.indexOf(level)) return;
      const time = toJournal ? undefined : new Date(options.now() * 1000).toISOString().replace(".000Z", "Z");
      write(`${line(time, of, event, fields)}\n`);
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
}

function textLine(time: string | undefined, level: LogLevel, event: string, fields: LogFields): string {
  const words = Object.entries(fields).flatMap(([name, value]) => {
    return value === undefined ? [] : [`${name}=${typeof value === "string" ? word(value) : value}`];
  });
  return [...(time === undefined ? [] : [time]), level, visible(event), ...words].join(" ");
}

/** A value as one word; in quotes where it would be taken for several, or for none. */
function word(value: string): string {
  const shown = visible(value);
  return /^[^\s"=]+$/.test(shown) ? shown : `"${shown.replaceAll('"', '\\"')}"`;
}

/** JSON has no words for bigint; as literals they are exact for whoever reads them as such. */
function jsonLine(time: string | undefined, level: LogLevel, event: string, fields: LogFields): string {
  const members = Object.entries({ time, level, event, ...fields }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [`${JSON.stringify(name)}:${typeof value === "string" ? JSON.stringify(visible(value)) : value}`];
  });
  return `{${members.join(",")}}`;
}
