import type { Config } from "../config.ts";
import { createLocator } from "../geo/locator.ts";
import type { Locator } from "../geo/place.ts";
import type { Log } from "../log.ts";
import type { AppClock } from "./clock.ts";

/** Who is asked where addresses are; undefined: nobody is to be asked. */
export function locatorOf(config: Config, { log, clock }: { log: Log; clock: AppClock }): Locator | undefined {
  if (config.location_info === false) return undefined;
  return createLocator({
    source: config.location_info,
    databases: config.location_databases ?? [],
    ipinfoToken: config.ipinfoToken,
    fetch: (url, init) => fetch(url, init),
    complain: (problem) => log.warn(problem),
    clock,
  });
}
