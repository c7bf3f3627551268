import { join, resolve } from "node:path";
import { zoneName } from "../account/zone-name.ts";

/** What the machine and its user say, where the configuration is silent. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined where the system has no user ids. */
  readonly uid: number | undefined;
  /** The name of the system's time zone, TZ aside. */
  readonly systemZone: () => string | undefined;
}

/** The directory for the database, or undefined where nothing tells of one. */
export function stateDirectory({ env, uid }: Surroundings): string | undefined {
  const [fromSystemd] = (env.STATE_DIRECTORY ?? "").split(":");
  if (fromSystemd) return fromSystemd;
  if (uid === 0) return "/var/lib/ovpnstats";
  // The specification of XDG_STATE_HOME: a relative path is to be ignored.
  if (env.XDG_STATE_HOME?.startsWith("/")) return join(env.XDG_STATE_HOME, "ovpnstats");
  return env.HOME?.startsWith("/") ? resolve(env.HOME, ".local/state/ovpnstats") : undefined;
}

/** The system's zone: TZ where it is set and names one (F23: the runtime takes any other for UTC), else the system's. */
export function systemZone({ env, systemZone: fromSystem }: Surroundings): string | undefined {
  const set = env.TZ;
  if (set === undefined) return zoneName(fromSystem() ?? "");
  if (set === "" || set === ":") return "UTC";
  const name = set.replace(/^:/, "");
  return zoneName(name.replace(/^\/.*?\/zoneinfo\/(posix\/|right\/)?/, ""));
}
