import { queryValues } from "./query-values.ts";

/** By what places are put together. */
export const PLACE_GROUPS = ["country", "city", "provider"] as const;
export type PlaceGroup = (typeof PLACE_GROUPS)[number];

/** Which places somebody asks for. */
export interface PlacesQuery {
  readonly by: PlaceGroup;
  /** Of the connections that were seen in the last so many days. */
  readonly days: number;
  /** 1 is the first. */
  readonly page: number;
}

export interface PlacesDefaults {
  readonly days: number;
  /** Whether providers are shown. */
  readonly providers: boolean;
}

/** Longer than connections can be kept. */
const MOST_DAYS = 9999;

/** What a query string asks for; throws AppError "usage" for a value that cannot be. */
export function parsePlacesQuery(params: URLSearchParams, { days, providers }: PlacesDefaults): PlacesQuery {
  const values = queryValues(params, "show places");
  const by = values.oneOf("by", PLACE_GROUPS) ?? "country";
  if (by === "provider" && !providers) throw values.refusal("by", "must be country or city: providers are not shown");
  return {
    by,
    days: values.whole("days", 1, MOST_DAYS) ?? days,
    page: values.whole("page", 1, 999_999) ?? 1,
  };
}

/** The query string that asks for it, defaults left out. */
export function placesParams({ by, days, page }: PlacesQuery, usualDays: number): URLSearchParams {
  const params = new URLSearchParams();
  if (by !== "country") params.set("by", by);
  if (days !== usualDays) params.set("days", String(days));
  if (page > 1) params.set("page", String(page));
  return params;
}
