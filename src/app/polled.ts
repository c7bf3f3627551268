import { join } from "node:path";
import type { Server } from "../config/source.ts";
import type { Config } from "../config.ts";
import type { Backlog } from "../jobs/backlog.ts";
import type { Memory } from "../jobs/collect.ts";
import type { Polled } from "../jobs/poll.ts";
import { createSpool, type Spool } from "../jobs/spool.ts";
import { fileSource, loadedLater, type StatusSource } from "../jobs/status-source.ts";
import type { ServerLock } from "../store/lock.ts";
import type { Database } from "../store/open.ts";
import { calendarOf } from "./settings.ts";

/** What a server's polling has beside its configuration. */
export interface Held {
  readonly database: Database;
  readonly lock: ServerLock;
  readonly memory: Memory;
  readonly backlog: Backlog;
  readonly status: StatusSource;
  readonly spool: Spool | undefined;
}

/** Where a configured server's status is; a connection is kept only by what lives on. */
export function statusSource(server: Server, { livesOn }: { readonly livesOn: boolean }): StatusSource {
  const { name, input_file_name: path, management: place, managementPassword: password, management_hold } = server;
  if (!place) return fileSource(path);
  // A file that was merely found may be another server's.
  const fallback = path === undefined ? undefined : fileSource(path);
  return loadedLater(async () => {
    const { managementSource } = await import("../jobs/management-source.ts");
    return managementSource({ name, place, password, hold: livesOn && management_hold, fallback });
  });
}

/** A configured server, ready to be polled. */
export function polledServer(server: Server, config: Config, held: Held): Polled {
  return {
    name: server.name,
    statusInterval: server.status_interval,
    serverTimeZone: server.server_time_zone,
    identity: server.identity,
    hookSpool: server.hook_spool_dir,
    calendar: calendarOf(config),
    newId: () => crypto.randomUUID(),
    ...held,
  };
}

/** Where a server's readings wait for a remote database; a file is there whenever this machine is. */
export function spoolOf({ database, directory }: Config, server: string): Spool | undefined {
  if (database.kind === "file") return undefined;
  return createSpool(join(directory, "spool", encodeURIComponent(server)));
}
