import { expect, test } from "bun:test";
import { contentPolicy } from "../../views/content-policy.ts";
import { SCRIPT_HASH, STYLE_HASHES } from "../../views/hashes.ts";

test("contentPolicy() lets a served page refresh itself and send its forms home, and a file nothing", () => {
  const styles = STYLE_HASHES.map((hash) => `'sha256-${hash}'`).join(" ");
  const rest = `default-src 'none'; style-src ${styles}; img-src data:; base-uri 'none'`;
  const served = `script-src 'sha256-${SCRIPT_HASH}'; connect-src 'self'; form-action 'self'`;
  expect(contentPolicy("web")).toBe(`${rest}; ${served}`);
  expect(contentPolicy("file")).toBe(`${rest}; form-action 'none'`);
});
