import type { ClientRow, Counters, NameBytes, UnixSeconds } from "../model.ts";
import type { Moment } from "./clock.ts";

/** A client row whose beginning is placed in time, as best it can be told. */
export interface PlacedRow extends ClientRow {
  readonly connectedSince: UnixSeconds;
}

/** All connections of one server at one instant, as a source saw them. */
export interface Snapshot {
  readonly kind: "snapshot";
  readonly at: UnixSeconds;
  /** TIME, where it has one: the same by OpenVPN's own clock, which never goes back. */
  readonly toldAt: UnixSeconds | undefined;
  readonly rows: readonly PlacedRow[];
  readonly contentHash: string;
  /** The source has told nothing new for too long: it credits, but opens and closes nothing. */
  readonly stale: boolean;
  /** OpenVPN's title line, where the text has one. */
  readonly openvpn: string | undefined;
  /** Data channel offload, where the text tells. */
  readonly dco: boolean | undefined;
  /** Since when OpenVPN is up, where it was asked. */
  readonly upSince: UnixSeconds | undefined;
  readonly moment: Moment;
}

/** The end of one connection with its final counters, as a client-disconnect hook tells it. */
export interface ConnectionEnd extends Counters {
  readonly kind: "end";
  readonly at: UnixSeconds;
  /** The same by OpenVPN's own clock, where it told how long the connection lasted: it never goes back. */
  readonly toldAt: UnixSeconds | undefined;
  readonly commonName: NameBytes;
  readonly username: NameBytes | undefined;
  readonly connectedSince: UnixSeconds;
  /** The same instant in OpenVPN's own words: what version 1 knows a connection by. */
  readonly connectedSinceText: string | undefined;
  readonly realAddress: string;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  readonly moment: Moment;
}
