import * as v from "valibot";
import { type Chosen, choose } from "./setting.ts";
import { type Server, serverOptions } from "./source.ts";
import type { Block } from "./toml.ts";

/** A server as configured, and where its block is. */
export interface ChosenServer {
  readonly server: Server;
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
  const lonely = top.places.get("input_file_name");
  if (lonely !== undefined) {
    problems.push(`${lonely}: input_file_name is refused beside [[server]] blocks: each of them has its own`);
  }
  const list = blocks.map(({ place, settings }) => {
    const own = choose(serverOptions.entries, settings);
    problems.push(...own.problems);
    const values = { ...shared, ...own.values };
    const places = new Map([...[...top.places].filter(isShared), ...own.places]);
    return { server: v.parse(serverOptions, values), place, chosen: { values, places, problems: [] } };
  });
  return { list, problems: [...problems, ...twins(list)] };
}

/** Two servers of one name would share an account; one file under two names would be counted twice. */
function twins(servers: readonly ChosenServer[]): readonly string[] {
  const problems: string[] = [];
  for (const [index, { server, place }] of servers.entries()) {
    const before = servers.slice(0, index);
    const sameName = before.find((other) => other.server.name === server.name);
    if (sameName !== undefined) {
      problems.push(`${place}: name = ${JSON.stringify(server.name)} is already that of ${sameName.place}`);
    }
    const sameFile = before.find((other) => other.server.input_file_name === server.input_file_name);
    if (sameFile !== undefined) {
      const file = server.input_file_name ?? "auto";
      problems.push(`${place}: input_file_name = ${JSON.stringify(file)} is already that of ${sameFile.place}`);
    }
  }
  return problems;
}
