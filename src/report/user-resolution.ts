import type { Resolution } from "../account/calendar.ts";
import { AppError } from "../errors.ts";

/** By what a user's traffic can be looked at, as the address says it. */
export const USER_RESOLUTIONS = ["5-minutes", "hours", "days", "months", "years"] as const;
export type UserResolution = (typeof USER_RESOLUTIONS)[number];

export const DEFAULT_RESOLUTION: UserResolution = "days";

/** The resolution of the books. */
export const RESOLUTION_OF: Readonly<Record<UserResolution, Resolution>> = {
  "5-minutes": "five_minutes",
  hours: "hour",
  days: "day",
  months: "month",
  years: "year",
};

/** The resolution that a query string asks for as `by`; throws AppError "usage" for another word. */
export function parseUserResolution(params: URLSearchParams): UserResolution {
  const given = params.get("by");
  if (given === null || given === "") return DEFAULT_RESOLUTION;
  const word = USER_RESOLUTIONS.find((one) => one === given);
  if (word !== undefined) return word;
  const shown = given.length > 40 ? `${given.slice(0, 40)}…` : given;
  throw new AppError(
    "usage",
    `Cannot show a user's traffic with by=${JSON.stringify(shown)}: by must be one of ${USER_RESOLUTIONS.join(", ")}`,
  );
}
