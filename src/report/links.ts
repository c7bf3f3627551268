/** A key of a query string and its value. */
export type QueryField = readonly [key: string, value: string];

/**
 * The address of a page, by its path without leading slash ("users/12"; "" is the overview) and its query; undefined
 * where it cannot be reached from here: what would be a link is then plain text.
 */
export type Link = (path: string, query?: URLSearchParams | string) => string | undefined;

/**
 * Links between the pages of the web server, for the page at `path`. They are relative, since a proxy may serve all
 * of them below a path of its own, and take along what the reader chose.
 */
export function webLinks(path: string, chosen: readonly QueryField[]): Link {
  const root = "../".repeat(path.split("/").length - 1) || "./";
  return (to, query = "") => {
    if (query === "" && chosen.length === 0) return root + to;
    const all = new URLSearchParams(query);
    for (const [key, value] of chosen) all.append(key, value);
    return all.size === 0 ? root + to : `${root}${to}?${all}`;
  };
}

/** The file of a page, in a directory of pages. */
export function pageFile(path: string): string {
  return `${path === "" ? "index" : path}.html`;
}

/** Links between the files of a directory of pages; a file cannot answer a query. */
export function fileLinks(path: string, isThere: (path: string) => boolean): Link {
  const root = "../".repeat(path.split("/").length - 1);
  return (to, query = "") => (String(query) === "" && isThere(to) ? root + pageFile(to) : undefined);
}

/** Those of a page that stands alone. */
export const noLinks: Link = () => undefined;
