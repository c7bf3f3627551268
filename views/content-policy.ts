import { STYLE_HASH } from "./style-hash.ts";

/** Where a page is read: as a file that was written, or from the web server. */
export type PageKind = "file" | "web";

/** The page's Content-Security-Policy: its own style and icon, nothing else; only a served page has a form to send. */
export function contentPolicy(kind: PageKind): string {
  const forms = kind === "web" ? "'self'" : "'none'";
  return `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action ${forms}`;
}
