/** @jsxImportSource preact */
import { countryOf } from "../../src/report/country-names.ts";
import { exactText } from "../../src/report/exact-text.ts";
import { lastDays } from "../../src/report/last-days.ts";
import type { Locale } from "../../src/report/locale.ts";
import type { Overview, PlaceLine } from "../../src/report/overview.ts";
import { fill } from "../../src/words/fill.ts";
import { Meter } from "./meter.tsx";
import { OutsideText } from "./outside-text.tsx";

/** Places beyond these wait behind a summary. */
const SHOWN = 10;

interface PlaceProps {
  readonly place: PlaceLine;
  readonly most: bigint;
  readonly locale: Locale;
}

function Place({ place, most, locale }: PlaceProps) {
  const { words } = locale;
  const bytes = place.bytesSent + place.bytesReceived;
  const [name = words.placesSection.unknown, ...rest] = [place.city, place.region, countryOf(place, locale)].filter(
    (part) => part !== undefined,
  );
  const users = locale.plural(place.users, words.counts.user);
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
      <div class="n" title={exactText(place, locale)}>
        {locale.bytes(bytes)}
        {!alone && <small>{users}</small>}
      </div>
      <Meter share={most === 0n ? 0 : Number(bytes) / Number(most)} />
    </li>
  );
}

/** Where users connected from: a ranked list, not a map. */
export function PlacesSection({ places = [], placesDays, locale }: Overview) {
  const { placesSection: words, counts, ages } = locale.words;
  const [first] = places;
  const most = first ? first.bytesSent + first.bytesReceived : 0n;
  const more = places.slice(SHOWN);
  const list = (lines: readonly PlaceLine[]) =>
    lines.map((place, index) => <Place key={index} place={place} most={most} locale={locale} />);
  return (
    <section class="panel" id="places" aria-labelledby="h-places">
      <div class="hd">
        <h2 id="h-places">{words.heading}</h2>
        <span class="sub">{fill(words.span, { days: lastDays(placesDays, counts.day, locale) })}</span>
      </div>
      {places.length === 0 ? (
        <p class="q">{fill(words.none, { days: lastDays(placesDays, ages.day, locale) })}</p>
      ) : (
        <ol class="places">{list(places.slice(0, SHOWN))}</ol>
      )}
      {more.length > 0 && (
        <details>
          <summary>{locale.plural(more.length, counts.place)}</summary>
          <ol class="places" start={SHOWN + 1}>
            {list(more)}
          </ol>
        </details>
      )}
    </section>
  );
}
