import type { Client } from "@libsql/client";
import { AppError } from "../errors.ts";

/** By what days and (billing) months are cut. */
export interface Zone {
  /** IANA name. */
  readonly timeZone: string;
  readonly monthStartsOn: number;
}

const SELECT_ZONE = `
  SELECT max(value) FILTER (WHERE name = 'time_zone'), max(value) FILTER (WHERE name = 'month_starts_on')
  FROM settings`;

const KEEP_ZONE = "INSERT OR IGNORE INTO settings (name, value) VALUES ('time_zone', ?1), ('month_starts_on', ?2)";

/**
 * Books that several machines write are cut by one zone: that of whoever wrote first. Throws an AppError where this
 * machine's is another. `readOnly` keeps nothing.
 */
export async function agreeOnZone(
  client: Client,
  database: string,
  zone: Zone,
  { readOnly }: { readonly readOnly: boolean },
): Promise<void> {
  let held = await heldZone(client);
  if (held === undefined && !readOnly) {
    await client.execute({ sql: KEEP_ZONE, args: [zone.timeZone, String(zone.monthStartsOn)] });
    held = await heldZone(client);
  }
  if (held === undefined || (held.timeZone === zone.timeZone && held.monthStartsOn === zone.monthStartsOn)) return;
  throw new AppError(
    "database",
    `Cannot use the database ${database}: its days are cut by ${told(held)}, and here by ${told(zone)}; ` +
      `set time_zone = ${JSON.stringify(held.timeZone)} and month_starts_on = ${held.monthStartsOn}, as all who share it`,
  );
}

async function heldZone(client: Client): Promise<Zone | undefined> {
  const { rows } = await client.execute(SELECT_ZONE);
  const [timeZone, monthStartsOn] = [rows[0]?.[0], rows[0]?.[1]];
  if (typeof timeZone !== "string" || typeof monthStartsOn !== "string") return undefined;
  return { timeZone, monthStartsOn: Number(monthStartsOn) };
}

function told({ timeZone, monthStartsOn }: Zone): string {
  return `time_zone ${timeZone} and month_starts_on ${monthStartsOn}`;
}
