import type { Page } from "playwright-core";

/** What the browser makes of a document, the page's own unless `html` is given: all of its elements, but no text. */
export function skeletonOf(page: Page, html?: string): Promise<readonly string[]> {
  return page.evaluate((text) => {
    const parsed = text === undefined ? document : new DOMParser().parseFromString(text, "text/html");
    // What was looked for may stand in the addresses of links and in the field; time goes on, and memory fills.
    const free = ["href", "value", "datetime"];
    const isMeasured = (element: Element, name: string) => name === "width" && element.closest("#machine") !== null;
    // Who runs scripts takes what is in a noscript for text.
    const all = [...parsed.querySelectorAll("*")].filter((element) => !element.parentElement?.closest("noscript"));
    return all.map((element) => {
      const attributes = [...element.attributes].map(({ name, value }) =>
        free.includes(name) || isMeasured(element, name) ? name : `${name}=${value}`,
      );
      return `${element.parentElement?.tagName} > ${element.tagName} ${attributes.join(" ")}`;
    });
  }, html);
}

/** The first in which two lists differ. */
export function difference(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const at = Array.from({ length: Math.max(wanted.length, found.length) }).findIndex((_, i) => wanted[i] !== found[i]);
  return at < 0 ? [] : [`${found[at]} is found at ${at}, not ${wanted[at]}`];
}
