/*
 * Reads all that waits in a spool of readings as the user nobody, and prints what each was. Run as root.
 *
 *     bun spool-as-nobody.ts DIRECTORY
 */
import { createSpool } from "../../src/jobs/spool.ts";
import { becomeNobody } from "../source/nobody.ts";

becomeNobody();
const [directory = ""] = process.argv.slice(2);
const spool = createSpool(directory);
const found = spool.names().map((name) => spool.read(name));
console.log(JSON.stringify(found.map((one) => (typeof one === "string" ? one : "a reading"))));
