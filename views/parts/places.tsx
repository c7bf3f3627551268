/** @jsxImportSource preact */
import { formatBytes, formatExactBytes, formatPlural } from "../../src/report/format.ts";
import type { Overview, PlaceLine } from "../../src/report/overview.ts";
import { Meter } from "./meter.tsx";
import { OutsideText } from "./outside-text.tsx";

/** Places beyond these wait behind a summary. */
const SHOWN = 10;

function Place({ place, most }: { readonly place: PlaceLine; readonly most: bigint }) {
  const bytes = place.bytesSent + place.bytesReceived;
  const [name = "Unknown place", ...rest] = [place.city, place.region, place.country].filter(
    (part) => part !== undefined,
  );
  const users = formatPlural(place.users, "user");
  const alone = rest.length === 0 && place.provider === undefined;
  return (
    <li>
      <div>
        <b>
          <OutsideText text={name} />
        </b>
        <small>
          {alone && users}
          {rest.map((part, index) => (
            <>
              {index > 0 && ", "}
              <OutsideText text={part} />
            </>
          ))}
          {place.provider !== undefined && (
            <>
              {rest.length > 0 && " · "}
              <OutsideText text={place.provider} />
            </>
          )}
        </small>
      </div>
      <div
        class="n"
        title={`${formatExactBytes(place.bytesSent)} sent, ${formatExactBytes(place.bytesReceived)} received`}
      >
        {formatBytes(bytes)}
        {!alone && <small>{users}</small>}
      </div>
      <Meter share={most === 0n ? 0 : Number(bytes) / Number(most)} />
    </li>
  );
}

/** Where users connected from: a ranked list, not a map. */
export function PlacesSection({ places = [], placesDays }: Pick<Overview, "places" | "placesDays">) {
  const [first] = places;
  const most = first ? first.bytesSent + first.bytesReceived : 0n;
  const more = places.slice(SHOWN);
  const list = (lines: readonly PlaceLine[]) =>
    lines.map((place, index) => <Place key={index} place={place} most={most} />);
  return (
    <section class="panel" id="places" aria-labelledby="h-places">
      <div class="hd">
        <h2 id="h-places">Places</h2>
        <span class="sub">last {formatPlural(placesDays, "day")}, by traffic</span>
      </div>
      {places.length === 0 ? (
        <p class="q">Nobody has connected from a known place in the last {formatPlural(placesDays, "day")}.</p>
      ) : (
        <ol class="places">{list(places.slice(0, SHOWN))}</ol>
      )}
      {more.length > 0 && (
        <details>
          <summary>{formatPlural(more.length, "more place", "more places")}</summary>
          <ol class="places" start={SHOWN + 1}>
            {list(more)}
          </ol>
        </details>
      )}
    </section>
  );
}
