/** Why a status file gave nothing, as far as a caller treats it differently. */
export type SourceErrorKind =
  | "missing"
  | "denied"
  | "not-regular"
  | "empty"
  | "torn"
  | "too-large"
  | "client-mode"
  | "unknown"
  | "io";

/** A source that could not be read, with a message that says what to do about it. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly kind: SourceErrorKind;

  constructor(kind: SourceErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
