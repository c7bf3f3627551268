import type { Round } from "../app.ts";
import type { Poll } from "../jobs/poll.ts";
import { ENGLISH } from "../report/locale.ts";
import { visible } from "../report/visible.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure, startLog } from "./configure.ts";
import { EXIT_STATUS } from "./exit-status.ts";

export const help = `Usage: ovpnstats once [FLAGS]

Reads the status of every server, accounts it, samples the machine, cleans the
database when that is due, and writes the HTML and the text report. Prints what
it did in one line. Meant for cron, every minute:

  * * * * *  root  /usr/local/bin/ovpnstats once --quiet

  --quiet           print errors only
  --json            print what it did as JSON
${CONFIG_HELP}
Exit status: 0 done, also with warnings (a stale or torn status); 1 something
failed, and the rest was done; 2 wrong usage or configuration, nothing was done;
3 the database cannot be used.
`;

export async function run(argv: readonly string[], world: World): Promise<ExitStatus> {
  const loaded = await configure(argv, { "--quiet": "alone", "--json": "alone" }, world);
  const quiet = loaded.own.has("--quiet");
  const log = startLog(loaded, world, quiet ? "error" : undefined);
  const { runRound } = await import("../app.ts");
  const round = await runRound(loaded.config, { ...world, log });
  if (loaded.own.has("--json")) world.print(`${asJson(round)}\n`);
  else if (!quiet) world.print(`${asLine(round)}\n`);
  return statusOf(round);
}

/** An unusable database outweighs whatever else failed. */
function statusOf({ failures }: Round): ExitStatus {
  const statuses = failures.map(({ code }) => EXIT_STATUS[code]);
  return statuses.includes(3) ? 3 : statuses.length > 0 ? 1 : 0;
}

function asLine({ servers, written, cleaned, failures }: Round): string {
  const parts = [
    ...servers.map(told),
    ...(cleaned ? ["cleaned the database"] : []),
    ...(written.length > 0 ? [`wrote ${written.map(visible).join(" and ")}`] : []),
    ...(failures.length > 0 ? [ENGLISH.plural(failures.length, ["failure", "failures"])] : []),
  ];
  return parts.join("; ").replaceAll("\u00a0", " ");
}

function told({ name, outcome, connections, bytesReceived, bytesSent }: Poll): string {
  const credited = `${ENGLISH.bytes(bytesReceived)} received and ${ENGLISH.bytes(bytesSent)} sent since the last reading`;
  const words = {
    read: `${ENGLISH.plural(connections, ["connection", "connections"])}, ${credited}`,
    unchanged: `${ENGLISH.plural(connections, ["connection", "connections"])}, nothing new since the last reading`,
    stale: `no news, ${credited}`,
    torn: "no whole reading could be had",
    failed: "not read",
  } as const satisfies Record<Poll["outcome"], string>;
  return `${visible(name)}: ${words[outcome]}`;
}

/** Bytes are whole numbers of any size, which JSON.stringify has no way to write. */
function asJson({ servers, written, cleaned, failures }: Round): string {
  const members = servers.map(({ name, outcome, connections, bytesReceived, bytesSent }) => {
    const head = `"name":${JSON.stringify(visible(name))},"outcome":"${outcome}","connections":${connections}`;
    return `{${head},"bytes_received":${bytesReceived},"bytes_sent":${bytesSent}}`;
  });
  const failed = JSON.stringify(failures.map(({ message }) => visible(message)));
  const files = JSON.stringify(written.map(visible));
  return `{"servers":[${members.join(",")}],"written":${files},"cleaned":${cleaned},"failures":${failed}}`;
}
