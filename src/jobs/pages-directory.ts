import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { AppError } from "../errors.ts";
import type { UnixSeconds } from "../model.ts";
import { removeFile, writeFileAtomically } from "../output/atomic-file.ts";
import { makeDirectory } from "../output/make-directory.ts";
import { findPage } from "../output/pages.ts";
import { pageFile } from "../report/links.ts";

/** Where linked pages are written, and who may read them. */
export interface PagesDirectory {
  readonly path: string;
  readonly mode: number;
}

/** Lies in a directory of pages: by it they are known to be ours, and what they were all made by. */
const MARK = ".ovpnstats";

/** A directory of pages, by their paths; files of others in it are neither replaced nor removed. */
export interface Pages {
  /** What all pages were made by when they were last finished; undefined: they never were, or not since. */
  readonly edition: string | undefined;
  /** Undefined: there is none. */
  writtenAt(page: string): UnixSeconds | undefined;
  write(page: string, content: string): Promise<void>;
  /** Removes all other pages. */
  keepOnly(pages: ReadonlySet<string>): void;
  /** Until it is called again with an edition, pages of several may lie there. */
  mark(edition: string | undefined): Promise<void>;
}

/** Opens the directory, and makes it where there is none. Throws where others' files have places of pages. */
export function openPages({ path: root, mode }: PagesDirectory, uid: number | undefined): Pages {
  makeFolder(root, mode);
  const known = markIn(root);
  const [foreign] = known === undefined ? pagesIn(root) : [];
  if (foreign !== undefined) {
    const what = `${pageFile(foreign)} there was not written by ovpnstats`;
    throw new AppError("output", `Cannot write pages into ${root}: ${what}; move it away, or set web_file_path`);
  }
  const placeOf = (page: string) => join(root, pageFile(page));
  return {
    edition: known === "" ? undefined : known,
    writtenAt(page) {
      const found = statSync(placeOf(page), { throwIfNoEntry: false });
      return found && Math.floor(found.mtimeMs / 1000);
    },
    async write(page, content) {
      const place = placeOf(page);
      if (dirname(place) !== root) makeFolder(dirname(place), mode);
      await writeFileAtomically(place, content, { mode, uid });
    },
    keepOnly(pages) {
      for (const page of pagesIn(root)) if (!pages.has(page)) removeFile(placeOf(page), uid);
    },
    mark: (edition = "") => writeFileAtomically(join(root, MARK), edition, { mode, uid }),
  };
}

/** Who may read the files in it may go there. */
function makeFolder(path: string, mode: number): void {
  makeDirectory(path, mode | 0o100 | ((mode & 0o044) >> 2));
}

/** What the mark of a directory says; undefined: it has none. */
function markIn(directory: string): string | undefined {
  const path = join(directory, MARK);
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : undefined;
}

/** The pages whose files lie there. */
function pagesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(FILE_END))
    .map(({ parentPath, name }) => pageOf(relative(directory, join(parentPath, name))))
    .filter((page) => page !== undefined);
}

const FILE_END = ".html";

/** The page whose file has that place; undefined: none has. */
function pageOf(place: string): string | undefined {
  const name = place.slice(0, -FILE_END.length);
  const page = name === "index" ? "" : name;
  return findPage(`/${page}`)?.form === "html" && pageFile(page) === place ? page : undefined;
}
