import type { ReportFormat } from "../app/read-books.ts";
import { AppError } from "../errors.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure, startLog } from "./configure.ts";
import { outFile } from "./out-file.ts";

export const help = `Usage: ovpnstats report [--format text | html | json] [--private] [--out FILE]
                        [FLAGS]

Prints the report of what the books hold, without reading anything new.

  --format FORMAT   text (default), html or json
  --private         for handing on: first letters instead of names, no addresses
  --out FILE        write to the file, in one step, instead of printing
${CONFIG_HELP}
Exit status: 0 done; 1 the file cannot be written; 2 wrong usage or
configuration; 3 the database cannot be used.
`;

const FLAGS = { "--format": "with value", "--out": "with value", "--private": "alone" } as const;

const FORMATS = ["text", "html", "json"] as const satisfies readonly ReportFormat[];

export async function run(argv: readonly string[], world: World): Promise<ExitStatus> {
  const loaded = await configure(argv, FLAGS, world);
  const format = formatOf(loaded.own.get("--format") ?? "text");
  const out = outFile(loaded, world);
  startLog(loaded, world);
  const { renderReport, saveReport } = await import("../app/read-books.ts");
  const report = await renderReport(loaded.config, { format, isPrivate: loaded.own.has("--private") }, world);
  if (out === undefined) world.print(report);
  else await saveReport(out, report, world.uid);
  return 0;
}

function formatOf(word: string): ReportFormat {
  const format = FORMATS.find((one) => one === word);
  if (format !== undefined) return format;
  throw new AppError("usage", `Cannot report as ${JSON.stringify(word)}: --format must be ${FORMATS.join(", ")}`);
}
