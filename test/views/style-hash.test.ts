import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { style } from "../../views/page.tsx";
import { STYLE_HASH } from "../../views/style-hash.ts";

test("STYLE_HASH is that of the stylesheet in the page", () => {
  expect(STYLE_HASH).toBe(createHash("sha256").update(style).digest("base64"));
});
