/** Neighbouring columns that share a ground. */
export interface ChartBand {
  readonly kind: "weekend" | "unwatched" | "partly-watched" | "uncounted";
  /** How many columns. */
  readonly length: number;
  readonly left: string;
  readonly width: string;
  readonly middle: string;
}

/** A share of the width. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** Where columns of a kind stand next to each other, by which of all columns are of it. */
export function chartBands(kind: ChartBand["kind"], columns: readonly boolean[]): ChartBand[] {
  const found: ChartBand[] = [];
  const width = 1 / columns.length;
  for (let first = columns.indexOf(true); first >= 0; ) {
    const end = columns.indexOf(false, first);
    const count = (end < 0 ? columns.length : end) - first;
    found.push({
      kind,
      length: count,
      left: percent(first * width),
      width: percent(count * width),
      middle: percent((first + count / 2) * width),
    });
    first = columns.indexOf(true, first + count);
  }
  return found;
}
