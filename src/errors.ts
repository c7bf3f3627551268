/** What went wrong, as far as a caller treats it differently: `commands/` maps each to an exit status. */
export type ErrorCode = "usage" | "config" | "source" | "database" | "output";

/** An error for people: what could not be done, to what, with which value, and what to do. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
