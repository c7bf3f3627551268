/** @jsxImportSource preact */

import type { Archive } from "../src/report/archive.ts";
import type { Frame } from "../src/report/frame.ts";
import { isTroubled, lede, pageTitle } from "../src/report/lede.ts";
import type { Overview } from "../src/report/overview.ts";
import { Document } from "./document.tsx";
import { DaysSection } from "./parts/days.tsx";
import { Figures } from "./parts/figures.tsx";
import { MachineSection } from "./parts/machine.tsx";
import { OverviewFoot } from "./parts/overview-foot.tsx";
import { PlacesSection } from "./parts/places.tsx";
import { ServerCard } from "./parts/server-card.tsx";
import { UsersSection } from "./parts/users.tsx";
import { YearSection } from "./parts/year-section.tsx";

/** Words with a hyphen, such as the names of servers, go to the next line as a whole where they can. */
function unbroken(text: string) {
  return text.split(/(\S*-\S*)/).map((part, index) => (index % 2 === 1 ? <i key={part}>{part}</i> : part));
}

/** The answer in a sentence, then trouble, figures, days, users, places and machine: each level explains the one above. */
export function OverviewPage(overview: Overview) {
  const { servers, places, archive, locale } = overview;
  const { answer, aside } = lede(overview);
  return (
    <Document
      frame={overview}
      title={pageTitle(overview)}
      styles={archive ? ["overview", "periods"] : ["overview"]}
      parts={partsOf(overview)}
      live
      foot={<OverviewFoot {...overview} />}
    >
      <h1 data-live="lede">
        {unbroken(answer)} {aside && <span>{unbroken(aside)}</span>}
      </h1>
      {servers.length > 0 && (
        <ul class="servers" data-live="servers" aria-label={locale.words.servers.heading}>
          {[...servers.filter(isTroubled), ...servers.filter((server) => !isTroubled(server))].map((server) => (
            <ServerCard key={server.name} server={server} frame={overview} />
          ))}
        </ul>
      )}
      <div data-live="figures">
        <Figures {...overview} />
      </div>
      <div class="evidence">
        <DaysSection {...overview} />
        <UsersSection {...overview} />
        <div class={places ? "two" : "one"}>
          {places && <PlacesSection {...overview} />}
          <MachineSection {...overview} />
        </div>
        {archive && <Months archive={archive} frame={overview} />}
      </div>
    </Document>
  );
}

interface MonthsProps {
  readonly archive: Archive;
  readonly frame: Frame;
}

/** Every month, on a page that stands alone. */
function Months({ archive: { years, countingSince }, frame }: MonthsProps) {
  return (
    <div class="years" id="months">
      {years.map((year) => (
        <YearSection key={year.name} year={year} frame={frame} countingSince={countingSince} />
      ))}
    </div>
  );
}

function partsOf({ places, archive, locale }: Overview) {
  const { text, users, placesSection, machineSection, archive: months } = locale.words;
  return [
    { id: "days", label: text.days },
    { id: "users", label: users.heading },
    ...(places ? [{ id: "places", label: placesSection.heading }] : []),
    { id: "machine", label: machineSection.heading },
    ...(archive && archive.years.length > 0 ? [{ id: "months", label: months.partsTable.month }] : []),
  ];
}
