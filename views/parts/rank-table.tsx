/** @jsxImportSource preact */
import { sharedUnit } from "../../src/report/largest.ts";
import type { Rank, TopReport } from "../../src/report/top.ts";
import { fill } from "../../src/words/fill.ts";
import { UnitCell } from "./unit-cell.tsx";

interface RankTableProps {
  readonly report: TopReport;
  readonly caption: string;
  /** What is ranked. */
  readonly head: string;
  readonly rows: readonly { readonly rank: Rank; readonly name: preact.ComponentChildren }[];
  /** The name of the line that has the sum of all, also of those that are not shown. */
  readonly all?: string;
}

/** What was sent, and beyond it what was received, beside the first of the ranking. */
function RankBar({ sentLength, receivedLength }: Rank) {
  const percent = (length: number) => `${Math.round(length * 1000) / 10}%`;
  return (
    <svg class="meter" width="100%" height="6" aria-hidden="true">
      <rect class="track" width="100%" height="6" rx="3" />
      <rect class="up" width={percent(sentLength + receivedLength)} height="6" rx="3" />
      <rect class="dn" width={percent(sentLength)} height="6" rx="3" />
    </svg>
  );
}

/** A ranking: each with its length beside the first. */
export function RankTable({ report, caption, head, rows, all }: RankTableProps) {
  const { locale, total } = report;
  const { top: words } = locale.words;
  const sumOf = ({ bytesSent, bytesReceived }: Pick<Rank, "bytesSent" | "bytesReceived">) => bytesSent + bytesReceived;
  const unit = sharedUnit(
    rows.map(({ rank }) => ({ bytesSent: sumOf(rank), bytesReceived: 0n })),
    locale,
  );
  return (
    <table class="ranks">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {[words.sum, words.sent, words.received].map((text) => (
            <th key={text} scope="col" class="n">
              {fill(text, { unit })}
            </th>
          ))}
          <th scope="col" class="n">
            {words.share}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ rank, name }, index) => (
          <tr key={index}>
            <th scope="row">
              {name}
              <RankBar {...rank} />
            </th>
            <UnitCell bytes={sumOf(rank)} unit={unit} of="sum" locale={locale} />
            <UnitCell bytes={rank.bytesSent} unit={unit} of="sent" locale={locale} />
            <UnitCell bytes={rank.bytesReceived} unit={unit} of="received" locale={locale} />
            <td class="n share">{locale.share(rank.share)}</td>
          </tr>
        ))}
      </tbody>
      {all !== undefined && rows.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">{all}</th>
            {([sumOf(total), total.bytesSent, total.bytesReceived] as const).map((bytes, index) => (
              <td key={index} class={`n ${["sum", "sent", "received"][index]}`} title={locale.exactBytes(bytes)}>
                {locale.bytes(bytes)}
              </td>
            ))}
            <td class="n share">{locale.share(1)}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
