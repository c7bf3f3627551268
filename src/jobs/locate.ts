import type { Locator } from "../geo/place.ts";
import type { UnixSeconds } from "../model.ts";
import { noteFirstSights, noteKnownSights } from "../store/first-sights.ts";
import type { Database } from "../store/open.ts";
import {
  type AddressPlace,
  type DueAddress,
  loadDueAddresses,
  loadProgress,
  savePlaces,
  saveProgress,
} from "../store/places.ts";

export interface LocateOptions {
  readonly locator: Locator;
  readonly now: () => UnixSeconds;
  /** Seconds after which also addresses are looked at that are not new. */
  readonly interval: number;
}

/** An address may wait so long for its provider to be asked; until then its connections are gone through again. */
const LATE_SECONDS = 86_400;

/** Ends become known some minutes late. */
const RECENT_SECONDS = 3600;

/**
 * Looks up the addresses that are new; where that is due, also those never answered and those whose answer is old. Then
 * notes which users are connected from a new country or network. Answers how many it looked up. Costs one short
 * statement where there is nothing to do.
 */
export async function locate(database: Database, { locator, now, interval }: LocateOptions): Promise<number> {
  const { progress, newest, opened } = await loadProgress(database);
  const started = now();
  // Several machines with one remote database need not have the same sources.
  const signature = database.location.kind === "file" ? await locator.signature?.() : undefined;
  const isChanged = progress !== undefined && progress.signature !== signature;
  const isDue = progress === undefined || isChanged || started < progress.at || started - progress.at >= interval;
  const isNew = newest > (progress?.newest ?? 0);
  if (!isDue && !isNew && opened === progress.sights?.opened) return 0;
  if (locator.pause && progress?.pause) Object.assign(locator.pause, progress.pause);
  const after = isDue ? 0 : progress.newest;
  const count = isDue || isNew ? await locateAll(database, { locator, now, after, all: isChanged }) : 0;
  // What other sources say of old addresses is news of the sources, not of the users.
  const noted = isChanged ? undefined : progress?.sights?.at;
  if (noted === undefined) await noteKnownSights(database);
  else await noteFirstSights(database, { since: noted - (isDue ? LATE_SECONDS : RECENT_SECONDS), noted });
  const sights = { at: started, opened };
  await saveProgress(database, { at: isDue ? started : progress.at, newest, signature, pause: locator.pause, sights });
  return count;
}

interface Range {
  readonly locator: Locator;
  readonly now: () => UnixSeconds;
  readonly after: number;
  readonly all: boolean;
}

/** Goes through the addresses that are due, some thousands at a time. */
async function locateAll(database: Database, { locator, now, after, all }: Range): Promise<number> {
  let count = 0;
  let isPrepared = false;
  for (let last = after; ; ) {
    const due = await loadDueAddresses(database, { now: now(), after: last, all });
    const newest = due.at(-1);
    if (newest === undefined) return count;
    if (!isPrepared) await locator.prepare?.();
    isPrepared = true;
    const places: AddressPlace[] = [];
    for (const address of due) places.push(await locateOne(address, locator, now()));
    await savePlaces(database, places);
    last = newest.id;
    count += due.length;
  }
}

async function locateOne({ id, host }: DueAddress, locator: Locator, now: UnixSeconds): Promise<AddressPlace> {
  const { again = false, coordinates, ...place } = (await locator.locate(host)) ?? {};
  const { city, region, country, provider } = place;
  return { id, city, region, country, provider, ...coordinates, at: again ? undefined : now };
}
