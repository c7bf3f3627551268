import type { PeriodKind } from "./period-name.ts";

/** The path of a period's page, without leading slash. */
export function periodPath({ kind, name }: { readonly kind: PeriodKind; readonly name: string }): string {
  return `${kind}s/${name}`;
}
