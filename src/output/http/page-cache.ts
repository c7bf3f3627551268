import { createPage, type Page } from "./page.ts";

export interface PageCache {
  /** The page of a target in this version; made once, however many ask for it meanwhile. */
  get(target: string, version: string): Promise<Page>;
}

export interface CacheLimits {
  readonly pages: number;
  readonly bytes: number;
}

interface Kept {
  readonly page: Promise<Page>;
  bytes: number;
}

/** Pages of one version, within limits: the oldest goes first. What cannot be kept is made for those who wait now. */
export function createPageCache(render: (target: string) => Promise<Response>, limits: CacheLimits): PageCache {
  const kept = new Map<string, Kept>();
  let ofVersion: string | undefined;
  let bytes = 0;

  const drop = (target: string, entry: Kept) => {
    if (kept.get(target) !== entry) return;
    kept.delete(target);
    bytes -= entry.bytes;
  };
  const makeRoom = () => {
    for (const [target, entry] of kept) {
      if (kept.size <= limits.pages && bytes <= limits.bytes) return;
      drop(target, entry);
    }
  };
  const weigh = (target: string, entry: Kept, page: Page) => {
    if (kept.get(target) !== entry) return;
    if (page.bytes > limits.bytes / 2) return drop(target, entry);
    entry.bytes = page.bytes;
    bytes += page.bytes;
    makeRoom();
  };
  const add = (target: string): Kept => {
    const entry: Kept = { page: render(target).then(createPage), bytes: 0 };
    kept.set(target, entry);
    entry.page.then(
      (page) => weigh(target, entry, page),
      () => drop(target, entry),
    );
    makeRoom();
    return entry;
  };

  return {
    get(target, version) {
      if (version !== ofVersion) {
        kept.clear();
        bytes = 0;
        ofVersion = version;
      }
      return (kept.get(target) ?? add(target)).page;
    },
  };
}
