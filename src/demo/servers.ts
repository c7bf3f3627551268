import type { Identity } from "../account/sight.ts";
import type { ServerName } from "./devices.ts";
import type { StatusStyle } from "./status-text.ts";

/** A server of the demonstration as it is set up. */
export interface DemoServer extends StatusStyle {
  readonly name: ServerName;
  readonly identity: Identity;
  /** Days before the beginning at which its status was first read. */
  readonly opened: number;
  /** Its status was last written so many seconds before the beginning; undefined: it still is. */
  readonly silentFor: number | undefined;
  /** Its management interface is asked, and OpenVPN was restarted at these hours before the beginning, in their order. */
  readonly restarts: readonly number[];
}

/** The n of every server's `--status FILE n`. */
export const STATUS_INTERVAL = 5;

/** Before the history, and for an update each since. */
const RESTARTS = [8800, 19.3 * 24, 5.2 * 24];

/** Two that work and one that fell silent with clients in its status; each writes another version. */
export const SERVERS: readonly DemoServer[] = [
  {
    name: "headquarters",
    version: 3,
    network: "10.8.0.",
    sharedName: undefined,
    identity: "common_name",
    opened: 365,
    silentFor: undefined,
    restarts: RESTARTS,
  },
  {
    name: "field",
    version: 2,
    network: "10.9.0.",
    sharedName: "field-device",
    identity: "username",
    opened: 240,
    silentFor: undefined,
    restarts: [],
  },
  {
    name: "porto",
    version: 1,
    network: "10.10.0.",
    sharedName: undefined,
    identity: "common_name",
    opened: 125,
    silentFor: 5 * 3600 + 780,
    restarts: [],
  },
];
