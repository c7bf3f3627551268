import { parseAddress } from "../parse/address.ts";
import { type PaceOptions, pacedIpinfo } from "./ipinfo-pace.ts";
import type { Mmdb } from "./mmdb.ts";
import type { Complain, MmdbFile } from "./mmdb-file.ts";
import { completed, type Finding, type Place } from "./place.ts";
import { isPublicAddress } from "./private-address.ts";

export interface ChainOptions {
  readonly files: readonly MmdbFile[];
  /** Undefined: nobody on the internet is asked. */
  readonly ipinfo: PaceOptions | undefined;
  readonly complain: Complain;
}

export interface Chain {
  prepare(): Promise<void>;
  locate(host: string): Promise<Finding | undefined>;
}

/** Those who are asked where an address is, one after the other, until enough is known. */
export function createChain({ files, ipinfo, complain }: ChainOptions): Chain {
  const paced = ipinfo && pacedIpinfo(ipinfo);
  const embedded = embeddedCountries(complain);
  return {
    async prepare() {
      for (const file of files) await file.refresh();
      paced?.begin();
    },
    async locate(text) {
      const host = parseAddress(text)?.host;
      if (host === undefined || !isPublicAddress(host)) return undefined;
      let place: Place = {};
      for (const file of files) place = completed(place, file.find(host));
      const isEnough = place.city !== undefined && place.country !== undefined && place.provider !== undefined;
      const asked = isEnough ? undefined : await paced?.ask(host);
      if (asked !== "later") place = completed(place, asked);
      if (place.country === undefined) place = completed(place, await embedded(host));
      return asked === "later" ? { ...place, again: true } : place;
    },
  };
}

/** The embedded database, opened at the first look-up that needs it. */
function embeddedCountries(complain: Complain): (host: string) => Promise<Place | undefined> {
  let database: Mmdb | undefined;
  let isBroken = false;
  return async (host) => {
    if (isBroken) return undefined;
    try {
      database ??= (await import("./embedded.ts")).openEmbedded();
      return database.find(host);
    } catch (error) {
      isBroken = true;
      complain(`Cannot read the embedded country database: ${error}; install the executable again`);
      return undefined;
    }
  };
}
