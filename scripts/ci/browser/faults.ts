import type { Browser } from "playwright-core";
import type { Tools } from "./demonstration.ts";
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
import { difference, skeletonOf } from "./skeleton.ts";
import { visit } from "./visit.ts";

/** A page that was broken on purpose, and what must be said of it: who checks must be able to fail. */
interface Fault {
  readonly title: string;
  /** The page as served → the broken one. */
  readonly spoil: (html: string) => string;
  /** The policy, in the header and in the page, is left out: it would stop the fault. */
  readonly lawless?: boolean;
  /** Where the fault is found; unless told among the complaints of the visit. */
  readonly check?: PageCheck;
  readonly said: RegExp;
}

const put = (markup: string) => (html: string) => html.replace("<main", `${markup}<main`);
const style = (css: string) => (html: string) => html.replace("</head>", `<style>${css}</style></head>`);

const FAULTS: readonly Fault[] = [
  { title: "an inline script", spoil: put("<script>1</script>"), said: /violation of script-src-elem by inline/ },
  { title: "a handler in an attribute", spoil: put('<p onclick="1">x</p>'), said: /violation of script-src-attr/ },
  { title: "an inline style", spoil: put('<p style="color:red">x</p>'), said: /violation of style-src-attr/ },
  {
    title: "an image from outside",
    spoil: put('<img src="http://198.51.100.1/x.png" alt="">'),
    said: /violation of img-src/,
  },
  {
    title: "an image from outside that the policy lets pass",
    spoil: put('<img src="http://198.51.100.1/x.png" alt="">'),
    lawless: true,
    said: /^asks for http:\/\/198\.51\.100\.1\/x\.png/,
  },
  {
    title: "a message on the console",
    spoil: put("<script>console.info('hello')</script>"),
    lawless: true,
    said: /^console info: hello/,
  },
  { title: "a script that throws", spoil: put("<script>nothing()</script>"), lawless: true, said: /^error: nothing/ },
  { title: "a dialog", spoil: put("<script>alert('owned')</script>"), lawless: true, said: /^dialog: owned/ },
  {
    title: "an element that is too wide",
    spoil: put(`<pre>${"x".repeat(2000)}</pre>`),
    check: checkWidth,
    said: /px wide in a window of/,
  },
  {
    title: "a button that is cut off",
    spoil: style("#users{overflow:hidden}.search form{min-width:3000px}.search input{flex:1}"),
    lawless: true,
    check: checkControls,
    said: /^ends at \d+.* <button/,
  },
  {
    title: "a figure in two lines",
    spoil: style("#users td { white-space: normal; overflow-wrap: anywhere; padding: 0 40% !important }"),
    lawless: true,
    check: checkFigures,
    said: /^breaks "[\d.]+/,
  },
  {
    title: "a name that becomes markup",
    spoil: (html) => html.replace(/(<th scope="row">.*?<bdi>)[^<]*/, "$1<b>tim</b>"),
    check: async (page) => {
      const safe = (await page.content()).replace("<b>tim</b>", "tim");
      return difference(await skeletonOf(page, safe), await skeletonOf(page));
    },
    said: /^BDI > B /,
  },
  { title: "a field without a label", spoil: put("<input>"), check: checkAxe, said: /^axe label:/ },
  {
    title: "text that can hardly be read",
    spoil: style("main p, main h1 { color: #888; background: #999 }"),
    lawless: true,
    check: checkAxe,
    said: /^axe color-contrast:/,
  },
  {
    title: "a link that leads nowhere",
    spoil: put('<a href="/nowhere">x</a>'),
    check: checkLinks,
    said: /nowhere: status 404/,
  },
  {
    title: "an anchor that is not there",
    spoil: put('<a href="#nobody">x</a>'),
    check: checkLinks,
    said: /nothing here has the id nobody/,
  },
  {
    title: "a focus that is not to be seen",
    spoil: style("* { outline: none !important; box-shadow: none !important }"),
    lawless: true,
    check: checkFocus,
    said: /^keyboard focus is not to be seen on/,
  },
  {
    title: "an animation for all",
    spoil: style("@keyframes k { to { opacity: 0 } } h1 { animation: k 3s infinite }"),
    lawless: true,
    check: checkMotion,
    said: /^moves: <h1/,
  },
  {
    title: "a dark ground on paper",
    spoil: style("body { background: #111 !important }"),
    lawless: true,
    check: checkPrint,
    said: /^print: is printed on a dark ground: 17 of 255/,
  },
];

/** Breaks the page at `url` in each way and sees that the suite says so. */
export async function provokeFaults({ browser, tally }: Tools, url: string): Promise<void> {
  for (const fault of FAULTS) {
    await tally.trial(`the suite finds ${fault.title}`, async () => {
      const said = await provoke(browser, url, fault);
      return said.some((problem) => fault.said.test(problem)) ? [] : [`it said ${JSON.stringify(said)}`];
    });
  }
}

async function provoke(browser: Browser, url: string, { spoil, lawless, check }: Fault): Promise<readonly string[]> {
  const context = await browser.newContext();
  await context.route(`${url}/`, async (route) => {
    const response = await route.fetch();
    const { "content-security-policy": policy = "", ...headers } = response.headers();
    const html = spoil(await response.text());
    if (lawless)
      await route.fulfill({ headers, body: html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "") });
    else await route.fulfill({ headers: { ...headers, "content-security-policy": policy }, body: html });
  });
  const { page, complaints } = await visit(context, `${url}/`);
  const said = check === undefined ? complaints() : await check(page);
  // The page that stays open may be asking for itself again.
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
  return said;
}
