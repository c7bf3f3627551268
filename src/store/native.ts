import { closeSync, existsSync, rmSync } from "node:fs";
import { dlopen } from "node:process";
import { AppError } from "../errors.ts";
import { ownDirectory } from "./native-directory.ts";
import { type EmbeddedModule, modulePath, openModule, writeModule } from "./native-file.ts";
import { type NativePlace, placePath } from "./native-places.ts";

/**
 * The exports of the embedded native module, loaded from the first of `places` that can be written to and run from.
 *
 * Bun's own way knows one temporary directory, fails where that is noexec, read-only or full, and runs whatever file of
 * the right size it finds there under our user's name.
 */
export function nativeModule(embedded: EmbeddedModule, places: readonly NativePlace[], uid: number): unknown {
  const refusals: string[] = [];
  for (const place of places) {
    try {
      return loadFrom(ownDirectory(place, uid), embedded, uid);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      refusals.push(`${placePath(place)}: ${reason(cause)}`);
    }
  }
  throw new AppError(
    "database",
    `Cannot load the database engine: it is a file that must be written and run, and no directory allows both ` +
      `(${refusals.join("; ")}); set OVPNSTATS_NATIVE_DIR to an existing directory of this user or root, ` +
      `on a file system without noexec and with 10 MB room`,
  );
}

function loadFrom(directory: string, embedded: EmbeddedModule, uid: number): unknown {
  const descriptor = openModule(directory, embedded, uid) ?? writeModule(directory, embedded);
  try {
    const module: { exports: unknown } = { exports: {} };
    dlopen(module, loadPath(descriptor, directory));
    return module.exports;
  } catch (cause) {
    // Not left behind: a place that will not run it would only be filled.
    rmSync(modulePath(directory), { force: true });
    throw cause;
  } finally {
    closeSync(descriptor);
  }
}

/** By descriptor, what is loaded is what was checked, even if a newer executable has just put its own module there. */
function loadPath(descriptor: number, directory: string): string {
  const checked = `/proc/self/fd/${descriptor}`;
  return existsSync(checked) ? checked : modulePath(directory);
}

/** Node appends the call and the path, which the list of places already names. */
function reason(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replace(/, [a-z]+( '[^']*')?$/, "");
}
