import { queryValues } from "./query-values.ts";

/** How far back the machine is shown. */
export const MACHINE_SPANS = ["24-hours", "7-days", "31-days"] as const;
export type MachineSpan = (typeof MACHINE_SPANS)[number];

export const USUAL_SPAN: MachineSpan = "24-hours";

/** The span that a query string asks for; throws AppError "usage" for a value that cannot be. */
export function parseMachineSpan(params: URLSearchParams): MachineSpan {
  return queryValues(params, "show the machine").oneOf("span", MACHINE_SPANS) ?? USUAL_SPAN;
}

/** The query string that asks for it, the usual left out. */
export function machineParams(span: MachineSpan): URLSearchParams {
  return new URLSearchParams(span === USUAL_SPAN ? {} : { span });
}
