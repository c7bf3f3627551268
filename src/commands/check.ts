import { nameText } from "../parse/name-text.ts";
import { ENGLISH } from "../report/locale.ts";
import { visible, visibleName } from "../report/visible.ts";
import type { Audit, Difference } from "../store/audit.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure, startLog } from "./configure.ts";

export const help = `Usage: ovpnstats check [--all] [FLAGS]

Works out anew whatever must hold of the books, and prints what does not: the
database is whole; what is booked for each user and server at every resolution
is what the connections moved; nothing is negative; no period was watched for
longer than it lasted. Writes nothing, and may run beside serve and once.

  --all             print every difference, not the first 50
${CONFIG_HELP}
Exit status: 0 the books are right; 1 they are not; 2 wrong usage or
configuration; 3 the database cannot be used.
`;

/** More lines nobody reads. */
const SHOWN = 50;

export async function run(argv: readonly string[], world: World): Promise<ExitStatus> {
  const loaded = await configure(argv, { "--all": "alone" }, world);
  startLog(loaded, world);
  const { auditOf } = await import("../app/read-books.ts");
  const audit = await auditOf(loaded.config);
  const lines = linesOf(audit);
  if (lines.length === 0) {
    world.print("ok: the books are right\n");
    return 0;
  }
  const shown = loaded.own.has("--all") ? lines : lines.slice(0, SHOWN);
  const more = lines.length - shown.length;
  world.print(`${shown.join("\n")}\n${more > 0 ? `and ${ENGLISH.count(more)} more: --all prints them\n` : ""}`);
  world.print(
    `the books are wrong: ${ENGLISH.plural(lines.length, ["difference", "differences"]).replaceAll("\u00a0", " ")}\n`,
  );
  return 1;
}

function linesOf({ differences, faults }: Audit): readonly string[] {
  return [...faults.map(visible), ...differences.map(told)];
}

function told({ user, server, place, moved, booked }: Difference): string {
  const where = place === "total" ? "of all time" : `by ${place.replace("_", " ")}`;
  const parts = [
    apart("received", moved.bytesReceived, booked.bytesReceived),
    apart("sent", moved.bytesSent, booked.bytesSent),
  ].filter((part) => part !== undefined);
  return `${visibleName(nameText(user))} on ${visible(server)}, ${where}: ${parts.join("; ")}`;
}

/** How two amounts differ, in bytes; undefined where they do not. */
function apart(direction: string, moved: bigint, booked: bigint): string | undefined {
  if (moved === booked) return undefined;
  const by = booked < moved ? `${moved - booked} missing` : `${booked - moved} too many`;
  return `${moved} ${direction} by connections, ${booked} booked (${by})`;
}
