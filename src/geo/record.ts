import { coordinatesIn } from "./coordinates.ts";
import { countryName } from "./country.ts";
import { outsideText } from "./outside-text.ts";
import type { Place } from "./place.ts";

/**
 * The place that a record of an MMDB file tells: MaxMind and DB-IP nest names by language, IPinfo and ip-location-db
 * write one flat map.
 */
export function placeOfRecord(record: unknown): Place {
  const country = at(record, "country");
  const code = at(country, "iso_code") ?? at(record, "country_code") ?? country;
  return {
    city: outsideText(english(at(record, "city"))),
    region: outsideText(english(at(at(record, "subdivisions"), "0")) ?? at(record, "region") ?? at(record, "state1")),
    country: countryName(code, english(country) ?? at(record, "country_name")),
    provider: providerOf(record),
    coordinates: positionOf(record),
  };
}

function positionOf(record: unknown): Place["coordinates"] {
  const location = at(record, "location");
  const where = typeof location === "object" && location !== null ? location : record;
  return coordinatesIn(at(where, "latitude") ?? at(where, "lat"), at(where, "longitude") ?? at(where, "lng"));
}

function providerOf(record: unknown): string | undefined {
  const number = at(record, "autonomous_system_number") ?? at(record, "asn");
  const name =
    at(record, "autonomous_system_organization") ??
    at(record, "as_name") ??
    at(record, "isp") ??
    (number === undefined ? undefined : at(record, "name"));
  const [, digits] = /^(?:AS)?(\d{1,10})$/i.exec(String(number)) ?? [];
  const words = [digits === undefined ? undefined : `AS${digits}`, outsideText(name)];
  return outsideText(words.filter((word) => word !== undefined).join(" "));
}

/** The name of a thing that is either its name, or has names by language. */
function english(thing: unknown): unknown {
  return typeof thing === "string" ? thing : at(at(thing, "names"), "en");
}

function at(thing: unknown, key: string): unknown {
  return typeof thing === "object" && thing !== null && Object.hasOwn(thing, key) ? Reflect.get(thing, key) : undefined;
}
