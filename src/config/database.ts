import * as v from "valibot";
import { key } from "./key.ts";
import { fileName, interval, path, serverUrl, timeZone, wholeNumber } from "./kinds.ts";

export const databaseOptions = v.strictObject({
  db_file_name: key(fileName, "connection", "The database's file name; .db is added where it is missing"),
  db_file_location: key(path, undefined, "The directory of the database", {
    otherwise: "$STATE_DIRECTORY under systemd, /var/lib/ovpnstats as root, else ~/.local/state/ovpnstats",
    sample: "/var/lib/ovpnstats",
  }),
  db_url: key(serverUrl, undefined, "A remote libSQL server to keep the books in, for several VPN servers together", {
    otherwise: "a local file",
    sample: "libsql://books.example.net",
  }),
  db_auth_token_file: key(
    path,
    undefined,
    "The file that holds the token for db_url; the variable OVPNSTATS_DB_AUTH_TOKEN may hold the token itself",
    { otherwise: "no token", sample: "/etc/ovpnstats/token" },
  ),
  time_zone: key(timeZone, undefined, "The zone in which days begin and times are shown", {
    otherwise: "the system's",
    sample: "Europe/Berlin",
  }),
  month_starts_on: key(wholeNumber(1, 31), 1, "Day on which the (billing) month begins; in shorter months the last"),
});

export const retentionOptions = v.strictObject({
  db_clean_interval: key(interval("1 min", "20 days"), "1 day", "How often the database is cleaned"),
  db_clean_how_many_days_keep_data: key(wholeNumber(1, 36_500), 31, "Days for which ended connections are kept"),
  retention_addresses: key(
    interval("1h", "100 years"),
    undefined,
    "How long the real addresses of ended connections are kept, at most as long as the connections",
    { otherwise: "as long as the connections", sample: "7 days" },
  ),
  retention_five_minutes: key(interval("1h", "100 years"), "48h", "How long traffic is kept by 5 minutes"),
  retention_hours: key(interval("1 day", "100 years"), "62 days", "How long traffic is kept by the hour"),
  retention_days: key(
    interval("32 days", "100 years"),
    "3 years",
    "How long traffic is kept by the day; by month, by year and of all time it is kept for ever",
  ),
});
