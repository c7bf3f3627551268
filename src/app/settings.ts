import { type Calendar, createCalendar } from "../account/calendar.ts";
import type { Config } from "../config.ts";
import { locationCredits } from "../geo/credits.ts";
import type { Cleaning } from "../jobs/clean.ts";
import type { ReportSettings } from "../output/report-settings.ts";
import type { Retention } from "../store/retention.ts";

/* What each room needs of the configuration: no room sees the whole. */

const calendars = new WeakMap<Config, Calendar>();

/** The calendar of days and billing months: one for all polls and pages, since it remembers the buckets of now. */
export function calendarOf(config: Config): Calendar {
  const calendar = calendars.get(config) ?? createCalendar(config.time_zone, config.month_starts_on);
  calendars.set(config, calendar);
  return calendar;
}

/** How the books are cleaned. */
export function cleaningOf(config: Config): Pick<Cleaning, "interval" | "retention" | "newId"> {
  return { interval: config.db_clean_interval, retention: retentionOf(config), newId: () => crypto.randomUUID() };
}

function retentionOf(config: Config): Retention {
  return {
    five_minutes: config.retention_five_minutes,
    hour: config.retention_hours,
    day: config.retention_days,
    connections: config.db_clean_how_many_days_keep_data * 86_400,
    addresses: config.retention_addresses ?? config.db_clean_how_many_days_keep_data * 86_400,
  };
}

/** What reports show, and how. */
export function reportSettings(config: Config, { version }: { readonly version: string }): ReportSettings {
  const placesDays = config.location_info === false ? 0 : config.ip_information_shown_in_web;
  return {
    version,
    calendar: calendarOf(config),
    reader: { language: config.language, units: config.units, timeZone: config.time_zone },
    fullNames: config.enable_full_user_name_in_web,
    ipInWeb: config.ip_in_web,
    people: config.people,
    showProviders: config.enable_provider_in_web,
    placesDays,
    locates: config.location_info !== false,
    addressesDays: Math.floor(retentionOf(config).addresses / 86_400),
    connectionsDays: config.db_clean_how_many_days_keep_data,
    credits: placesDays > 0 ? locationCredits(config.location_info) : [],
  };
}

/** The same for files that are written: they may lie where others than the page's readers read them. */
export function fileSettings(settings: ReportSettings, config: Config): ReportSettings {
  return {
    ...settings,
    fullNames: config.enable_full_user_name_in_file ?? settings.fullNames,
    ipInWeb: config.ip_in_file ?? settings.ipInWeb,
  };
}

/** Where reports are written. */
export function reportFiles({ htmlFile, textFile, pagesDirectory }: Config) {
  return { html: htmlFile, text: textFile, pages: pagesDirectory };
}

/** The same for a report that is to be handed on: it names nobody, and tells nobody's address. */
export function privateSettings(settings: ReportSettings): ReportSettings {
  return { ...settings, fullNames: false, ipInWeb: "none" };
}
