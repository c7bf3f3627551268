import { type ConfigSources, type Loaded, loadConfig } from "../../src/config.ts";
import { AppError } from "../../src/errors.ts";

/** Where `toml` of a test is found. */
export const FILE = "/etc/ovpnstats/ovpnstats.toml";

export interface Given {
  readonly toml?: string;
  /** Further files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where links lead, by their paths. */
  readonly links?: Readonly<Record<string, string>>;
  readonly mode?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: ConfigSources["flags"];
  readonly file?: string;
  readonly uid?: number;
  readonly owner?: number;
  readonly systemZone?: string;
}

/** Loads the configuration of a machine that has just these files and variables. */
export function load({ toml, files = {}, mode = 0o600, env = {}, flags = [], ...given }: Given): Promise<Loaded> {
  const all: Readonly<Record<string, string>> = toml === undefined ? files : { ...files, [FILE]: toml };
  return loadConfig({
    file: given.file,
    flags,
    problems: [],
    cwd: "/home/op",
    surroundings: { env, uid: given.uid ?? 0, systemZone: () => given.systemZone ?? "Europe/Vienna" },
    readFile: async (path) => {
      const text = all[path];
      if (text === undefined) throw Object.assign(new Error("ENOENT: no such file or directory"), { code: "ENOENT" });
      return { text, mode, uid: given.owner ?? 0 };
    },
    realPath: (path) => given.links?.[path] ?? path,
  });
}

/** The problems that are told, without the line above them. */
export async function problemsOf(given: Given): Promise<readonly string[]> {
  const error = await load(given).catch((error: unknown) => error);
  if (!(error instanceof AppError) || error.code !== "config") throw new Error(`expected to be refused, got ${error}`);
  return error.message.split("\n").slice(1);
}
