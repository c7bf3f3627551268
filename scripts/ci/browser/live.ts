import type { Page } from "playwright-core";
import type { Tools } from "./demonstration.ts";
import { serve } from "./program.ts";
import { visit } from "./visit.ts";

/** Until a page must have refreshed itself, and until it must have noticed that nobody answers. */
const REFRESHED_MILLISECONDS = 40_000;

/** A page that stays open refreshes in place, keeps focus, scroll and what is written, and says when nobody answers. */
export async function tourLive({ browser, tally, program }: Tools): Promise<void> {
  const { url, stop } = await serve(program, ["--demo"]);
  const context = await browser.newContext();
  const seen = await visit(context, url);
  const { page } = seen;
  try {
    await tally.trial("an open page refreshes in place: focus, scroll and what is written stay", () => refresh(page));
    await tally.trial("nothing is said on the console meanwhile", async () => seen.complaints());
    await tally.trial("without scripts a page refreshes as a whole", async () => {
      const html = await (await page.request.get(url)).text();
      return html.includes('<noscript><meta http-equiv="refresh"') ? [] : ["has no refresh for who has no scripts"];
    });
  } finally {
    await stop();
  }
  await tally.trial("an open page says so when nobody answers", async () => {
    const notice = page.locator("#lost");
    await notice.waitFor({ state: "visible", timeout: REFRESHED_MILLISECONDS });
    return [];
  });
  await context.close();
}

async function refresh(page: Page): Promise<readonly string[]> {
  const written = "abc";
  // Without gliding: where it stands then is where it stays.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.getByRole("searchbox").fill(written);
  await page.locator("details summary").first().click();
  await page.locator("thead a").first().focus();
  const before = await stateOf(page);
  const first = await page.locator("tbody.dots tr").first().elementHandle();
  await page.waitForFunction(
    (time) => document.querySelector(".fresh time")?.getAttribute("datetime") !== time,
    before.time,
    { timeout: REFRESHED_MILLISECONDS },
  );
  // The figures of a user who is online move with each poll.
  await page.waitForFunction((rows) => document.querySelector("tbody.dots")?.textContent !== rows, before.rows, {
    timeout: REFRESHED_MILLISECONDS,
  });
  const after = await stateOf(page);
  const kept = (["place", "focus", "written", "open"] as const).filter((key) => before[key] !== after[key]);
  const isSame = (await first?.evaluate((row) => row.isConnected)) === true;
  return [
    ...kept.map((key) => `${key} was ${JSON.stringify(before[key])} and is ${JSON.stringify(after[key])}`),
    ...(isSame ? [] : ["the first row was thrown away instead of changed"]),
  ];
}

function stateOf(page: Page) {
  return page.evaluate(() => ({
    time: document.querySelector(".fresh time")?.getAttribute("datetime") ?? "",
    rows: document.querySelector("tbody.dots")?.textContent ?? "",
    // In the window: what grows above it is scrolled away by the browser.
    place: Math.round(document.activeElement?.getBoundingClientRect().top ?? 0),
    focus: document.activeElement?.textContent ?? "",
    written: document.querySelector<HTMLInputElement>("input[type=search]")?.value ?? "",
    open: document.querySelector("details")?.open ?? false,
  }));
}
