import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { BunPlugin } from "bun";

/** What `libsql/index.js` says: it names its native package at run time, where a bundler cannot follow. */
const HEAD = /^const \{ load, currentTarget \}[\s\S]*?\n {2}return require\(`@libsql\/\$\{target\}`\);\n\}$/m;

const LOADER = new URL("../../src/store/", import.meta.url).pathname;

/**
 * Puts the native module of `target` into the bundle, and our loader in place of libSQL's own search for it
 * (oven-sh/bun#18909). The search goes altogether: it would load a module from where LIBSQL_JS_DEV points to, and
 * where it finds no libc it runs a shell to ask for one.
 */
export function embedLibsql(target: string): BunPlugin {
  return {
    name: "embed libsql",
    setup(build) {
      build.onLoad({ filter: /\/node_modules\/libsql\/index\.js$/ }, async ({ path }) => ({
        contents: withOurLoader(await Bun.file(path).text(), path),
        loader: "js",
      }));
      build.onResolve({ filter: /^ovpnstats:libsql$/ }, ({ path }) => ({ path, namespace: "ovpnstats" }));
      build.onLoad({ filter: /^ovpnstats:libsql$/, namespace: "ovpnstats" }, () => ({
        contents: embedding(Bun.resolveSync(`@libsql/${target}`, import.meta.dir)),
        loader: "js",
      }));
    },
  };
}

/** `libsql/index.js` with the head replaced; throws where it does not read as it did when this was written. */
export function withOurLoader(text: string, path: string): string {
  if (!HEAD.test(text)) {
    throw new Error(
      `Cannot embed the native module: ${path} has changed, look at how it requires @libsql/<target> now`,
    );
  }
  return text.replace(HEAD, `const requireNative = () => require("ovpnstats:libsql").libsql;`);
}

function embedding(file: string): string {
  const bytes = readFileSync(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return `
    import path from ${JSON.stringify(file)} with { type: "file" };
    import { nativeModule } from ${JSON.stringify(`${LOADER}native.ts`)};
    import { nativePlaces } from ${JSON.stringify(`${LOADER}native-places.ts`)};
    const uid = process.getuid();
    const embedded = { path, size: ${bytes.length}, sha256: "${sha256}" };
    export const libsql = nativeModule(embedded, nativePlaces(process.env, uid), uid);`;
}
