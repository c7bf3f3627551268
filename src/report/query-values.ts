import { AppError } from "../errors.ts";

/** Text from a form: names have 64 characters at most, but one may be shown with every character escaped. */
const LONGEST = 200;
/** No name is shown with one, and no field can hold it. */
const CONTROL = /\p{Cc}/u;
const WHOLE = /^(?:0|[1-9]\d{0,14})$/;

/**
 * The values of a query string, read strictly: each throws AppError "usage" for a value that no link or form of ours
 * has. An empty value is as good as none, which is undefined; of a key given twice the first counts.
 */
export interface QueryValues {
  text(key: string): string | undefined;
  oneOf<Word extends string>(key: string, words: readonly Word[]): Word | undefined;
  whole(key: string, least: number, most: number): number | undefined;
  /** What `read` makes of the text; `rule` says what it must be, where that is nothing. */
  read<Value>(key: string, read: (text: string) => Value | undefined, rule: string): Value | undefined;
  /** The error for a value that cannot be. */
  refusal(key: string, rule: string): AppError;
}

/** `action` says what could not be done: "list connections". */
export function queryValues(params: URLSearchParams, action: string): QueryValues {
  const refusal = (key: string, rule: string) => {
    const value = params.get(key) ?? "";
    const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
    return new AppError("usage", `Cannot ${action} with ${key}=${JSON.stringify(shown)}: ${key} ${rule}`);
  };
  const text = (key: string) => {
    const value = (params.get(key) ?? "").trim();
    if (value.length > LONGEST) throw refusal(key, `must have at most ${LONGEST} characters`);
    if (CONTROL.test(value)) throw refusal(key, "must have no control characters");
    return value === "" ? undefined : value;
  };
  const read: QueryValues["read"] = (key, parse, rule) => {
    const given = text(key);
    const value = given === undefined ? undefined : parse(given);
    if (given !== undefined && value === undefined) throw refusal(key, rule);
    return value;
  };
  return {
    text,
    read,
    refusal,
    oneOf: (key, words) =>
      read(key, (given) => words.find((word) => word === given), `must be one of ${words.join(", ")}`),
    whole: (key, least, most) =>
      read(
        key,
        (given) => (WHOLE.test(given) && Number(given) >= least && Number(given) <= most ? Number(given) : undefined),
        `must be a whole number from ${least} to ${most}`,
      ),
  };
}
