import type { Calendar } from "../account/calendar.ts";
import type { Speeds } from "../account/speed.ts";
import type { Trouble } from "../report/frame.ts";
import type { People } from "../report/people.ts";
import type { Reader } from "../report/reader.ts";
import type { AddressDetail } from "../report/shown-address.ts";

/** What of the configuration reports obey. */
export interface ReportSettings {
  readonly version: string;
  readonly calendar: Calendar;
  /** Who reads it, unless the address says otherwise. */
  readonly reader: Reader;
  readonly fullNames: boolean;
  /** How much of real addresses is shown, and can be searched: by `shownAddress()` alone. */
  readonly ipInWeb: AddressDetail;
  readonly showProviders: boolean;
  /** Days of which places are shown; 0: none. */
  readonly placesDays: number;
  /** Whether addresses are looked up at all; default: they are. */
  readonly locates?: boolean;
  /** Days for which real addresses of ended connections are kept; default: as long as the connections. */
  readonly addressesDays?: number;
  /** Days for which ended connections are kept. */
  readonly connectionsDays: number;
  /** Everything is invented; default: it is not. */
  readonly demonstration?: boolean;
  /** What keeps failing, other than servers; default: nothing. */
  readonly troubles?: readonly Trouble[];
  /** Lines for the footer, such as the licence of location data; default: none. */
  readonly credits?: readonly string[];
  /** What flows at the moment, by the server's name; default: nothing is known of it. */
  readonly speeds?: ReadonlyMap<string, Speeds>;
  /** What the operator says of users; default: nothing. */
  readonly people?: People;
}
