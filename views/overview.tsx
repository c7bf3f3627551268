/** @jsxImportSource preact */
import { formatFull } from "../src/report/format.ts";
import { isTroubled, lede } from "../src/report/lede.ts";
import type { Overview } from "../src/report/overview.ts";
import { DayChartSection } from "./parts/day-chart.tsx";
import { Demonstration } from "./parts/demonstration.tsx";
import { Figures } from "./parts/figures.tsx";
import { Foot } from "./parts/foot.tsx";
import { Instant } from "./parts/instant.tsx";
import { MachineSection } from "./parts/machine.tsx";
import { PlacesSection } from "./parts/places.tsx";
import { ServerCard } from "./parts/server-card.tsx";
import { Troubles } from "./parts/troubles.tsx";
import { UsersSection } from "./parts/users.tsx";

function Head({ writtenAt, timeZone, places }: Overview) {
  return (
    <header>
      <div class="wrap">
        <p class="brand">
          <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
            <path class="dn" d="M3 14V9h4v5zM10 14V2h4v12zM17 14V6h4v8z" />
            <path class="up" d="M3 15.5h4v3H3zM10 15.5h4V22h-4zM17 15.5h4v2h-4z" />
          </svg>
          <b>OpenVPN</b> report
        </p>
        <nav aria-label="On this page">
          <a href="#days">Days</a>
          <a href="#users">Users</a>
          {places && <a href="#places">Places</a>}
          <a href="#machine">Machine</a>
        </nav>
        <p class="fresh">
          Refreshed <Instant at={writtenAt} text={formatFull(writtenAt, timeZone)} /> {timeZone}
        </p>
      </div>
    </header>
  );
}

/** Words with a hyphen, such as the names of servers, go to the next line as a whole where they can. */
function unbroken(text: string) {
  return text.split(/(\S*-\S*)/).map((part, index) => (index % 2 === 1 ? <i key={part}>{part}</i> : part));
}

/** The answer in a sentence, then trouble, figures, days, users, places and machine: each level explains the one above. */
export function OverviewPage(overview: Overview) {
  const { servers, places } = overview;
  const { answer, aside } = lede(overview);
  return (
    <>
      {overview.demonstration && <Demonstration />}
      <Head {...overview} />
      <main class="wrap">
        <Troubles {...overview} />
        <h1>
          {unbroken(answer)} {aside && <span>{unbroken(aside)}</span>}
        </h1>
        {servers.length > 0 && (
          <ul class="servers" aria-label="Servers">
            {servers.filter(isTroubled).map((server) => (
              <ServerCard key={server.name} server={server} clock={overview} />
            ))}
            {servers
              .filter((server) => !isTroubled(server))
              .map((server) => (
                <ServerCard key={server.name} server={server} clock={overview} />
              ))}
          </ul>
        )}
        <Figures {...overview} />
        <div class="evidence">
          <DayChartSection {...overview} />
          <UsersSection {...overview} />
          <div class={places ? "two" : "one"}>
            {places && <PlacesSection {...overview} />}
            <MachineSection {...overview} />
          </div>
        </div>
      </main>
      <Foot {...overview} />
    </>
  );
}
