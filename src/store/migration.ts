/** One step of the schema. A step that was released is never edited: a later one mends it. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** The tables of traffic as the schema first named them: steps that were released name them so, whatever comes later. */
export const FIRST_TABLES = {
  five_minutes: "traffic_five_minutes",
  hour: "traffic_hour",
  day: "traffic_day",
  month: "traffic_month",
  year: "traffic_year",
} as const;
