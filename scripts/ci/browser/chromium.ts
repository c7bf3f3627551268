import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts the Chromium of this machine; for it no name leads anywhere, and no address but that of our servers. */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `Cannot start Chromium: there is no ${CHROMIUM}. Run apt-get install chromium, or set CHROMIUM to its path`,
    );
  }
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--process-per-site"],
  });
}

/** A width in CSS pixels at which pages are looked at, with the device that has it. */
export interface Device {
  readonly width: number;
  readonly options: BrowserContextOptions;
}

/** A phone, a laptop, a large screen. */
export const DEVICES: readonly Device[] = [
  { width: 390, options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
  { width: 1280, options: { viewport: { width: 1280, height: 800 } } },
  { width: 2560, options: { viewport: { width: 2560, height: 1440 } } },
];

export const SCHEMES = ["light", "dark"] as const;
