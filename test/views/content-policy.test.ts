import { expect, test } from "bun:test";
import { contentPolicy } from "../../views/content-policy.ts";
import { STYLE_HASH } from "../../views/style-hash.ts";

test("contentPolicy() lets a served page send its form home, and a file nothing", () => {
  const rest = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'`;
  expect(contentPolicy("web")).toBe(`${rest}; form-action 'self'`);
  expect(contentPolicy("file")).toBe(`${rest}; form-action 'none'`);
});
