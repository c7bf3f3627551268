import { expect, test } from "bun:test";
import { join } from "node:path";
import { hashes } from "../../scripts/hashes.ts";

test("the hashes are those of what stands in the pages: else run scripts/hashes.ts", async () => {
  const path = join(import.meta.dir, "../../views/hashes.ts");
  expect(await Bun.file(path).text()).toBe(hashes());
});
