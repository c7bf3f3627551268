import type { Counters } from "../model.ts";
import { type FirstSight, networkKey, type SightKind } from "./first-sight.ts";
import { mapDots, type Spot } from "./map-dots.ts";
import type { NewSight, News, PlaceGroupLine, PlaceName, PlaceSums, Places, PlacesAbsence } from "./places.ts";
import type { PlaceGroup, PlacesQuery } from "./places-query.ts";
import { pageCount, pageOf } from "./user-list.ts";

/** What the books say of places. */
export interface PlacesFacts {
  readonly total: PlaceSums;
  /** Most traffic first; one without a name is what is not known. */
  readonly groups: readonly (PlaceName & PlaceSums)[];
  readonly spots: readonly Spot[];
}

export interface PlacesOptions {
  readonly query: PlacesQuery;
  readonly absence: PlacesAbsence | undefined;
  readonly usualDays: number;
  readonly keptDays: number;
  readonly showProviders: boolean;
  /** All of the list, however long. */
  readonly isWhole: boolean;
  /** Of all users, the latest first. */
  readonly sights: readonly FirstSight[];
}

/** Places whose new users have no names yet. */
export interface NamelessPlaces extends Omit<Places, "news"> {
  readonly news: readonly Omit<NewSight, "name">[];
}

const NO_SUMS: PlaceSums = { users: 0, connections: 0, bytesReceived: 0n, bytesSent: 0n };

/** More of what is new than this is no news. */
export const MOST_NEWS = 50;

/** Where users connect from, from what the books say. */
export function buildPlaces({ total, groups, spots }: PlacesFacts, options: PlacesOptions): NamelessPlaces {
  const { query, showProviders } = options;
  const known = groups.filter(isKnown);
  const unknown = groups.find((group) => !isKnown(group)) ?? NO_SUMS;
  const sights = options.sights.filter(({ kind }) => showProviders || kind === "country");
  const news = newsOf(sights, query.by);
  const [all, most] = [bytesOf(total), known[0] ? bytesOf(known[0]) : 0n];
  const lines = known.map((group): PlaceGroupLine => {
    const bytes = bytesOf(group);
    return { ...group, share: part(bytes, all), length: part(bytes, most), news: news.get(keyOf(group, query.by)) };
  });
  const pages = options.isWhole ? 1 : pageCount(lines.length);
  const page = Math.min(query.page, pages);
  return {
    absence: options.absence,
    query: { ...query, page },
    usualDays: options.usualDays,
    keptDays: options.keptDays,
    spans: spansOf(query.days, options),
    groups: showProviders ? ["country", "city", "provider"] : ["country", "city"],
    total,
    countries: new Set(spots.flatMap(({ country }) => country ?? [])).size,
    unknown,
    lines: options.isWhole ? lines : pageOf(lines, page),
    matching: lines.length,
    pages,
    ...mapDots(spots),
    newUsers: new Set(sights.map(({ user }) => user)).size,
    news: newSights(sights).slice(0, MOST_NEWS),
  };
}

function spansOf(days: number, { usualDays, keptDays }: PlacesOptions): number[] {
  const useful = [1, usualDays, keptDays].filter((one) => one <= keptDays);
  return [...new Set([...useful, days])].sort((a, b) => a - b);
}

function isKnown({ city, region, country, provider }: PlaceName): boolean {
  return (city ?? region ?? country ?? provider) !== undefined;
}

function bytesOf({ bytesReceived, bytesSent }: Counters): bigint {
  return bytesReceived + bytesSent;
}

function part(bytes: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(bytes) / Number(whole);
}

const KIND_OF: Readonly<Record<PlaceGroup, SightKind | undefined>> = {
  country: "country",
  city: undefined,
  provider: "network",
};

function keyOf({ country = "", provider = "" }: PlaceName, by: PlaceGroup): string {
  return by === "provider" ? networkKey(provider) : country;
}

/** For whom each group is new; a city is not told from others. */
function newsOf(sights: readonly FirstSight[], by: PlaceGroup): Map<string, News> {
  const news = new Map<string, News>();
  for (const { key, kind, at } of sights) {
    if (kind !== KIND_OF[by]) continue;
    const { users, since } = news.get(key) ?? { users: 0, since: at };
    news.set(key, { users: users + 1, since: Math.min(since, at) });
  }
  return news;
}

/** One line for what was new of a user at once. */
function newSights(sights: readonly FirstSight[]): NamelessPlaces["news"] {
  const found = new Map<string, NamelessPlaces["news"][number]>();
  for (const { user, kind, name, at } of sights) {
    const line = found.get(`${user} ${at}`) ?? { user, at, country: undefined, provider: undefined };
    found.set(`${user} ${at}`, kind === "country" ? { ...line, country: name } : { ...line, provider: name });
  }
  return [...found.values()];
}

/** The places as they are shown, where users may be called so. */
export function namePlaces(places: NamelessPlaces, names: ReadonlyMap<number, string>): Places {
  return { ...places, news: places.news.map((sight) => ({ ...sight, name: names.get(sight.user) ?? "" })) };
}
