/** @jsxImportSource preact */

interface ChartTicksProps {
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
}

/** Round amounts: a line across, its amount before it. */
export function ChartTicks({ ticks }: ChartTicksProps) {
  return (
    <>
      {ticks.map(({ y, label }) => (
        <g key={y}>
          <line class="gr" x2="100%" y1={y} y2={y} />
          <text class="e" x="-8" y={y + 4}>
            {label}
          </text>
        </g>
      ))}
    </>
  );
}
