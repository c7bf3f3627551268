/** Who writes, where several machines share the books. */
export interface Holder {
  /** No other machine has it. */
  readonly id: string;
  /** What this machine's id was before; undefined where it never was another. */
  readonly former: string | undefined;
  /** The machine's name, for people. */
  readonly host: string;
  /** How long a lease lasts that is not renewed. */
  readonly seconds: number;
  /** Hears of a lease that was taken: from then on `former` is of the past. */
  held(): Promise<void>;
}
