/** @jsxImportSource preact */
import { connectionParams } from "../../src/report/connection-query.ts";
import { countryOf } from "../../src/report/country-names.ts";
import type { Frame } from "../../src/report/frame.ts";
import type { DotMap, MapDot } from "../../src/report/places.ts";
import { visible } from "../../src/report/visible.ts";
import { fill } from "../../src/words/fill.ts";
import { BORDERS, LAND } from "./world.ts";

/** The paths that maps are drawn with, once for all of them. */
export function MapGround() {
  return (
    <svg class="vh" aria-hidden="true">
      <path id="land" d={LAND} />
      <path id="borders" d={BORDERS} />
    </svg>
  );
}

interface MapProps {
  readonly frame: Frame;
  readonly map: DotMap;
  readonly label: string;
}

/** A map with a dot for each place. */
export function PlacesMap({ frame, map, label }: MapProps) {
  return (
    <figure class="map">
      <figcaption class="sub">{label}</figcaption>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure names it, and a title here would cover those of the dots */}
      <svg viewBox={`0 0 1000 ${map.height}`}>
        <g transform={map.ground}>
          <use href="#land" class="land" />
          <use href="#borders" class="borders" />
        </g>
        {map.dots.map((dot, index) => (
          <Dot key={index} dot={dot} frame={frame} />
        ))}
      </svg>
    </figure>
  );
}

function Dot({ dot, frame }: { readonly dot: MapDot; readonly frame: Frame }) {
  const { city, country, x, y, radius } = dot;
  const href = frame.link("connections", connectionParams({ place: city ?? country }));
  const inside = (
    <>
      <title>{dotText(dot, frame)}</title>
      <circle class={dot.isCountry ? "spot about" : "spot"} cx={x} cy={y} r={radius} />
      <text class="rd" x="8" y="18">
        {dotText(dot, frame)}
      </text>
    </>
  );
  if (href === undefined) return <g class="d">{inside}</g>;
  return (
    <a class="d" href={href}>
      {inside}
    </a>
  );
}

function dotText(dot: MapDot, { locale }: Frame): string {
  const { placesPage: words, placesSection, counts } = locale.words;
  const place =
    [dot.city, countryOf(dot, locale)]
      .filter((part) => part !== undefined)
      .map(visible)
      .join(", ") || placesSection.unknown;
  return fill(words.dot, {
    place: dot.isCountry ? fill(words.middle, { place }) : place,
    users: locale.plural(dot.users, counts.user),
    connections: locale.plural(dot.connections, counts.connection),
    sent: locale.bytes(dot.bytesSent),
    received: locale.bytes(dot.bytesReceived),
  });
}
