/** @jsxImportSource preact */
import type { Peak } from "../../src/account/books.ts";
import type { PeriodLine } from "../../src/report/archive.ts";
import type { ByteUnit } from "../../src/report/byte-units.ts";
import type { Frame } from "../../src/report/frame.ts";
import { columnView, isBlank } from "../../src/report/watched.ts";
import { fill } from "../../src/words/fill.ts";

interface HeadsProps {
  readonly frame: Frame;
  readonly unit: ByteUnit;
  /** Whether users are counted: not of hours. */
  readonly users: boolean;
}

/** The heads of a line's figures. */
export function PeriodHeads({ frame: { locale }, unit, users }: HeadsProps) {
  const { archive: words, chart } = locale.words;
  return (
    <>
      <th scope="col">{fill(chart.sentIn, { unit })}</th>
      <th scope="col">{fill(chart.receivedIn, { unit })}</th>
      {users && <th scope="col">{words.users}</th>}
      <th scope="col" class="wide">
        {words.atOnce}
      </th>
      <th scope="col">{words.watched}</th>
    </>
  );
}

interface CellsProps extends HeadsProps {
  readonly line: PeriodLine;
  readonly countingSince: number | undefined;
}

/** A line's figures: "–" where there is nothing to be said. */
export function PeriodCells({ line, frame: { locale }, unit, users, countingSince }: CellsProps) {
  const view = columnView(line, countingSince);
  const blank = isBlank(line, view);
  const bytes = (count: bigint) => <td title={locale.exactBytes(count)}>{locale.inUnit(count, unit)}</td>;
  const nothing = <td class="q">–</td>;
  return (
    <>
      {blank ? nothing : bytes(line.bytesSent)}
      {blank ? nothing : bytes(line.bytesReceived)}
      {users && (blank ? nothing : <td>{locale.count(line.users ?? 0)}</td>)}
      <PeakCell peak={line.peak} frame={{ locale }} />
      {view === "before" ? nothing : <td class={view === "whole" ? "q" : "gap"}>{locale.share(line.watched)}</td>}
    </>
  );
}

interface PeakCellProps {
  readonly peak: Peak | undefined;
  readonly frame: Pick<Frame, "locale">;
}

/** The most connections at once, its instant in the title. */
export function PeakCell({ peak, frame: { locale } }: PeakCellProps) {
  if (peak === undefined) return <td class="q wide">–</td>;
  return (
    <td class="wide" title={locale.full(peak.at)}>
      {locale.count(peak.connections)}
    </td>
  );
}
