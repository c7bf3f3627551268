import { expect, test } from "bun:test";
import { contentPolicy } from "../../views/content-policy.ts";
import { STYLE_HASHES } from "../../views/style-hashes.ts";

test("contentPolicy() lets a served page send its form home, and a file nothing", () => {
  const styles = STYLE_HASHES.map((hash) => `'sha256-${hash}'`).join(" ");
  const rest = `default-src 'none'; style-src ${styles}; img-src data:; base-uri 'none'`;
  expect(contentPolicy("web")).toBe(`${rest}; form-action 'self'`);
  expect(contentPolicy("file")).toBe(`${rest}; form-action 'none'`);
});
