import type { UnixSeconds } from "../model.ts";
import { percent } from "./chart-bands.ts";
import { happeningsOf } from "./happenings.ts";
import type { Locale } from "./locale.ts";
import type { MachineHistory, ServerHistory } from "./machine-history.ts";

/** A stretch of a lane, or a moment, with what it says. */
export interface LaneMark {
  readonly kind: "unwatched" | "outage" | "restart";
  readonly left: string;
  readonly width: string;
  readonly text: string;
}

/** A server's time as a strip. */
export interface ServerLane {
  readonly marks: readonly LaneMark[];
  /** What of the strip is to come, or was before its books began. */
  readonly length: string;
}

/** So much of a strip is seen at least. */
const LEAST = 0.003;

export function serverLanes({ servers, from, to }: MachineHistory, now: UnixSeconds, locale: Locale): ServerLane[] {
  const place = (kind: LaneMark["kind"], start: UnixSeconds, end: UnixSeconds, text: string): LaneMark => {
    const left = Math.max(0, (start - from) / (to - from));
    const width = Math.max(LEAST, (Math.min(end, now) - Math.max(start, from)) / (to - from));
    return { kind, left: percent(left), width: percent(Math.min(width, 1 - left)), text };
  };
  return servers.map((server) => {
    const told = (part: Partial<ServerHistory>) => {
      const alone: ServerHistory = { ...server, restarts: [], outages: [], unwatched: [], ...part };
      const [happening] = happeningsOf([alone], now, locale);
      return happening ? `${locale.dayClock(happening.at)}: ${happening.text}` : "";
    };
    return {
      length: percent((now - from) / (to - from)),
      marks: [
        ...server.unwatched.map((one) => place("unwatched", one.from, one.to, told({ unwatched: [one] }))),
        ...server.outages.map((one) => place("outage", one.from, one.to ?? now, told({ outages: [one] }))),
        ...server.restarts.map((one) => place("restart", one.at, one.at, told({ restarts: [one] }))),
      ],
    };
  });
}
