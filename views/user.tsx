/** @jsxImportSource preact */
import type { UserReport } from "../src/report/user.ts";
import { visibleName } from "../src/report/visible.ts";
import { Document } from "./document.tsx";
import { LimitBanner } from "./parts/limit-banner.tsx";
import { UserConnections } from "./parts/user-connections.tsx";
import { UserFigures } from "./parts/user-figures.tsx";
import { UserHead } from "./parts/user-head.tsx";
import { UserPlaces } from "./parts/user-places.tsx";
import { UserTraffic } from "./parts/user-traffic.tsx";
import { WeekSection } from "./parts/week-chart.tsx";
import { YearSection } from "./parts/year-chart.tsx";

/** Everything about one user: presence, trouble, figures, then the evidence from the nearest time to the farthest. */
export function UserPage(user: UserReport) {
  return (
    <Document
      frame={user}
      title={visibleName(user.name, user.locale.words.users.noName)}
      styles={["user"]}
      parts={partsOf(user)}
      live
    >
      <div data-live="who">
        <UserHead {...user} />
        <LimitBanner {...user} />
      </div>
      <div data-live="figures">
        <UserFigures {...user} />
      </div>
      <div class="evidence">
        <UserTraffic {...user} />
        <YearSection {...user} />
        <div class={user.places ? "two" : "one"}>
          <WeekSection {...user} />
          {user.places && <UserPlaces {...user} />}
        </div>
        <UserConnections {...user} />
      </div>
    </Document>
  );
}

function partsOf({ places, traffic, locale }: UserReport) {
  const { placesSection, userPage: words } = locale.words;
  return [
    { id: "traffic", label: words.traffic[traffic.by].heading },
    { id: "year", label: words.year },
    { id: "week", label: words.week },
    ...(places ? [{ id: "places", label: placesSection.heading }] : []),
    { id: "connections", label: words.connections },
  ];
}
