/** @jsxImportSource preact */
import type { Counters } from "../../src/model.ts";
import type { Locale } from "../../src/report/locale.ts";

interface DirectionsProps {
  readonly counters: Counters;
  readonly locale: Locale;
}

/** Both directions in a line: an arrow for the eye, a word for the ear, every byte in the title. */
export function Directions({ counters: { bytesSent, bytesReceived }, locale }: DirectionsProps) {
  const { sent, received } = locale.words;
  return (
    <>
      <span class="du" title={`${locale.exactBytes(bytesSent)} ${sent}`}>
        <span aria-hidden="true">↓ </span>
        <span class="vh">{sent} </span>
        {locale.bytes(bytesSent)}
      </span>{" "}
      <span class="du" title={`${locale.exactBytes(bytesReceived)} ${received}`}>
        <span aria-hidden="true">↑ </span>
        <span class="vh">{received} </span>
        {locale.bytes(bytesReceived)}
      </span>
    </>
  );
}

interface FigureProps {
  readonly label: preact.ComponentChildren;
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

interface TrafficFigureProps extends DirectionsProps {
  readonly label: preact.ComponentChildren;
  readonly context: preact.ComponentChildren;
}

/** The traffic of a period: the sum, both directions, a line of context. */
export function TrafficFigure({ label, counters, context, locale }: TrafficFigureProps) {
  const bytes = counters.bytesSent + counters.bytesReceived;
  const { value, unit } = locale.quantity(bytes);
  return (
    <Figure label={label} value={value} unit={unit} title={locale.exactBytes(bytes)}>
      <dd>
        <Directions counters={counters} locale={locale} />
      </dd>
      <dd class="q">{context}</dd>
    </Figure>
  );
}
