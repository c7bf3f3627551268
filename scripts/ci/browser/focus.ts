import type { Page } from "playwright-core";
import type { PageCheck } from "./page-checks.ts";

const MOST_STOPS = 100;
/** Of elements of one kind, such as the days of the chart, so many are looked at. */
const OF_A_KIND = 2;
/** An outline stands outside of the box. */
const RIM = 6;

/** With the Tab key everything is reached that can be used, and what is reached looks different from before. */
export const checkFocus: PageCheck = async (page) => {
  // Without gliding: what is reached stands still where it is looked at.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const problems: string[] = [];
  const looks = new Map<string, number>();
  let stop = 0;
  for (; stop < MOST_STOPS; stop++) {
    await page.keyboard.press("Tab");
    const focus = await focused(page);
    if (focus === undefined) break;
    const before = looks.get(focus.kind) ?? 0;
    looks.set(focus.kind, before + 1);
    if (before >= OF_A_KIND) continue;
    if (!(await isSeen(page, focus.clip))) problems.push(`keyboard focus is not to be seen on ${focus.html}`);
  }
  if (stop === 0) problems.push("the Tab key reaches nothing");
  await page.emulateMedia({ reducedMotion: null });
  return problems;
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether the part of the window changes when the focus is taken away; the next Tab goes on from there all the same. */
async function isSeen(page: Page, clip: Box): Promise<boolean> {
  if (clip.width <= 0 || clip.height <= 0) return false;
  const image = () => page.screenshot({ clip, animations: "disabled" });
  const before = await image();
  await page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement || activeElement instanceof SVGElement) activeElement.blur();
  });
  return !before.equals(await image());
}

interface Focus {
  /** The same for elements that look alike: tag and class, and those of the parent. */
  readonly kind: string;
  readonly html: string;
  readonly clip: Box;
}

/** What has the focus, and the part of the window that it takes, with its label where that is what is seen of it. */
function focused(page: Page): Promise<Focus | undefined> {
  return page.evaluate((rim) => {
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const box = (element.closest("label") ?? element).getBoundingClientRect();
    const [x, y] = [Math.max(0, box.left - rim), Math.max(0, box.top - rim)];
    const width = Math.min(innerWidth, box.right + rim) - x;
    const height = Math.min(innerHeight, box.bottom + rim) - y;
    const kind = [element, element.parentElement].map((one) => `${one?.tagName} ${one?.getAttribute("class")}`).join();
    return { kind, html: element.outerHTML.slice(0, 120), clip: { x, y, width, height } };
  }, RIM);
}
