/**
 * Takes the README's pictures of the demonstration: `bun scripts/pictures.ts [--out DIR] [--program FILE]`. Needs
 * Chromium and the executable; DIR is docs unless told.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { EXECUTABLE } from "./build.ts";
import { launchChromium } from "./ci/browser/chromium.ts";
import { serve } from "./ci/browser/program.ts";

/** Sharp on screens of our days, and no larger than a README shows it. */
const LARGE: BrowserContextOptions = { viewport: { width: 1280, height: 1280 }, deviceScaleFactor: 1.5 };
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true };

const PICTURES: Readonly<Record<string, BrowserContextOptions>> = {
  light: { ...LARGE, colorScheme: "light" },
  dark: { ...LARGE, colorScheme: "dark" },
  phone: { ...PHONE, colorScheme: "light" },
};

const { out, program } = parseArgs({
  options: { out: { type: "string", default: "docs" }, program: { type: "string", default: EXECUTABLE } },
}).values;
mkdirSync(out, { recursive: true });
const browser = await launchChromium();
const { url, stop } = await serve(program, ["--demo"]);
try {
  for (const [name, options] of Object.entries(PICTURES)) await takePicture(browser, join(out, `${name}.png`), options);
} finally {
  await stop();
  await browser.close();
}

async function takePicture(from: Browser, path: string, options: BrowserContextOptions): Promise<void> {
  const context = await from.newContext(options);
  const page = await context.newPage();
  await openComplete(page);
  await page.screenshot({ path });
  await context.close();
  console.log(`${path}: ${Math.ceil(statSync(path).size / 1000)} kB`);
}

/** Opens the page once it has everything: where users come from is looked up after the first reading; nothing may fail. */
async function openComplete(page: Page): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    await page.goto(url);
    if ((await page.locator(".failing").count()) > 0) break;
    if ((await page.locator("#places li").count()) > 0) return;
    await page.waitForTimeout(1000);
  }
  throw new Error(`Cannot take a picture of ${url}: something fails, or no place is known in a minute`);
}
