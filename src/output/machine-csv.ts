import { MACHINE_FIGURES, type MachineFigure, type MachineHistory } from "../report/machine-history.ts";
import { csvInstant, csvText } from "./csv-text.ts";

/** The figures as programs know them. */
export const FIGURE_NAMES: Readonly<Record<MachineFigure, string>> = {
  disk: "disk_percent",
  memory: "memory_percent",
  load1: "load_1",
  load5: "load_5",
  load15: "load_15",
  processes: "processes",
  database: "database_bytes",
};

/** A line for each stretch of time. */
export function machineCsv({ bins }: MachineHistory): string {
  const names = MACHINE_FIGURES.flatMap((figure) =>
    ["min", "mean", "max"].map((kind) => `${FIGURE_NAMES[figure]}_${kind}`),
  );
  return csvText(
    ["start", "end", "samples", ...names],
    bins.map(({ start, end, samples, figures }) => [
      ...[csvInstant(start), csvInstant(end), samples],
      ...MACHINE_FIGURES.flatMap((figure) => {
        const { min, mean, max } = figures[figure] ?? {};
        return [min, mean === undefined ? undefined : Math.round(mean * 1000) / 1000, max];
      }),
    ]),
  );
}
