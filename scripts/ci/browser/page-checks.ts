import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** The package's own `source` is not the minified one, and takes half a second longer on each page. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Looks at an open page and says what is wrong with it; nothing, where all is well. */
export type PageCheck = (page: Page) => Promise<readonly string[]>;

/** No page scrolls sideways, whatever stands in it. */
export const checkWidth: PageCheck = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].find(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    const culprit = wide?.outerHTML.slice(0, 120) ?? "no element";
    return [`is ${scrollWidth} px wide in a window of ${clientWidth}: ${culprit}`];
  });

/** No field and no button is cut off by what is around it, where the page itself does not scroll. */
export const checkControls: PageCheck = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button,select,input:not([type=hidden])")].flatMap((control) => {
      const { right } = control.getBoundingClientRect();
      const { clientWidth } = document.documentElement;
      return right > clientWidth + 1
        ? [`ends at ${right} px of ${clientWidth}: ${control.outerHTML.slice(0, 120)}`]
        : [];
    }),
  );

/** No figure is broken over two lines: who reads quickly reads two figures. */
export const checkFigures: PageCheck = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("#users td")].flatMap((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      const text = cell.textContent ?? "";
      const isBroken = /\d/.test(text) && lines.size > text.split("\n").length;
      return isBroken ? [`breaks ${JSON.stringify(text)} into ${lines.size} lines`] : [];
    }),
  );

/** What axe-core finds. It comes through DevTools, which no policy of the page can stop. */
export const checkAxe: PageCheck = (page) => axeProblems(page, { targets: true });

async function axeProblems(page: Page, { targets }: { readonly targets: boolean }): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const options: RunOptions = { rules: { "target-size": { enabled: targets } }, resultTypes: ["violations"] };
  // What passed is ten times as long; it stays in the page.
  const violations: AxeResults["violations"] = await page.evaluate(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, help, nodes }) => `axe ${id}: ${help}, ${nodes.length} times: ${nodes[0]?.html}`);
}

/** Every link that stays here answers 200, and every anchor names an element. */
export const checkLinks: PageCheck = async (page) => {
  const links = await page
    .locator("a[href]")
    .evaluateAll((all) => all.flatMap((link) => (link instanceof HTMLAnchorElement ? [link.href] : [])));
  const here = new URL(page.url());
  const problems: string[] = [];
  for (const href of new Set(links)) {
    const link = new URL(href);
    if (link.protocol !== here.protocol || link.host !== here.host) continue;
    const anchor = decodeURIComponent(link.hash.slice(1));
    link.hash = "";
    if (anchor !== "" && (await page.locator(`[id=${JSON.stringify(anchor)}]`).count()) === 0) {
      problems.push(`link to ${href}: nothing here has the id ${anchor}`);
    }
    if (link.protocol === "file:") continue;
    const answer = await page.request.get(link.href);
    if (answer.status() !== 200) problems.push(`link to ${href}: status ${answer.status()}`);
  }
  return problems;
};

/** Who asks for less motion gets none: no animation, no transition, no gliding. */
export const checkMotion: PageCheck = async (page) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const problems = await page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) =>
      [undefined, "::before", "::after"].flatMap((pseudo) => {
        const { animationDuration, animationName, transitionDuration, scrollBehavior } = getComputedStyle(
          element,
          pseudo,
        );
        const lasts = (durations: string) =>
          durations.split(",").some((duration) => Number.parseFloat(duration) > 0.01);
        const moves = (animationName !== "none" && lasts(animationDuration)) || lasts(transitionDuration);
        return moves || scrollBehavior === "smooth" ? [`moves: ${element.outerHTML.slice(0, 120)}`] : [];
      }),
    ),
  );
  await page.emulateMedia({ reducedMotion: null });
  return problems;
};

/** Width of A4 paper within margins of 1 cm, in CSS pixels. */
const PAPER = { width: 718, height: 1047 };

/** On paper the ground is white, also for who prefers dark, all text can be read, and nothing is cut off. */
export const checkPrint: PageCheck = async (page) => {
  const before = page.viewportSize() ?? PAPER;
  await page.setViewportSize(PAPER);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const ground = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    if (!canvas) return [`no canvas`];
    for (const color of [
      "white",
      ...[document.documentElement, document.body].map((e) => getComputedStyle(e).backgroundColor),
    ]) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    const darkest = Math.min(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
    return darkest < 240 ? [`is printed on a dark ground: ${darkest} of 255`] : [];
  });
  const problems = [...ground];
  for (const check of [checkWidth, checkFigures]) problems.push(...(await check(page)));
  // Nobody touches paper.
  problems.push(...(await axeProblems(page, { targets: false })));
  await page.emulateMedia({ media: null, colorScheme: null });
  await page.setViewportSize(before);
  return problems.map((problem) => `print: ${problem}`);
};
