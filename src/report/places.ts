import type { Counters, UnixSeconds } from "../model.ts";
import type { Frame } from "./frame.ts";
import type { PlaceGroup, PlacesQuery } from "./places-query.ts";

/** What users' connections from somewhere come to. */
export interface PlaceSums extends Counters {
  readonly users: number;
  readonly connections: number;
}

/** A place's name, as far as it is told and shown; nothing at all: an unknown place. */
export interface PlaceName {
  readonly city?: string | undefined;
  readonly region?: string | undefined;
  readonly country?: string | undefined;
  readonly provider?: string | undefined;
}

/** Users for whom a place is new. */
export interface News {
  readonly users: number;
  /** When it was new for the first of them. */
  readonly since: UnixSeconds;
}

/** A line of the list. */
export interface PlaceGroupLine extends PlaceName, PlaceSums {
  /** Of all bytes, 0 to 1. */
  readonly share: number;
  /** Of the bytes of the first, 0 to 1. */
  readonly length: number;
  /** Of countries and providers; undefined: nobody's first connections. */
  readonly news: News | undefined;
}

/** A place on a map, in thousandths of the width that is seen; as large as its users are many. */
export interface MapDot extends PlaceSums {
  readonly city: string | undefined;
  readonly country: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** It stands for a country, about its middle. */
  readonly isCountry: boolean;
}

/** A map with its dots, the largest first, so that none hides another. */
export interface DotMap {
  /** In thousandths of its width. */
  readonly height: number;
  /** Brings the paths of land and borders to where they belong, as an SVG transform. */
  readonly ground: string;
  readonly dots: readonly MapDot[];
}

/** A user's first connection from a country, a network or both at once. */
export interface NewSight {
  readonly user: number;
  readonly name: string;
  readonly at: UnixSeconds;
  readonly country: string | undefined;
  readonly provider: string | undefined;
}

/** Why there are no places: none are looked up, or none are shown here. */
export type PlacesAbsence = "not-located" | "not-shown";

/** Where users connect from. */
export interface Places {
  /** Undefined: they are shown. */
  readonly absence: PlacesAbsence | undefined;
  readonly query: PlacesQuery;
  /** Days of which places are shown unless asked otherwise, and for which connections are kept. */
  readonly usualDays: number;
  readonly keptDays: number;
  /** Of how many days they can be seen: some useful numbers in their order, the one asked for among them. */
  readonly spans: readonly number[];
  /** By what they can be put together here. */
  readonly groups: readonly PlaceGroup[];
  readonly total: PlaceSums;
  /** How many countries users connected from. */
  readonly countries: number;
  /** What is of places that nobody knows. */
  readonly unknown: PlaceSums;
  /** Those of the page, most traffic first. */
  readonly lines: readonly PlaceGroupLine[];
  readonly matching: number;
  readonly pages: number;
  /** All dots. */
  readonly world: DotMap;
  /** Where all users are, or most; undefined: all over the world, or nowhere. */
  readonly near: DotMap | undefined;
  /** Places that are known and not on the map: beyond the most dots, or of countries nobody knows. */
  readonly offMap: number;
  /** The latest first, so many as are read. */
  readonly news: readonly NewSight[];
  /** For how many users anything was new. */
  readonly newUsers: number;
}

/** The page of places. */
export interface PlacesReport extends Frame, Places {}
