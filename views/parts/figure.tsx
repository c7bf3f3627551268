/** @jsxImportSource preact */
import type { Counters } from "../../src/model.ts";
import { byteQuantity, formatBytes, formatExactBytes } from "../../src/report/format.ts";

/** Both directions in a line: an arrow for the eye, a word for the ear, every byte in the title. */
export function Directions({ bytesSent, bytesReceived }: Counters) {
  return (
    <>
      <span class="du" title={`${formatExactBytes(bytesSent)} sent`}>
        <span aria-hidden="true">↓ </span>
        <span class="vh">sent </span>
        {formatBytes(bytesSent)}
      </span>{" "}
      <span class="du" title={`${formatExactBytes(bytesReceived)} received`}>
        <span aria-hidden="true">↑ </span>
        <span class="vh">received </span>
        {formatBytes(bytesReceived)}
      </span>
    </>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly title?: string;
  readonly children: preact.ComponentChildren;
}

/** A label, a large value with its small unit, and what explains it. */
export function Figure({ label, value, unit, title, children }: FigureProps) {
  return (
    <div class="fig">
      <dt>{label}</dt>
      <dd class="v" title={title}>
        {value}
        <small> {unit}</small>
      </dd>
      {children}
    </div>
  );
}

interface TrafficFigureProps {
  readonly label: string;
  readonly counters: Counters;
  readonly context: preact.ComponentChildren;
}

/** The traffic of a period: the sum, both directions, a line of context. */
export function TrafficFigure({ label, counters, context }: TrafficFigureProps) {
  const bytes = counters.bytesSent + counters.bytesReceived;
  const { value, unit } = byteQuantity(bytes);
  return (
    <Figure label={label} value={value} unit={unit} title={formatExactBytes(bytes)}>
      <dd>
        <Directions {...counters} />
      </dd>
      <dd class="q">{context}</dd>
    </Figure>
  );
}
