/**
 * Renders invented overviews and takes their pictures: `bun scripts/screenshots.ts OUT [NAME…]`.
 * Each state of the page at 390, 1280 and 2560 px, light and dark.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { renderHtml } from "../src/output/overview-html.ts";
import type { Overview } from "../src/report/overview.ts";
import { HOSTILE_NAMES } from "../test/support/hostile-names.ts";
import {
  COUNTRIES,
  FAILING_SERVER,
  STALE_SERVER,
  sampleOverview,
  sampleServer,
  TROUBLES,
} from "../test/support/sample-overview.ts";
import { sampleArchive } from "../test/support/sample-period.ts";
import { DEVICES, launchChromium, SCHEMES } from "./ci/browser/chromium.ts";
import { visit } from "./ci/browser/visit.ts";

const CREDIT = "Locations: DB-IP Lite, CC BY 4.0, db-ip.com";

const twelve = sampleOverview({ users: 12 });
const STATES: Readonly<Record<string, Overview>> = {
  empty: sampleOverview({
    users: 0,
    servers: [sampleServer({ connections: 0, usersOnline: 0, signingIn: 0 })],
  }),
  one: sampleOverview({ users: 1 }),
  twelve: { ...twelve, archive: sampleArchive() },
  trouble: sampleOverview({ users: 12, servers: [sampleServer(), STALE_SERVER, FAILING_SERVER] }),
  silent: { ...sampleOverview({ users: 5, servers: [STALE_SERVER] }), places: undefined, machine: undefined },
  hostile: sampleOverview({ users: 0, names: HOSTILE_NAMES }),
  "two-hundred": sampleOverview({ users: 200 }),
  served: sampleOverview({ users: 12, list: {} }),
  "served-pages": sampleOverview({ users: 1000, list: { sort: "7-days", page: 4 } }),
  "served-found": sampleOverview({ users: 12, list: { query: "nobody-of-that-name" } }),
  countries: { ...sampleOverview({ users: 12, list: {} }), places: COUNTRIES, credits: [CREDIT] },
  demonstration: {
    ...sampleOverview({ users: 12, list: {}, servers: [sampleServer(), STALE_SERVER] }),
    demonstration: true,
    troubles: TROUBLES,
    credits: [CREDIT],
  },
};

const [out = "dist/screenshots", ...wanted] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const browser = await launchChromium();
try {
  for (const [name, overview] of Object.entries(STATES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const path = resolve(out, `${name}.html`);
    await writeFile(path, renderHtml(overview));
    for (const { width, options } of DEVICES) {
      const context = await browser.newContext(options);
      const { page, complaints } = await visit(context, pathToFileURL(path).href);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: resolve(out, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
      for (const complaint of complaints()) console.error(`${name}: ${complaint}`);
      await context.close();
    }
    console.log(`${name}: ${DEVICES.length * SCHEMES.length} pictures`);
  }
} finally {
  await browser.close();
}
