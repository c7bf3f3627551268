/** How to wait for a database that another process has locked: time and sleep come from the rim. */
export interface Patience {
  /** Milliseconds that only grow. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Give up after this many milliseconds. */
  readonly limit: number;
  /** Frees what nothing refers to any more, where the runtime lets us. */
  collectGarbage?(): void;
  /** Makes a connection usable again that found the database locked. */
  renew?(): Promise<void>;
}

/**
 * Runs an action again while the database is locked. Each action is one batch, which a lock leaves undone as
 * a whole; an observation that was committed all the same is recognised by its number and id.
 */
export async function patiently<T>(patience: Patience, action: () => Promise<T>): Promise<T> {
  const since = patience.monotonic();
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    try {
      return await action();
    } catch (error) {
      if (!isLocked(error)) throw error;
      await patience.renew?.();
      if (patience.monotonic() - since > patience.limit) throw error;
      await patience.sleep(pause);
    }
  }
}

/** libSQL's word for "somebody else is writing". */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === "SQLITE_BUSY" || codeOf(error) === "SQLITE_LOCKED";
}

/** A value breaks a rule of the database: the same would happen each time. */
export function isRefused(error: unknown): boolean {
  return codeOf(error)?.startsWith("SQLITE_CONSTRAINT") ?? false;
}

/** The libSQL error code of an error, where it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
