import { join } from "node:path";
import type { BunPlugin } from "bun";

/** Of our package.json the program gets the version alone: the rest is nobody's business at run time. */
export function embedVersion(root: string, version: string): BunPlugin {
  const path = join(root, "package.json");
  return {
    name: "embed version",
    setup(build) {
      build.onLoad({ filter: /\/package\.json$/ }, async (file) => ({
        contents: file.path === path ? JSON.stringify({ version }) : await Bun.file(file.path).text(),
        loader: "json",
      }));
    },
  };
}
