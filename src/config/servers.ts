import * as v from "valibot";
import { placeText } from "../source/management-failure.ts";
import { type Chosen, choose } from "./setting.ts";
import { type ServerKeys, serverOptions } from "./source.ts";
import type { Block } from "./toml.ts";

/** Keys that lead to one server: under two names it would be counted twice. */
export const KEYS_OF_ONE = ["input_file_name", "management", "hook_spool_dir"] as const;

/** A server as configured, and where its block is. */
export interface ChosenServer {
  readonly server: ServerKeys;
  readonly place: string;
  /** What it was made from, the top level's share included. */
  readonly chosen: Chosen;
}

/** The servers of the `[[server]]` blocks, or the one that the top level describes; the problems of both. */
export function chooseServers(
  blocks: readonly Block[],
  top: Chosen,
): { readonly list: readonly ChosenServer[]; readonly problems: readonly string[] } {
  const isShared = ([key]: readonly [string, unknown]) => key in serverOptions.entries;
  const shared = Object.fromEntries(Object.entries(top.values).filter(isShared));
  if (blocks.length === 0) {
    return { list: [{ server: v.parse(serverOptions, shared), place: "the top level", chosen: top }], problems: [] };
  }
  const problems: string[] = [];
  for (const key of KEYS_OF_ONE) {
    const lonely = top.places.get(key);
    if (lonely === undefined) continue;
    problems.push(`${lonely}: ${key} is refused beside [[server]] blocks: each of them has its own`);
  }
  const list = blocks.map(({ place, settings }) => {
    const own = choose(serverOptions.entries, settings, problems.length);
    problems.push(...own.problems);
    const values = { ...shared, ...own.values };
    const places = new Map([...[...top.places].filter(isShared), ...own.places]);
    return { server: v.parse(serverOptions, values), place, chosen: { values, places, problems: [] } };
  });
  return { list, problems: [...problems, ...twins(list)] };
}

/** Two servers of one name would share an account; one source under two names would be counted twice. */
function twins(servers: readonly ChosenServer[]): readonly string[] {
  const problems: string[] = [];
  const first = new Map<string, string>();
  const tell = (place: string, key: string, value: string | undefined) => {
    if (value === undefined) return;
    const before = first.get(`${key} ${value}`);
    if (before === undefined) first.set(`${key} ${value}`, place);
    else problems.push(`${place}: ${key} = ${JSON.stringify(value)} is already that of ${before}`);
  };
  for (const { server, place } of servers) {
    tell(place, "name", server.name);
    for (const key of KEYS_OF_ONE) tell(place, key, sourceOf(server, key));
  }
  return problems;
}

/** Where a server's status is read, as one text; undefined: not there. */
function sourceOf(server: ServerKeys, key: (typeof KEYS_OF_ONE)[number]): string | undefined {
  const { management, input_file_name: file } = server;
  if (key === "hook_spool_dir") return server.hook_spool_dir;
  if (key === "management") return management && placeText(management);
  return file ?? (management ? undefined : "auto");
}
