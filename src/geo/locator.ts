import type { Chain } from "./chain.ts";
import type { Fetch } from "./ipinfo.ts";
import type { Clock } from "./ipinfo-pace.ts";
import { type Complain, mmdbFile } from "./mmdb-file.ts";
import type { Locator } from "./place.ts";

export interface LocatorOptions {
  /** `ipinfo`: ipinfo.io is asked for what the operator's databases do not tell. */
  readonly source: true | "ipinfo";
  /** Paths of MMDB files, asked in this order and before everybody else. */
  readonly databases: readonly string[];
  readonly ipinfoToken: string | undefined;
  readonly clock: Clock;
  readonly complain: Complain;
  readonly fetch: Fetch;
  readonly ipinfoUrl?: string;
}

/** What files are asked for: where that grows, what they told before is not enough. */
const TELLS = "coordinates";

/**
 * Looks up real addresses: in the operator's databases, at ipinfo.io if chosen, else in the embedded country database.
 * Costs nothing before the first look-up.
 */
export function createLocator(options: LocatorOptions): Locator {
  const { source, databases, ipinfoToken: token, ipinfoUrl: url = "https://ipinfo.io", complain } = options;
  const files = databases.map((path) => mmdbFile(path, complain));
  const pause = { until: 0, failures: 0 };
  const ipinfo = source === "ipinfo" ? { ...options, token, url, pause } : undefined;
  let chain: Promise<Chain> | undefined;
  const load = () => {
    chain ??= import("./chain.ts").then(({ createChain }) => createChain({ files, ipinfo, complain }));
    return chain;
  };
  return {
    prepare: async () => (await load()).prepare(),
    locate: async (host) => (await load()).locate(host),
    async signature() {
      // What is asked for at ipinfo.io is not asked again for every new edition of a file.
      const stamps = source === "ipinfo" ? [] : await Promise.all(files.map((file) => file.stamp()));
      return JSON.stringify([source, databases, stamps, source === "ipinfo" ? "" : TELLS]);
    },
    pause,
  };
}
