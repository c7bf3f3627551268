import { expect, test } from "bun:test";
import { join } from "node:path";
import { withTables } from "../../scripts/config-docs.ts";

test("README's configuration tables are as the schemas say (bun scripts/config-docs.ts writes them)", async () => {
  const readme = await Bun.file(join(import.meta.dir, "../../README.md")).text();
  expect(withTables(readme)).toBe(readme);
});
