import * as v from "valibot";
import { zoneName } from "../account/zone-name.ts";
import { formatInterval, parseInterval } from "./interval.ts";
import { parseSize } from "./size.ts";

/** What a value may be: the check, and the same in words for errors, README and example. */
export interface Kind<Input, Output> {
  readonly schema: v.GenericSchema<Input, Output>;
  readonly accepts: string;
  /** A relative path is taken from the directory of the file that names it. */
  readonly isPath?: true;
  /** Text, as of a variable or flag, is taken apart at each ":". */
  readonly isList?: true;
  /** A secret may stand here by mistake: the value is never repeated in an error. */
  readonly isDelicate?: true;
  /** A flag may stand without a value, which means yes. */
  readonly isSwitch?: true;
}

/** A length of time: seconds, or text with units. The value is seconds. */
export function interval(min: string, max: string): Kind<string | number, number> {
  const [least = 0, most = 0] = [parseInterval(min), parseInterval(max)];
  return {
    schema: v.pipe(
      v.union([v.number(), v.string()]),
      v.transform((value) => (typeof value === "number" ? value : (parseInterval(value) ?? Number.NaN))),
      v.check((seconds) => Number.isInteger(seconds) && seconds >= least && seconds <= most),
    ),
    accepts: `seconds or text such as "1h 30m", from ${formatInterval(least)} to ${formatInterval(most)}`,
  };
}

export function wholeNumber(min: number, max: number): Kind<number, number> {
  return {
    schema: v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)),
    accepts: `a whole number from ${min} to ${max}`,
  };
}

/** A number of days, where `true` stands for the usual number and `false` for none. */
export function daysOrSwitch(usual: number, max: number): Kind<number | boolean, number> {
  return {
    schema: v.pipe(
      v.union([v.boolean(), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max))]),
      v.transform((value) => (typeof value === "number" ? value : value ? usual : 0)),
    ),
    accepts: `a whole number of days from 0 to ${max}; true is ${usual}, false none`,
  };
}

export const yesOrNo: Kind<boolean, boolean> = { schema: v.boolean(), accepts: "true or false", isSwitch: true };

/** One of a few values, each written as it stands here. */
export function oneOf<const Words extends readonly (string | boolean)[]>(
  ...words: Words
): Kind<Words[number], Words[number]> {
  const isWord = (value: unknown): value is Words[number] => words.some((word) => word === value);
  return { schema: v.custom<Words[number]>(isWord), accepts: words.map((word) => JSON.stringify(word)).join(" or ") };
}

/** NUL ends a path for the system; "~" is the shell's, and would become a directory of that name. */
const somePath = v.pipe(
  v.string(),
  v.check((text) => text !== "" && !text.includes("\0") && !/^~(\/|$)/.test(text)),
);

export const path: Kind<string, string> = { schema: somePath, accepts: "a path (~ is not understood)", isPath: true };

export const paths: Kind<readonly string[], readonly string[]> = {
  schema: v.array(somePath),
  accepts: 'a list of paths, such as ["/a.mmdb", "/b.mmdb"]; in a variable or flag /a.mmdb:/b.mmdb',
  isPath: true,
  isList: true,
};

/** A path, or "auto", which is undefined. */
export const pathOrAuto: Kind<string, string | undefined> = {
  schema: v.pipe(
    somePath,
    v.transform((text) => (text === "auto" ? undefined : text)),
  ),
  accepts: 'a path, or "auto"',
  isPath: true,
};

/** A path, or `false` for no such file. */
export const pathOrNone: Kind<string | false, string | false> = {
  schema: v.union([somePath, v.literal(false)]),
  accepts: "a path, or false for no such file",
  isPath: true,
};

export const fileName: Kind<string, string> = {
  schema: v.pipe(v.string(), v.regex(/^(?!\.{1,2}$)[^/\0]+$/)),
  accepts: "a file's name without directories",
};

/** Text that `parse` understands; undefined: it does not. */
export function textFor<Output>(parse: (text: string) => Output | undefined): v.GenericSchema<string, Output> {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const output = parse(dataset.value);
      if (output !== undefined) return output;
      addIssue({ message: "not understood" });
      return NEVER;
    }),
  );
}

/** An amount of data: bytes, or text with a unit. */
export const size: Kind<string | number, bigint> = {
  schema: v.union([
    v.pipe(
      v.number(),
      v.safeInteger(),
      v.minValue(1),
      v.transform((bytes) => BigInt(bytes)),
    ),
    textFor(parseSize),
  ]),
  accepts: 'an amount such as "60 GB", "1.5 TB" or "500 GiB", or a number of bytes, from 1 on',
};

/** An IANA zone. POSIX strings are refused: the runtime would silently take them for UTC. */
export const timeZone: Kind<string, string> = {
  schema: textFor(zoneName),
  accepts: 'the IANA name of a time zone, such as "Europe/Berlin" or "UTC"',
};

/** A libSQL server. A token inside the address would stand in process lists and in `config show`. */
export const serverUrl: Kind<string, string> = {
  schema: v.pipe(
    v.string(),
    v.check((text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      return url !== undefined && /^(libsql|https?|wss?):$/.test(url.protocol) && !/[@?#]/.test(text);
    }),
  ),
  accepts: "libsql://, https:// or http:// and a host, without user, password or token (see db_auth_token_file)",
  isDelicate: true,
};

/** Stands in reports, and percent-encoded in the name of a file, of which systems take 255 bytes. */
export const serverName: Kind<string, string> = {
  schema: v.pipe(v.string(), v.regex(/^[^\p{C}\p{Z}](?:[^\p{C}]*[^\p{C}\p{Z}])?$/u), v.maxBytes(80)),
  accepts: "a name of printable characters, of 80 bytes at most",
};
