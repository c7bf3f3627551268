import type { Page } from "playwright-core";
import { visibleName } from "../../../src/report/visible.ts";
import { HOSTILE_NAMES } from "../../../test/support/hostile-names.ts";
import { serveCompany } from "./company.ts";
import type { Tools } from "./demonstration.ts";
import { checkWidth } from "./page-checks.ts";
import { difference, skeletonOf } from "./skeleton.ts";
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
        return search(page, plain.url);
      },
    );
  } finally {
    await hostile.stop();
    await plain.stop();
    await context.close();
  }
}

/** Looks for each name; what a browser would make of the answer is compared, but for the text. */
async function search(page: Page, url: string): Promise<readonly string[]> {
  const ask = (name: string) => page.request.get(`${url}/?q=${encodeURIComponent(name.toWellFormed())}`);
  const wanted = await skeletonOf(page, await (await ask("nobody")).text());
  const problems: string[] = [];
  for (const name of HOSTILE_NAMES.filter((one) => one.trim() !== "")) {
    const answer = await ask(name);
    // Nobody types a control character: it is refused, with a text that no browser takes for a page.
    const type = answer.headers()["content-type"] ?? "";
    if (answer.status() === 400 && type.startsWith("text/plain") && /\p{Cc}/u.test(name)) continue;
    const found = difference(wanted, await skeletonOf(page, await answer.text()));
    problems.push(...found.map((problem) => `${JSON.stringify(name)}: ${problem}`));
  }
  return problems;
}
