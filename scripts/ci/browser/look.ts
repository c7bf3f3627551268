import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { type Device, SCHEMES } from "./chromium.ts";
import { checkFocus } from "./focus.ts";
import {
  checkAxe,
  checkControls,
  checkFigures,
  checkLinks,
  checkMotion,
  checkPrint,
  checkWidth,
  type PageCheck,
} from "./page-checks.ts";
import { type Visit, visit } from "./visit.ts";

/** A page to be looked at. */
export interface Sight {
  readonly context: BrowserContext;
  readonly device: Device;
  readonly url: string;
  /** What its pictures are called. */
  readonly name: string;
  /** 200 unless told; an error comes as plain text. */
  readonly status?: number;
  /** There is no other page of its structure: what takes long is checked as well. */
  readonly thorough?: boolean;
}

/** What hardly depends on the width is checked at one. */
const MIDDLE_WIDTH = 1280;
const LONG_CHECKS: readonly PageCheck[] = [checkFocus, checkMotion, checkPrint];

/** What can be told without JavaScript: that a page comes as it should, keeps quiet and fits. */
export async function glance(sight: Sight): Promise<readonly string[]> {
  const seen = await visit(sight.context, sight.url);
  const problems = [...answerProblems(seen, sight), ...(await checkWidth(seen.page)), ...seen.complaints()];
  await seen.page.close();
  return problems;
}

/** Everything that is wrong with a page, light and dark; the pictures of both go to the directory `out`. */
export async function look(sight: Sight, out: string): Promise<readonly string[]> {
  const seen = await visit(sight.context, sight.url);
  const { page } = seen;
  const { width } = sight.device;
  const isHtml = seen.contentType.startsWith("text/html");
  const problems = [...answerProblems(seen, sight), ...(await checkFigures(page)), ...(await checkControls(page))];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(out, `${sight.name}-${width}-${colorScheme}.png`), fullPage: true });
    const found = [...(await checkWidth(page)), ...(isHtml ? await checkAxe(page) : [])];
    problems.push(...found.map((problem) => `${colorScheme}: ${problem}`));
  }
  if (isHtml && width === MIDDLE_WIDTH) problems.push(...(await checkLinks(page)));
  if (sight.thorough && width === MIDDLE_WIDTH) {
    for (const check of LONG_CHECKS) problems.push(...(await check(page)));
    writeFileSync(join(out, `${sight.name}.pdf`), await page.pdf({ format: "A4" }));
  }
  problems.push(...seen.complaints());
  await page.close();
  return problems;
}

function answerProblems({ status, contentType }: Visit, { status: expected = 200 }: Sight): readonly string[] {
  const wanted = `${expected} ${expected === 200 ? "text/html" : "text/plain"}`;
  const answered = `${status} ${contentType.split(";")[0]}`;
  return answered === wanted ? [] : [`answers ${answered}, not ${wanted}`];
}
