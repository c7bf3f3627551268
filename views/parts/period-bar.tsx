/** @jsxImportSource preact */
import type { Counters } from "../../src/model.ts";

interface PeriodBarProps {
  readonly of: Counters;
  /** Of the longest bar, 0 to 1. */
  readonly length: number;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}

/** Both directions as one length, sent first; the figures stand beside it. */
export function PeriodBar({ of: { bytesSent, bytesReceived }, length }: PeriodBarProps) {
  const both = bytesSent + bytesReceived;
  if (both === 0n) return null;
  const sent = (length * Number(bytesSent)) / Number(both);
  return (
    <svg class="pb" width="100%" height="12" aria-hidden="true">
      <rect class="dn" width={percent(sent)} height="12" />
      <rect class="up" x={percent(sent)} width={percent(length - sent)} height="12" />
    </svg>
  );
}
