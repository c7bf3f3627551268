import type { Browser } from "playwright-core";

/** A kind of page, by the first that a link led to. */
export interface Found {
  /** The first part of its path: "users". */
  readonly name: string;
  /** With its query, from the root. */
  readonly path: string;
}

/** More pages than this are not looked through for links. */
const MOST_PAGES = 60;

/** Of pages of one kind, such as those of users, so many are looked through. */
const OF_A_KIND = 2;

/** Follows the links of pages from the first one on: every kind of page that can be reached so, without the first. */
export async function walk(browser: Browser, url: string): Promise<readonly Found[]> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const kinds = new Map<string, Found[]>();
  const waiting = ["/"];
  const known = new Set(waiting);
  for (
    let path = waiting.shift(), pages = 0;
    path !== undefined && pages < MOST_PAGES;
    path = waiting.shift(), pages++
  ) {
    await page.goto(url + path);
    const links = await page
      .locator("a[href]")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    for (const href of links) {
      const { origin, pathname } = new URL(href, url + path);
      if (origin !== url || known.has(pathname)) continue;
      known.add(pathname);
      const name = pathname.split("/")[1] ?? "";
      const same = kinds.get(name) ?? [];
      if (same.length >= OF_A_KIND || pathname.startsWith("/api/")) continue;
      kinds.set(name, [...same, { name, path: pathname }]);
      waiting.push(pathname);
    }
  }
  await context.close();
  return [...kinds.values()].flatMap(([first]) => first ?? []);
}
