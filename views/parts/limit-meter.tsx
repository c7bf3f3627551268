/** @jsxImportSource preact */
import type { LimitMeter as Meter } from "../../src/report/limit-meter.ts";

/** What has moved of a limit, solid; what is expected, hatched; the limit itself a stroke. */
export function LimitMeter({ meter, label }: { readonly meter: Meter; readonly label: string }) {
  return (
    <svg class="limit" width="100%" height="14" role="img" aria-label={label}>
      <rect class="track" y="4" width="100%" height="6" rx="2" />
      {meter.expected !== undefined && <rect class="est" y="4" width={meter.expected} height="6" rx="2" />}
      <rect class="dn" y="4" width={meter.moved} height="6" rx="2" />
      <rect class={meter.isPassed ? "mark bad" : "mark"} x={meter.limit} width="2" height="14" />
    </svg>
  );
}
