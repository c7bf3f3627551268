import type { Counters } from "../model.ts";
import type { ByteUnit } from "./byte-units.ts";
import type { Locale } from "./locale.ts";

/** The largest of each direction, 0 where there is none. */
export function largest(counters: readonly Counters[]): Counters {
  let bytesReceived = 0n;
  let bytesSent = 0n;
  for (const line of counters) {
    if (line.bytesReceived > bytesReceived) bytesReceived = line.bytesReceived;
    if (line.bytesSent > bytesSent) bytesSent = line.bytesSent;
  }
  return { bytesReceived, bytesSent };
}

/** The unit of a column that shows both directions of these. */
export function sharedUnit(counters: readonly Counters[], { columnUnit }: Locale): ByteUnit {
  const { bytesReceived, bytesSent } = largest(counters);
  return columnUnit(bytesSent > bytesReceived ? bytesSent : bytesReceived);
}
