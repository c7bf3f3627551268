import { expect, test } from "bun:test";
import { join } from "node:path";
import { styleHashes } from "../../scripts/style-hashes.ts";

test("STYLE_HASHES are those of the stylesheets in the pages: else run scripts/style-hashes.ts", async () => {
  const path = join(import.meta.dir, "../../views/style-hashes.ts");
  expect(await Bun.file(path).text()).toBe(styleHashes());
});
