import { readFileSync } from "node:fs";
import { embeddedFile } from "./embedded-file.ts";
import { type Mmdb, openMmdb } from "./mmdb.ts";

/** Opens the country database that comes with the program. */
export function openEmbedded(): Mmdb {
  return openMmdb(readFileSync(embeddedFile));
}
