import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { Page } from "../../views/page.tsx";
import type { Overview } from "../report/overview.ts";

/** The whole page, self-contained: it asks for nothing, runs nothing, and its policy says so. */
export function renderHtml(overview: Overview): string {
  return `<!doctype html>${renderToString(h(Page, { overview }))}`;
}
