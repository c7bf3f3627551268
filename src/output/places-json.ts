import type { MapDot, NewSight, PlaceGroupLine, PlaceName, PlaceSums, PlacesReport } from "../report/places.ts";
import { frameMembers } from "./json-frame.ts";
import { array, type Member, number, object, optionalText, text } from "./json-text.ts";

/** Where users connect from, as JSON. */
export function renderPlacesJson(report: PlacesReport): string {
  const { absence, query, total, unknown, lines, matching, pages, world, offMap, news } = report;
  const members = {
    ...frameMembers(report),
    absence: optionalText(absence),
    by: text(query.by),
    days: number(query.days),
    kept_days: number(report.keptDays),
    total: object("  ", sums(total)),
    unknown: object("  ", sums(unknown)),
    matching: number(matching),
    page: number(query.page),
    pages: number(pages),
    places: array("  ", lines, line),
    map: array("  ", world.dots, dot),
    off_map: number(offMap),
    new_users: number(report.newUsers),
    news: array("  ", news, sight),
  };
  return `${object("", members)}\n`;
}

function sums({ users, connections, bytesReceived, bytesSent }: PlaceSums): Record<string, Member> {
  return {
    users: number(users),
    connections: number(connections),
    bytes_received: String(bytesReceived),
    bytes_sent: String(bytesSent),
  };
}

function name({ city, region, country, provider }: PlaceName): Record<string, Member> {
  return {
    city: optionalText(city),
    region: optionalText(region),
    country: optionalText(country),
    provider: optionalText(provider),
  };
}

function line({ share, news, ...place }: PlaceGroupLine, indent: string): string {
  return object(indent, {
    ...name(place),
    ...sums(place),
    share: number(share),
    new_users: number(news?.users ?? 0),
    new_since: number(news?.since),
  });
}

/** Where on the map it is, is the map's own affair. */
function dot({ city, country, isCountry, ...place }: MapDot, indent: string): string {
  return object(indent, {
    city: optionalText(city),
    country: optionalText(country),
    whole_country: String(isCountry),
    ...sums(place),
  });
}

function sight({ user, name: called, at, country, provider }: NewSight, indent: string): string {
  return object(indent, {
    user_id: number(user),
    user: text(called),
    first_at: number(at),
    country: optionalText(country),
    provider: optionalText(provider),
  });
}
