/** What a reader learns from a status text, as structure: the simulator's rows without what the version leaves out. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import type { StatusVersion, Written } from "./status-text.ts";

export interface SeenRow {
  /** For checking the reference's own matching, never for the books. */
  readonly trueId: number;
  readonly commonName: NameBytes;
  readonly realAddress: string;
  readonly received: bigint;
  readonly sent: bigint;
  /** The text of connected since, as a number: the server's local clock taken as UTC. */
  readonly localSince: number;
  readonly since: UnixSeconds | undefined;
  readonly clientId: number | undefined;
  readonly hasVirtualAddress: boolean;
  readonly isRouted: boolean;
}

export interface Seen {
  readonly version: StatusVersion;
  readonly time: UnixSeconds | undefined;
  /** The text of TIME or Updated, as a number. */
  readonly localTime: number;
  readonly mtime: number;
  readonly rows: readonly SeenRow[];
  /** To tell a repeat: equal where the file's bytes are equal. */
  readonly text: string;
}

export function seenIn(written: Written, text: string): Seen {
  const hasEpochs = written.version !== 1;
  return {
    version: written.version,
    time: hasEpochs ? written.time : undefined,
    localTime: written.localTime,
    mtime: written.mtime,
    text,
    rows: written.rows.map((row) => ({
      trueId: row.trueId,
      commonName: row.commonName,
      realAddress: row.realAddress,
      received: row.received,
      sent: row.sent,
      localSince: row.localSince,
      since: hasEpochs ? row.since : undefined,
      clientId: hasEpochs ? row.clientId : undefined,
      hasVirtualAddress: hasEpochs && (row.virtualAddress !== "" || row.virtualIpv6Address !== ""),
      // The table names a client by common name and real address only.
      isRouted: written.routes.some((r) => r.commonName === row.commonName && r.realAddress === row.realAddress),
    })),
  };
}
