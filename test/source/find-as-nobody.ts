/*
 * Looks for a status file as the user nobody, and prints how that failed. Run as root.
 *
 *     bun find-as-nobody.ts PLACE…
 */
import { findStatusFile } from "../../src/source/find-status-file.ts";
import { SourceError } from "../../src/source/source-error.ts";
import { becomeNobody } from "./nobody.ts";

becomeNobody();
const found: unknown = await findStatusFile(process.argv.slice(2)).catch((error: unknown) => error);
console.log(found instanceof SourceError ? `${found.kind} ${found.message}` : found);
