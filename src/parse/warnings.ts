/** A damaged file of a million rows is not worth a million lines of log. */
const MOST_TOLD = 100;

/** Rows of one text that were left out, and how many more there were than are told one by one. */
export interface Warnings {
  readonly told: string[];
  untold: number;
}

/** Notes that the row at a line was left out, and why. Nothing of the row's own text: it may be hostile. */
export function warn(warnings: Warnings, line: number, why: string): void {
  if (warnings.told.length < MOST_TOLD) warnings.told.push(`Line ${line} is left out: ${why}`);
  else warnings.untold++;
}

/** All warnings as text, in the order they came. */
export function warningTexts({ told, untold }: Warnings): readonly string[] {
  return untold === 0 ? told : [...told, `${untold} more lines are left out`];
}
