/** So many seconds a period can have at most: a day may have 25 hours, a billing month 31 days. */
const SECONDS = { five_minutes: 300, hour: 7200, day: 90_000, month: 31 * 86_400 + 3600, year: 366 * 86_400 + 3600 };

/** In SQL, the most seconds that the period of a row of `observed` can have. */
export const LONGEST = `(CASE resolution ${Object.entries(SECONDS)
  .map(([resolution, seconds]) => `WHEN '${resolution}' THEN ${seconds}`)
  .join(" ")} ELSE -1 END)`;
