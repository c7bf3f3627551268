/**
 * Why a text is not taken: nothing in it; caught in the middle of a rewrite, or damaged; a client's own
 * statistics; something else altogether. Only "empty" and "torn" may be better at the next reading.
 */
export type StatusSyntaxKind = "empty" | "torn" | "client-mode" | "unknown";

/** A text that is not a whole OpenVPN server status, with the line (from 1) where that showed. */
export class StatusSyntaxError extends SyntaxError {
  override readonly name = "StatusSyntaxError";
  readonly kind: StatusSyntaxKind;
  readonly line: number;

  constructor(kind: StatusSyntaxKind, message: string, line: number) {
    super(message);
    this.kind = kind;
    this.line = line;
  }
}

/** The error for a text that is not whole: what was found (at which line) is not what OpenVPN writes there. */
export function torn(line: number, found: string): StatusSyntaxError {
  return new StatusSyntaxError("torn", `Cannot use a status text that is torn or damaged: line ${line} ${found}`, line);
}
