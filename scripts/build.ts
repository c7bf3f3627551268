import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import { embedCountries } from "./build/country-database.ts";
import { deafen } from "./build/environment.ts";
import { embedLibsql } from "./build/libsql.ts";
import { embedVersion } from "./build/version.ts";

const ROOT = join(import.meta.dir, "..");

/** Where the executable is put. */
export const EXECUTABLE = join(ROOT, "dist", "ovpnstats");

/** Builds `entry` into one executable at `outfile`, which needs neither a runtime nor node_modules. */
export async function build(entry = join(ROOT, "src", "main.ts"), outfile = EXECUTABLE): Promise<void> {
  const directory = dirname(outfile);
  mkdirSync(directory, { recursive: true });
  const aside = mkdtempSync(join(directory, "build-"));
  try {
    const built = join(aside, basename(outfile));
    await bundle(entry, built);
    // Elsewhere the change would break the signature without which macOS starts nothing.
    if (process.platform === "linux") deafen(built);
    // In one step: the old one may be running.
    renameSync(built, outfile);
  } finally {
    rmSync(aside, { recursive: true });
  }
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await Bun.build({
    entrypoints: [entry],
    // Only ESM allows code splitting, and only splitting keeps a command from paying for the others' libraries.
    format: "esm",
    splitting: true,
    minify: true,
    // Costs no time to start, and the trace of an error then names our lines. Embedded; the copies beside it go.
    sourcemap: "linked",
    bytecode: true,
    plugins: [embedLibsql(nativeTarget()), embedCountries(), embedVersion(ROOT, manifest.version)],
    compile: {
      outfile,
      // Else it reads .env and bunfig.toml (which may name code to load) wherever it is started.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
}

/** As libSQL names its packages; the glibc one on Linux, where Bun's own build for this machine needs glibc as well. */
function nativeTarget(): string {
  return `${process.platform}-${process.arch}${process.platform === "linux" ? "-gnu" : ""}`;
}

if (import.meta.main) {
  const start = performance.now();
  await build();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`Built ${EXECUTABLE}: ${(statSync(EXECUTABLE).size / 1e6).toFixed(1)} MB in ${seconds} s`);
}
