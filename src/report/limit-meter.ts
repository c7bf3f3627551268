import { percent } from "./chart-bands.ts";
import type { UserMonth } from "./user.ts";

/** A month beside its limit, as lengths across: the longest is the whole width, but for a little room. */
export interface LimitMeter {
  readonly moved: string;
  /** What has moved and what is expected; undefined: nothing can be. */
  readonly expected: string | undefined;
  readonly limit: string;
  /** The limit is passed, or will be. */
  readonly isPassed: boolean;
}

/** The limit's stroke is seen at the end, too. */
const ROOM = 0.98;

/** The meter of a month; undefined without a limit. */
export function limitMeter({ limit, estimate, bytesReceived, bytesSent }: UserMonth): LimitMeter | undefined {
  if (limit === undefined) return undefined;
  const moved = Number(bytesReceived + bytesSent);
  const expected = estimate && Number(estimate.bytesReceived + estimate.bytesSent);
  const most = Math.max(moved, expected ?? 0, Number(limit.bytes)) / ROOM;
  return {
    moved: percent(moved / most),
    expected: expected === undefined ? undefined : percent(expected / most),
    limit: percent(Number(limit.bytes) / most),
    isPassed: limit.state !== "within",
  };
}
