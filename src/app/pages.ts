import { AppError } from "../errors.ts";
import type { UnixSeconds } from "../model.ts";
import { webFrame } from "../output/frame.ts";
import type { Pages } from "../output/http/app.ts";
import { CONTENT_TYPES, type LoadedPage } from "../output/page.ts";
import { type FoundPage, findPage } from "../output/pages.ts";
import type { ReportSettings } from "../output/report-settings.ts";
import { changesOf } from "../store/changes.ts";
import { isOfDatabase } from "../store/open.ts";
import type { Ledger } from "./ledger.ts";

export interface PagesOptions {
  readonly ledger: Ledger;
  /** What the pages show now, troubles included. */
  readonly settings: () => ReportSettings;
  readonly now: () => UnixSeconds;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly health: Pages["health"];
}

/** A page says how old its news is: after so many seconds it is made anew, even if nothing happened. */
const PAGE_SECONDS = 10;

/** Looking whether the books have changed costs more than a page from memory: it is done this seldom. */
const LOOK_MILLISECONDS = 1000;

/** How long a page waits for books when it is known that something fails, and when it only looks for changes (F30). */
const PATIENCE_MILLISECONDS = 250;

/** How long it waits when nothing is known to fail: a remote database may be silent for ten seconds first (F37). */
const LOAD_MILLISECONDS = 2000;

/** So many pages are remembered for when the books cannot be had. */
const REMEMBERED = 32;

/** The pages of the web server, made from the books; while these cannot be had, from what they last were. */
export function createPages({ ledger, settings, now, monotonic, sleep, health }: PagesOptions): Pages {
  const remembered = new Map<string, LoadedPage>();
  const [loads, looks] = [createShared<LoadedPage | undefined>(), createShared<string>()];
  let version: { readonly text: string; readonly at: number } | undefined;

  const remember = (target: string, page: LoadedPage) => {
    remembered.delete(target);
    remembered.set(target, page);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };
  const isTroubled = () => (settings().troubles ?? []).length > 0;
  const inTime = async <T>(making: Promise<T>, isTime: () => boolean): Promise<T> => {
    let isOver = false;
    const late = async (): Promise<never> => {
      do await sleep(PATIENCE_MILLISECONDS);
      while (!isOver && !isTime());
      throw new AppError("database", "It does not answer; another program may be holding it");
    };
    const made = making.finally(() => {
      isOver = true;
    });
    return await Promise.race([made, late()]);
  };
  const bodyOf = async ({ page, form, names }: FoundPage, path: string, query: URLSearchParams) => {
    const target = `${path}?${query}`;
    const load = async () => {
      const current = settings();
      const frame = webFrame(current, now(), { path: path.slice(1), query });
      const options = { settings: current, frame, names, query };
      const made = await ledger.use(({ database }) => page.load({ database, ...options }, form));
      if (made) remember(target, made);
      return made;
    };
    try {
      const loading = loads(target, load);
      const since = monotonic();
      const isTime = () => isTroubled() || monotonic() - since > LOAD_MILLISECONDS;
      const made = await (remembered.has(target) ? inTime(loading, isTime) : loading);
      return made?.render();
    } catch (error) {
      const last = remembered.get(target);
      if (!isOfDatabase(error) || !(error instanceof Error) || last === undefined) throw error;
      const trouble = { what: "Reading the database", since: last.writtenAt, message: error.message };
      return last.render([...(settings().troubles ?? []), trouble]);
    }
  };
  const look = async (): Promise<string> => {
    const turn = Math.floor(now() / PAGE_SECONDS);
    const looking = looks("", () => ledger.use(({ database }) => changesOf(database)));
    const changes = await inTime(looking, () => true).catch(() => "unknown");
    return `${turn} ${changes} ${(settings().troubles ?? []).map(({ since }) => since).join(" ")}`;
  };
  return {
    async version() {
      const at = monotonic();
      if (version === undefined || at - version.at >= LOOK_MILLISECONDS) version = { text: await look(), at };
      return version.text;
    },
    has: (path) => findPage(path) !== undefined,
    async render(path, query) {
      const found = findPage(path);
      const body = found && (await bodyOf(found, path, query));
      return found && body !== undefined ? { type: CONTENT_TYPES[found.form], body } : undefined;
    },
    health,
  };
}

/** Makes one thing of a name at a time: whoever asks meanwhile shares it. */
function createShared<T>(): (name: string, make: () => Promise<T>) => Promise<T> {
  const pending = new Map<string, Promise<T>>();
  return (name, make) => {
    const made = pending.get(name) ?? make().finally(() => pending.delete(name));
    pending.set(name, made);
    return made;
  };
}
