import type { Locator } from "../geo/place.ts";
import type { UnixSeconds } from "../model.ts";
import type { Database } from "../store/open.ts";
import {
  type AddressPlace,
  type DueAddress,
  type LocatingProgress,
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

/**
 * Looks up the addresses that are new; where that is due, also those never answered and those whose answer is old.
 * Answers how many it looked up. Costs one short statement where there is nothing to do.
 */
export async function locate(database: Database, { locator, now, interval }: LocateOptions): Promise<number> {
  const { progress, newest } = await loadProgress(database);
  const started = now();
  // Several machines with one remote database need not have the same sources.
  const signature = database.location.kind === "file" ? await locator.signature?.() : undefined;
  const isChanged = progress !== undefined && progress.signature !== signature;
  const isDue = progress === undefined || isChanged || started < progress.at || started - progress.at >= interval;
  if (!isDue && newest <= progress.newest) return 0;
  if (locator.pause && progress?.pause) Object.assign(locator.pause, progress.pause);
  const count = await locateAll(database, { locator, now, after: isDue ? 0 : progress.newest, all: isChanged });
  const done: LocatingProgress = { at: isDue ? started : progress.at, newest, signature, pause: locator.pause };
  await saveProgress(database, done);
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
  const { again = false, city, region, country, provider } = (await locator.locate(host)) ?? {};
  return { id, city, region, country, provider, at: again ? undefined : now };
}
