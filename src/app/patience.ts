import { collectGarbage } from "../runtime/garbage.ts";
import { createClock } from "./clock.ts";

/** The clock of a command that runs once. */
export const clock = createClock();

/** Another ovpnstats holds the database for milliseconds, a cleaning of years for seconds. */
export const patience = { ...clock, limit: 30_000, collectGarbage };
