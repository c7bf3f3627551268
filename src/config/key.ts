import * as v from "valibot";
import type { Kind } from "./kinds.ts";

/** What is known of a key beside its check. */
export interface KeyFacts {
  readonly description: string;
  readonly accepts: string;
  readonly isPath: boolean;
  readonly isList: boolean;
  readonly isDelicate: boolean;
  readonly isSwitch: boolean;
  /** As the file would have it; undefined where there is no fixed default. */
  readonly fallback: unknown;
  readonly unset: Unset | undefined;
}

/** For a key without fixed default: what happens without it, and how it may look. */
export interface Unset {
  readonly otherwise: string;
  readonly sample: string | number | boolean | readonly string[];
}

/** A configuration key: a valibot schema that also knows its documentation. */
export interface Key<Input, Output> extends v.GenericSchema<Input, Output> {
  readonly facts: KeyFacts;
}

type Settled<Output, Fallback> = Fallback extends undefined ? Output | undefined : Output;

/** One key in one line: what it may be, its default (or what is without it), what it is for. */
export function key<Input, Output, const Fallback extends Input | undefined>(
  kind: Kind<Input, Output>,
  fallback: Fallback,
  description: string,
  unset?: Unset,
): Key<Input | undefined, Settled<Output, Fallback>>;
export function key<Input, Output>(
  kind: Kind<Input, Output>,
  fallback: Input | undefined,
  description: string,
  unset?: Unset,
): Key<Input | undefined, Output | undefined> {
  const { schema, accepts, isPath = false, isList = false, isDelicate = false, isSwitch = false } = kind;
  const facts: KeyFacts = { description, accepts, isPath, isList, isDelicate, isSwitch, fallback, unset };
  return Object.assign(v.optional(schema, fallback), { facts });
}
