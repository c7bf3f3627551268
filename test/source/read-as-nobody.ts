/*
 * Tries to read a status file as the user nobody, and prints how that failed. Run as root.
 *
 *     bun read-as-nobody.ts FILE
 */
import { SourceError } from "../../src/source/source-error.ts";
import { readStatusFile } from "../../src/source/status-file.ts";
import { realClock } from "./clock.ts";
import { becomeNobody } from "./nobody.ts";

becomeNobody();
const [path = ""] = process.argv.slice(2);
const reading = await readStatusFile(path, { clock: realClock }).catch((error: unknown) => error);
console.log(reading instanceof SourceError ? `${reading.kind} ${reading.message}` : reading);
