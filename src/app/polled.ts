import type { Server } from "../config/source.ts";
import type { Config } from "../config.ts";
import type { Backlog } from "../jobs/backlog.ts";
import type { Memory } from "../jobs/collect.ts";
import type { Polled } from "../jobs/poll.ts";
import type { ServerLock } from "../store/lock.ts";
import type { Database } from "../store/open.ts";
import { calendarOf } from "./settings.ts";

/** What a server's polling has beside its configuration. */
export interface Held {
  readonly database: Database;
  readonly lock: ServerLock;
  readonly memory: Memory;
  readonly backlog: Backlog;
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
