import type { Page } from "playwright-core";
import { visibleName } from "../../../src/report/visible.ts";
import { HOSTILE_NAMES } from "../../../test/support/hostile-names.ts";
import { serveCompany } from "./company.ts";
import type { Tools } from "./demonstration.ts";
import { checkWidth } from "./page-checks.ts";
import { visit } from "./visit.ts";

/** Names that attack: what a browser parses is what it parses of plain ones, as users' names and as what is looked for. */
export async function tourHostileNames({ browser, tally, program }: Tools): Promise<void> {
  const context = await browser.newContext();
  const users = HOSTILE_NAMES.length;
  const hostile = await serveCompany(program, { users, online: 0, names: HOSTILE_NAMES });
  const plain = await serveCompany(program, { users, online: 0 });
  try {
    await tally.trial(`${users} hostile names leave the parsed page as plain ones do (F42)`, async () => {
      const ours = await visit(context, plain.url);
      const theirs = await visit(context, hostile.url);
      const names = await theirs.page.locator("#users tbody th bdi").allTextContents();
      const wanted = HOSTILE_NAMES.map((name) => visibleName(name.toWellFormed()));
      return [
        ...difference(await skeletonOf(ours.page), await skeletonOf(theirs.page)),
        ...difference(wanted.toSorted(), names.toSorted()),
        ...(await checkWidth(theirs.page)),
        ...theirs.complaints(),
      ];
    });
    await tally.trial(
      `looking for ${users} hostile names leaves it as looking for a plain one does (F42)`,
      async () => {
        const { page } = await visit(context, "about:blank");
        const search = async (name: string) => {
          const answer = await page.request.get(`${plain.url}/?q=${encodeURIComponent(name.toWellFormed())}`);
          return skeletonOf(page, await answer.text());
        };
        const wanted = await search("nobody");
        const problems: string[] = [];
        for (const name of HOSTILE_NAMES.filter((one) => one.trim() !== "")) {
          problems.push(
            ...difference(wanted, await search(name)).map((problem) => `${JSON.stringify(name)}: ${problem}`),
          );
        }
        return problems;
      },
    );
  } finally {
    await hostile.stop();
    await plain.stop();
    await context.close();
  }
}

/** What the browser makes of a document, the page's own unless `html` is given: all of its elements, but no text. */
function skeletonOf(page: Page, html?: string): Promise<readonly string[]> {
  return page.evaluate((text) => {
    const parsed = text === undefined ? document : new DOMParser().parseFromString(text, "text/html");
    // What was looked for may stand in the addresses of links and in the field; and time goes on.
    const free = ["href", "value", "datetime"];
    return [...parsed.querySelectorAll("*")].map((element) => {
      const attributes = [...element.attributes].map(({ name, value }) =>
        free.includes(name) ? name : `${name}=${value}`,
      );
      return `${element.parentElement?.tagName} > ${element.tagName} ${attributes.join(" ")}`;
    });
  }, html);
}

/** The first in which two lists differ. */
function difference(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const at = Array.from({ length: Math.max(wanted.length, found.length) }).findIndex((_, i) => wanted[i] !== found[i]);
  return at < 0 ? [] : [`${found[at]} is found at ${at}, not ${wanted[at]}`];
}
