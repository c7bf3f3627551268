import type { PageKind } from "../src/report/frame.ts";
import { STYLE_HASHES } from "./style-hashes.ts";

const STYLES = STYLE_HASHES.map((hash) => `'sha256-${hash}'`).join(" ");

/** The Content-Security-Policy of pages: our own styles and icon, nothing else; only a served page has forms to send. */
export function contentPolicy(kind: PageKind): string {
  const forms = kind === "web" ? "'self'" : "'none'";
  return `default-src 'none'; style-src ${STYLES}; img-src data:; base-uri 'none'; form-action ${forms}`;
}
