/** Why a status file, or a management interface, gave nothing, as far as a caller treats it differently. */
export type SourceErrorKind =
  | "missing"
  | "denied"
  | "not-regular"
  | "empty"
  | "torn"
  | "too-large"
  | "client-mode"
  | "unknown"
  | "io"
  /** Of a management interface: it serves somebody else. */
  | "busy"
  /** Its password is another, or it wants one and there is none. */
  | "password"
  /** It answers too late, or no more. */
  | "silent"
  /** Whoever is connected to it has to decide on logins. */
  | "logins"
  /** It does not do what it was told to. */
  | "refused";

/** A source that could not be read, with a message that says what to do about it. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly kind: SourceErrorKind;

  constructor(kind: SourceErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
