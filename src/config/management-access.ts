import type { ReadFile } from "./files.ts";
import type { Server, ServerKeys } from "./source.ts";
import { readIfNamed } from "./web-access.ts";

/** Servers with their secrets, or why those cannot be had. */
export interface ManagedServers {
  readonly servers: readonly Server[];
  /** Nothing else may be written there. */
  readonly files: readonly string[];
  /** Files whose secret every user of this machine may read. */
  readonly openFiles: readonly string[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads the passwords of the servers' management interfaces. */
export async function readManagement(servers: readonly ServerKeys[], readFile: ReadFile): Promise<ManagedServers> {
  const read = await Promise.all(
    servers.map(async (server) => {
      const file = server.management && server.management_password_file;
      return { server, ...(await readIfNamed(file, readFile)) };
    }),
  );
  return {
    servers: read.map(({ server, secret }) => ({ ...server, managementPassword: secret })),
    files: servers.flatMap(({ management, management_password_file: file }) => {
      return [...(file === undefined ? [] : [file]), ...(management?.kind === "unix" ? [management.path] : [])];
    }),
    openFiles: [...new Set(read.flatMap(({ openFiles }) => openFiles))],
    problems: [...new Set(read.flatMap(({ problems }) => problems))],
    warnings: uselessKeys(servers),
  };
}

function uselessKeys(servers: readonly ServerKeys[]): readonly string[] {
  if (servers.some(({ management }) => management !== undefined)) return [];
  const has = (key: "management_password_file" | "management_hold") => servers.some((server) => server[key]);
  return (["management_password_file", "management_hold"] as const)
    .filter(has)
    .map((key) => `${key} is of no use without management`);
}
