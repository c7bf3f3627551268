import { dirname } from "node:path";
import type { Setting } from "./setting.ts";

/** One `[[server]]` block. */
export interface Block {
  readonly place: string;
  readonly settings: readonly Setting[];
}

/** One `[users.NAME]` block. */
export interface PersonBlock extends Block {
  readonly name: string;
}

/** A configuration file: its top-level settings, those of each `[[server]]`, and what is wrong with its form. */
export interface TomlFile {
  readonly settings: readonly Setting[];
  readonly servers: readonly Block[];
  /** Those of each `[users.NAME]`. */
  readonly people: readonly PersonBlock[];
  readonly problems: readonly string[];
}

/** Reads the text of a configuration file. What is no TOML at all is one problem, with its line and column. */
export async function readToml(file: string, text: string): Promise<TomlFile> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return settingsOf(file, parse(text), keyLines(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ""] = error.message.replace("Invalid TOML document: ", "").split("\n");
    return {
      settings: [],
      servers: [],
      people: [],
      problems: [`${file}:${error.line}:${error.column}: not TOML: ${reason}`],
    };
  }
}

function settingsOf(file: string, document: Record<string, unknown>, lines: ReadonlyMap<string, number>): TomlFile {
  const { server: blocks = [], users = {}, ...top } = document;
  const placeOf = (path: string, outer = path) => `${file}:${lines.get(path) ?? lines.get(outer) ?? 1}`;
  const setting = (key: string, value: unknown, place: string): Setting => {
    return { key, readings: [value], place, directory: dirname(file) };
  };
  const settingsIn = (block: Record<string, unknown>, start: string) =>
    Object.entries(block).map(([key, value]) => setting(key, value, placeOf(`${start}.${key}`, start)));
  const settings = Object.entries(top).map(([key, value]) => setting(key, value, placeOf(key)));
  if (!Array.isArray(blocks) || !blocks.every(isTable)) {
    const problem = `${placeOf("server")}: server must be blocks that begin with [[server]]`;
    return { settings, servers: [], people: [], problems: [problem] };
  }
  const servers = blocks.map((block, index) => {
    const start = `server.${index}`;
    return { place: placeOf(start, "server"), settings: settingsIn(block, start) };
  });
  if (!isTable(users) || !Object.values(users).every(isTable)) {
    const problem = `${placeOf("users")}: users must be blocks that begin with [users.NAME]`;
    return { settings, servers, people: [], problems: [problem] };
  }
  const people = Object.entries(users).map(([name, block]) => {
    const start = `users.${name}`;
    return { name, place: placeOf(start, "users"), settings: settingsIn(isTable(block) ? block : {}, start) };
  });
  return { settings, servers, people, problems: [] };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * The line, from 1, on which each key of a TOML text stands: "time_zone", and "server.0", "server.0.name" for
 * blocks. The parser does not tell; this follows it as far as people write such files.
 */
function keyLines(toml: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let table = "";
  let blocks = 0;
  let open: string | undefined;
  for (const [index, line] of toml.split("\n").entries()) {
    if (open !== undefined) {
      if (line.includes(open)) open = undefined;
      continue;
    }
    const [, brackets, inside] = /^\s*(\[\[?)([^\]]*)\]/.exec(line) ?? [];
    if (inside !== undefined) {
      const name = inside.trim();
      const [, person] = /^users\s*\.\s*(.+)$/.exec(name) ?? [];
      const path = person === undefined ? unquoted(name) : `users.${unquoted(person)}`;
      table = brackets === "[[" && path === "server" ? `server.${blocks++}.` : `${path}.`;
      note(lines, table.slice(0, -1), index + 1);
      note(lines, table.split(".")[0] ?? table, index + 1);
      continue;
    }
    const [, key] = /^\s*("[^"]*"|'[^']*'|[\w-]+)\s*[.=]/.exec(line) ?? [];
    if (key !== undefined) note(lines, table + unquoted(key), index + 1);
    open = ['"""', "'''"].find((quotes) => line.split(quotes).length % 2 === 0);
  }
  return lines;
}

function note(lines: Map<string, number>, path: string, line: number): void {
  if (!lines.has(path)) lines.set(path, line);
}

function unquoted(key: string): string {
  return key.replace(/^(["'])(.*)\1$/, "$2");
}
