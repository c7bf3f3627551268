/** @jsxImportSource preact */
import { countryOf } from "../../src/report/country-names.ts";
import { exactText } from "../../src/report/exact-text.ts";
import { lastDays } from "../../src/report/last-days.ts";
import type { UserPlace, UserReport } from "../../src/report/user.ts";
import { fill } from "../../src/words/fill.ts";
import { Meter } from "./meter.tsx";
import { OutsideText } from "./outside-text.tsx";

/** From where the user connected of late, and what of it is new. */
export function UserPlaces({ places = [], placesDays, locale }: UserReport) {
  const { placesSection, userPage: words, counts } = locale.words;
  const days = lastDays(placesDays, counts.day, locale);
  return (
    <section class="panel" id="places" aria-labelledby="h-places">
      <div class="hd">
        <h2 id="h-places">{placesSection.heading}</h2>
        <span class="sub">{fill(placesSection.span, { days })}</span>
      </div>
      {places.length === 0 ? (
        <p class="q">{fill(words.noPlaces, { days })}</p>
      ) : (
        <ol class="places">
          {places.map((place, index) => (
            <Place key={index} place={place} locale={locale} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Place({ place, locale }: { readonly place: UserPlace; readonly locale: UserReport["locale"] }) {
  const { words } = locale;
  const [name = words.placesSection.unknown, ...rest] = [place.city, place.region, countryOf(place, locale)].filter(
    (part) => part !== undefined,
  );
  return (
    <li>
      <div>
        <b>
          <OutsideText text={name} />
        </b>{" "}
        {place.newSince !== undefined && (
          <span class="badge">{fill(words.userPage.newSince, { day: locale.localDay(place.newSince) })}</span>
        )}
        <small>
          {rest.length > 0 && <OutsideText text={rest.join(", ")} />}
          {rest.length > 0 && place.provider !== undefined && " · "}
          {place.provider !== undefined && <OutsideText text={place.provider} />}
        </small>
      </div>
      <div class="n" title={exactText(place, locale)}>
        {locale.bytes(place.bytesSent + place.bytesReceived)}
        <small>{locale.plural(place.connections, words.counts.connection)}</small>
      </div>
      <Meter share={place.share} />
    </li>
  );
}
