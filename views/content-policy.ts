import type { PageKind } from "../src/report/frame.ts";
import { SCRIPT_HASH, STYLE_HASHES } from "./hashes.ts";

const STYLES = STYLE_HASHES.map((hash) => `'sha256-${hash}'`).join(" ");

/** What only a page that the web server answers with may do: run our own script, ask for itself again, send its forms. */
const SERVED = `script-src 'sha256-${SCRIPT_HASH}'; connect-src 'self'; form-action 'self'`;

/** The Content-Security-Policy of pages: our own styles and icon, nothing else. */
export function contentPolicy(kind: PageKind): string {
  const more = kind === "web" ? SERVED : "form-action 'none'";
  return `default-src 'none'; style-src ${STYLES}; img-src data:; base-uri 'none'; ${more}`;
}
