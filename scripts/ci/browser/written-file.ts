import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { start } from "../../../test/support/process.ts";
import { writeSample } from "../../sample.ts";
import { DEVICES } from "./chromium.ts";
import type { Tools } from "./demonstration.ts";
import { glance, look } from "./look.ts";

/** The page that `once` writes of the sample, opened as the file that it is. */
export async function tourWrittenFile({ browser, tally, out, program }: Tools): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "ovpnstats-browser-"));
  try {
    const config = writeSample(directory, Math.floor(Date.now() / 1000) - 2);
    const { status, err } = await start([program, "once", "--config", config]).ended;
    if (status !== 0) throw new Error(`once ended with status ${status}: ${err}`);
    const url = pathToFileURL(join(directory, "vpn.html")).href;
    for (const device of DEVICES) {
      for (const javaScriptEnabled of [true, false]) {
        const context = await browser.newContext({ ...device.options, javaScriptEnabled });
        const sight = { context, device, url, name: "file", thorough: true };
        const title = `the written file at ${device.width} px ${javaScriptEnabled ? "with" : "without"} JavaScript`;
        await tally.trial(title, () => (javaScriptEnabled ? look(sight, out) : glance(sight)));
        await context.close();
      }
    }
    await tally.trial("the written file shows users of one state, without JavaScript", () => filterFile(browser, url));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function filterFile(browser: Browser, url: string): Promise<readonly string[]> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  const rows = page.locator("#users tbody tr:visible");
  const all = await rows.count();
  await page.locator("#users label", { hasText: "Online" }).click();
  const online = await rows.count();
  const strangers = await rows.filter({ hasNotText: "online" }).count();
  await context.close();
  return online > 0 && strangers === 0 ? [] : [`of ${all} users ${online} are shown, ${strangers} of them not online`];
}
