/** @jsxImportSource preact */
import type { UserReport } from "../../src/report/user.ts";
import { DEFAULT_RESOLUTION, RESOLUTION_OF, USER_RESOLUTIONS } from "../../src/report/user-resolution.ts";
import { Directions } from "./figure.tsx";
import { Fill } from "./fill.tsx";
import { TrafficLegend, TrafficPlot } from "./traffic-chart.tsx";

/** The user's traffic at the resolution that is asked for, and links to the others. */
export function UserTraffic(user: UserReport) {
  const { traffic, timeZone, locale } = user;
  const { chart, userPage } = locale.words;
  const { by, columns, countingSince, connected, unplaced } = traffic;
  const { heading, span } = userPage.traffic[by];
  const end = by === "days" ? chart.today : connected && chart.now;
  return (
    <section class="panel" id="traffic" aria-labelledby="h-traffic">
      <div class="hd">
        <h2 id="h-traffic">{heading}</h2>
        <span class="sub">{span}</span>
        <Resolutions {...user} />
        <TrafficLegend locale={locale} connected={connected !== undefined} />
      </div>
      <TrafficPlot
        id="t"
        label={`${heading}, ${span}`}
        resolution={RESOLUTION_OF[by]}
        {...{ columns, countingSince, timeZone, locale, connected, end }}
      />
      {unplaced.bytesReceived + unplaced.bytesSent > 0n && (
        <p class="note">
          <Fill text={userPage.unplaced} parts={{ bytes: <Directions counters={unplaced} locale={locale} /> }} />
        </p>
      )}
    </section>
  );
}

function Resolutions({ traffic, kind, path, link, locale }: UserReport) {
  const { resolutions, traffic: words } = locale.words.userPage;
  // A file cannot answer with another resolution.
  if (kind === "file") return null;
  return (
    <nav class="by" aria-label={resolutions}>
      {USER_RESOLUTIONS.map((by) => (
        <a
          key={by}
          href={`${link(path, by === DEFAULT_RESOLUTION ? "" : `by=${by}`)}#traffic`}
          aria-current={by === traffic.by ? "true" : undefined}
        >
          {words[by].link}
        </a>
      ))}
    </nav>
  );
}
