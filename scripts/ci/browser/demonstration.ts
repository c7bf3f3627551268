import type { Browser } from "playwright-core";
import { DEVICES } from "./chromium.ts";
import { glance, look, type Sight } from "./look.ts";
import type { Tally } from "./tally.ts";
import { walk } from "./walk.ts";

/** What every part of the suite works with. */
export interface Tools {
  readonly browser: Browser;
  readonly tally: Tally;
  /** The executable. */
  readonly program: string;
  /** Where pictures go. */
  readonly out: string;
}

/** A kind of page: what is asked for, and how it is looked at. */
interface Kind extends Pick<Sight, "name" | "status" | "thorough"> {
  readonly path: string;
}

const ATTACK = `"><script>alert(1)</script><img src=//198.51.100.1/x onerror=alert(1)>\u202e`;

const KINDS: readonly Kind[] = [
  { name: "overview", path: "/", thorough: true },
  { name: "sorted", path: "/?sort=name" },
  { name: "online", path: "/?state=online&sort=today&order=asc" },
  { name: "search", path: "/?q=a", thorough: true },
  { name: "no-match", path: "/?q=nobody+has+this+name" },
  { name: "attack", path: `/?q=${encodeURIComponent(ATTACK)}` },
  { name: "beyond-the-end", path: "/?page=2" },
  { name: "bad-request", path: "/?sort=drop", status: 400 },
  { name: "not-found", path: "/nowhere", status: 404 },
];

const WIDEST = DEVICES.reduce((one, other) => (other.width > one.width ? other : one));

/** What the first page must lead to, by however many links. */
const REACHED: readonly string[] = [
  ...["users", "connections", "archive", "years", "months", "days", "top", "idle", "places", "machine"],
];

/** The pages that links lead to, in English and, as the proof that texts are apart, the first in German. */
async function kindsByLinks(browser: Browser, url: string): Promise<readonly Kind[]> {
  const found = await walk(browser, url);
  return [...found.map((one) => ({ ...one, thorough: true })), { name: "german", path: "/?lang=de&units=iec" }];
}

function missing(kinds: readonly Kind[]): readonly string[] {
  return REACHED.filter((name) => !kinds.some((kind) => kind.name === name)).map((name) => `no link leads to ${name}`);
}

/** Every kind of page of the demonstration at `url`, at every width, in both schemes, with and without JavaScript. */
export async function tourDemonstration({ browser, tally, out }: Tools, url: string): Promise<void> {
  const kinds = [...KINDS, ...(await kindsByLinks(browser, url))];
  await tally.trial("links lead to every page", async () => missing(kinds));
  for (const device of DEVICES) {
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ ...device.options, javaScriptEnabled });
      for (const { path, ...kind } of kinds) {
        const sight = { ...kind, context, device, url: url + path };
        const title = `${kind.name} at ${device.width} px ${javaScriptEnabled ? "with" : "without"} JavaScript`;
        // What another page shows, in another order or language, is looked at where there is least room.
        const isLooked = javaScriptEnabled && (kind.thorough || device !== WIDEST);
        await tally.trial(title, () => (isLooked ? look(sight, out) : glance(sight)));
      }
      await context.close();
    }
  }
  await tally.trial("the demonstration says that it is one, shows a stale source, and nothing fails", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    const banners = await page.getByRole("complementary", { name: "Demonstration" }).count();
    const [stale, failing] = [await page.locator(".stale").count(), await page.locator(".failing").count()];
    await context.close();
    const found = `${banners} banners, ${stale} stale, ${failing} failing`;
    return found === "1 banners, 1 stale, 0 failing" ? [] : [found];
  });
}
