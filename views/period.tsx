/** @jsxImportSource preact */
import type { PeriodReport } from "../src/report/archive.ts";
import { periodPath } from "../src/report/period-path.ts";
import { Document } from "./document.tsx";
import { Downloads } from "./parts/period-downloads.tsx";
import { PeriodFigures } from "./parts/period-figures.tsx";
import { PeriodHead } from "./parts/period-head.tsx";
import { PeriodParts } from "./parts/period-parts.tsx";
import { periodTitle } from "./parts/period-title.ts";
import { ServerTable, TopDays, TopUsers } from "./parts/period-tops.tsx";

/** A year, a month or a day: its figures, its parts, who and when most. One that is over stays as it is. */
export function PeriodPage(report: PeriodReport) {
  const { period, name, start, topDays, servers, locale } = report;
  const { archive: words } = locale.words;
  return (
    <Document
      frame={report}
      title={periodTitle(period, start, locale)}
      styles={["periods", "archive"]}
      parts={[
        { id: "parts", label: words.partsTable[report.partKind] },
        { id: "users", label: words.topUsers },
        ...(topDays.length > 0 ? [{ id: "days", label: words.topDays }] : []),
        ...(servers.length > 1 ? [{ id: "servers", label: words.servers }] : []),
      ]}
    >
      <PeriodHead {...report} />
      <PeriodFigures {...report} />
      <div class="evidence">
        <PeriodParts {...report} />
        <TopUsers {...report} />
        {(topDays.length > 0 || servers.length > 1) && (
          <div class={topDays.length > 0 && servers.length > 1 ? "two" : "one"}>
            <TopDays {...report} />
            <ServerTable {...report} />
          </div>
        )}
      </div>
      <Downloads
        frame={report}
        path={periodPath({ kind: period, name })}
        csv={report.partKind}
        users={report.topUsers !== undefined}
      />
    </Document>
  );
}
