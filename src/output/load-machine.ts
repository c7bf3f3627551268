import type { UnixSeconds } from "../model.ts";
import { buildMachine } from "../report/build-machine.ts";
import type { MachineHistory } from "../report/machine-history.ts";
import type { MachineSpan } from "../report/machine-query.ts";
import { machineColumns } from "../report/machine-spans.ts";
import { loadMachineHistory } from "../store/machine-history.ts";
import type { Database } from "../store/open.ts";
import type { ReportSettings } from "./report-settings.ts";

/** The machine and its servers over a span. */
export async function loadMachine(
  database: Database,
  { calendar }: Pick<ReportSettings, "calendar">,
  { span, now }: { readonly span: MachineSpan; readonly now: UnixSeconds },
): Promise<MachineHistory> {
  const columns = machineColumns(span, now, calendar);
  const facts = await loadMachineHistory(database, span, { start: columns[0]?.start ?? now, end: now + 1 });
  return buildMachine(facts, { span, now, calendar });
}
