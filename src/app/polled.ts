import { join } from "node:path";
import type { Server } from "../config/source.ts";
import type { Config } from "../config.ts";
import type { Backlog } from "../jobs/backlog.ts";
import type { Memory } from "../jobs/collect.ts";
import type { Polled } from "../jobs/poll.ts";
import { createSpool, type Spool } from "../jobs/spool.ts";
import type { ServerLock } from "../store/lock.ts";
import type { Database } from "../store/open.ts";
import { calendarOf } from "./settings.ts";

/** What a server's polling has beside its configuration. */
export interface Held {
  readonly database: Database;
  readonly lock: ServerLock;
  readonly memory: Memory;
  readonly backlog: Backlog;
  readonly spool: Spool | undefined;
}

/** A configured server, ready to be polled. */
export function polledServer(server: Server, config: Config, held: Held): Polled {
  return {
    name: server.name,
    statusFile: server.input_file_name,
    statusInterval: server.status_interval,
    serverTimeZone: server.server_time_zone,
    identity: server.identity,
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
