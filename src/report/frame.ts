import type { UnixSeconds } from "../model.ts";
import type { Link, QueryField } from "./links.ts";
import type { Locale } from "./locale.ts";

/** Something other than a server that keeps failing: a job, the database, a disk. */
export interface Trouble {
  /** What fails, in a few words: "Cleaning the database". */
  readonly what: string;
  readonly since: UnixSeconds;
  /** Why, in the words of the failure, and what to do. */
  readonly message: string;
}

/** Where a page is read: as a file that was written, or from the web server, which can answer. */
export type PageKind = "file" | "web";

/** What all pages have in common, whatever they show: the view model of each begins with it. */
export interface Frame {
  readonly version: string;
  /** All of it is invented, and every output says so. */
  readonly demonstration: boolean;
  readonly writtenAt: UnixSeconds;
  /** IANA name of the zone in which days are cut. */
  readonly timeZone: string;
  readonly troubles: readonly Trouble[];
  /** Whom the footer thanks: where locations come from, in a sentence each. */
  readonly credits: readonly string[];
  /** Names are shortened to their first letter. */
  readonly privateNames: boolean;
  readonly kind: PageKind;
  /** The page's own, without leading slash: "" is the overview. */
  readonly path: string;
  /** How it speaks to its reader. */
  readonly locale: Locale;
  /** Where its links lead. */
  readonly link: Link;
  /** What the reader chose in the address: every form has to send it along. */
  readonly chosen: readonly QueryField[];
  /** What else the address asks for: the form of the reader's choice sends it along. */
  readonly kept: readonly QueryField[];
}
