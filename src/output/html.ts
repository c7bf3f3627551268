import { createHash } from "node:crypto";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { Page, style } from "../../views/page.tsx";
import type { Overview } from "../report/overview.ts";

let styleHash: string | undefined;

/** The whole page, self-contained: it asks for nothing, runs nothing, and its policy says so. */
export function renderHtml(overview: Overview): string {
  styleHash ??= createHash("sha256").update(style).digest("base64");
  return `<!doctype html>${renderToString(h(Page, { overview, styleHash }))}`;
}
