import type { Page } from "playwright-core";
import { DEVICES } from "./chromium.ts";
import { serveCompany } from "./company.ts";
import type { Tools } from "./demonstration.ts";
import { look } from "./look.ts";

const ONLINE = 120;
/** Rows of a page. */
const PAGE = 50;

/** The list of very many users: looked at, then sorted, turned, filtered and searched, all without JavaScript. */
export async function tourManyUsers({ browser, tally, program, out }: Tools, users: number): Promise<void> {
  const { url, stop } = await serveCompany(program, { users, online: ONLINE });
  try {
    for (const device of DEVICES) {
      await tally.trial(`${users} users at ${device.width} px`, async () => {
        const context = await browser.newContext(device.options);
        const problems = await look({ context, device, url, name: `users-${users}`, thorough: true }, out);
        await context.close();
        return problems;
      });
    }
    for (const [title, use] of Object.entries(USES)) {
      await tally.trial(`${users} users: ${title}`, async () => {
        const context = await browser.newContext({ javaScriptEnabled: false });
        const page = await context.newPage();
        await page.goto(url);
        const problems = await use(page, users);
        await context.close();
        return problems;
      });
    }
  } finally {
    await stop();
  }
}

type Use = (page: Page, users: number) => Promise<readonly string[]>;

const BY_NAME = "thead a[href*='sort=name']";
/** Of those who are away, who has a higher number moved more. */
const AWAY = "#users a[href*='state=away']";
const BY_TRAFFIC = "thead a[href*='sort=30-days']";

const USES: Readonly<Record<string, Use>> = {
  "a click on a column's head sorts, another the other way round": async (page, users) => [
    ...(await click(page, BY_NAME, [0, 1])),
    ...(await click(page, BY_NAME, [users - 1, users - 2])),
    ...(await click(page, BY_NAME, [0, 1])),
  ],
  "a state and an order go together": async (page, users) => [
    ...(await click(page, AWAY, [users - 1, users - 2])),
    ...(await click(page, BY_TRAFFIC, [users - 1, users - 2])),
    ...(await click(page, BY_TRAFFIC, [ONLINE, ONLINE + 1])),
  ],
  "pages are turned by clicking, and keep the order": async (page, users) => [
    ...(await click(page, BY_NAME, [0, 1])),
    ...(await click(page, "a[rel=next]", [PAGE, PAGE + 1])),
    ...(await click(page, "a[rel=prev]", [0, 1])),
    ...(await click(page, `.pager a[href*='page=${users / PAGE}#']`, [users - PAGE, users - PAGE + 1])),
  ],
  "a click on a state shows those who are in it": async (page) => {
    await leave(page, () => page.click("#users a[href*='state=online']"));
    const rows = page.locator("#users tbody tr");
    const shown = await rows.count();
    const online = await rows.filter({ hasText: "online" }).count();
    return shown === ONLINE && online === ONLINE ? [] : [`of ${shown} users that are shown ${online} are online`];
  },
  "a part of a name is found by typing it, whatever its case": async (page) => {
    const field = page.getByRole("searchbox");
    await field.fill("ER000042");
    await leave(page, () => page.keyboard.press("Enter"));
    const kept = await field.inputValue();
    return [...(await namesProblems(page, [42])), ...(kept === "ER000042" ? [] : [`the field has ${kept}`])];
  },
  "a name that nobody has is answered with words": async (page) => {
    await page.getByRole("searchbox").fill("nobody at all");
    await leave(page, () => page.keyboard.press("Enter"));
    return (await page.getByText("No user is like that").isVisible()) ? [] : ["says nothing"];
  },
};

/** Does what leads to another page, and waits for that. */
async function leave(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent("domcontentloaded"), act()]);
}

/** Clicks, and says where the users listed first are not those of the numbers. */
async function click(page: Page, selector: string, first: readonly number[]): Promise<readonly string[]> {
  await leave(page, () => page.locator(selector).first().click());
  return (await namesProblems(page, first)).map((problem) => `after a click on ${selector}: ${problem}`);
}

async function namesProblems(page: Page, first: readonly number[]): Promise<readonly string[]> {
  const names = await page.locator("#users tbody th bdi").allTextContents();
  const wanted = first.map((number) => `user${String(number).padStart(6, "0")}`);
  const found = names.slice(0, first.length);
  const problem = `${found.join(", ")} come first of ${names.length}, not ${wanted.join(", ")}`;
  return found.join() === wanted.join() && (first.length > 1 || names.length === 1) ? [] : [problem];
}
