import { Reader } from "mmdb-lib";
import type { Place } from "./place.ts";
import { placeOfRecord } from "./record.ts";

/** A database in memory. A look-up throws where the file is damaged. */
export interface Mmdb {
  find(host: string): Place | undefined;
}

/**
 * What one look-up may take: a value costs one and its length. Records of the largest databases take a tenth of it;
 * a damaged length or pointer could make the library read millions of values.
 */
const LOOKUP_BUDGET = 64 * 1024;

/** Between the tree and its data. */
const SEPARATOR_BYTES = 16;

/** Far apart in the tree, so that a file with a hole is noticed when it is opened. */
const PROBES = ["1.1.1.1", "8.8.8.8", "80.80.80.80", "193.0.6.139", "2001:4860:4860::8888", "2a00:1450:4001::1"];

/** Opens the bytes of an MMDB file; throws where they are none, or not whole. */
export function openMmdb(bytes: Buffer): Mmdb {
  try {
    return open(bytes);
  } catch (cause) {
    throw new Error(`it is no MMDB file, or a damaged one (${cause instanceof Error ? cause.message : cause})`, {
      cause,
    });
  }
}

function open(bytes: Buffer): Mmdb {
  const reader = new Reader(bytes);
  const { nodeCount, searchTreeSize, ipVersion } = reader.metadata;
  const separator = bytes.subarray(searchTreeSize, searchTreeSize + SEPARATOR_BYTES);
  const isWhole = nodeCount > 0 && separator.length === SEPARATOR_BYTES && separator.every((byte) => byte === 0);
  if (!isWhole) throw new Error("its search tree has no end");
  const budget = limit(Reflect.get(reader, "decoder"));
  const find = (host: string) => {
    // The library would take the first 32 bits of an IPv6 address for an IPv4 address.
    if (ipVersion !== 6 && host.includes(":")) return undefined;
    budget.left = LOOKUP_BUDGET;
    const record: unknown = reader.get(host);
    return record === null ? undefined : placeOfRecord(record);
  };
  for (const probe of PROBES) find(probe);
  return { find };
}

interface Decoder {
  decodeByType(type: number, offset: number, size: number): unknown;
}

/** Makes the library's decoder, through which every value goes, stop where the budget of a look-up is used up. */
function limit(decoder: unknown): { left: number } {
  if (!isDecoder(decoder)) throw new TypeError("mmdb-lib has changed: look at how it decodes values now");
  const budget = { left: LOOKUP_BUDGET };
  const decodeByType = decoder.decodeByType.bind(decoder);
  decoder.decodeByType = (type, offset, size) => {
    budget.left -= 1 + size;
    if (budget.left < 0) throw new Error("a record is too large");
    return decodeByType(type, offset, size);
  };
  return budget;
}

function isDecoder(value: unknown): value is Decoder {
  return value instanceof Object && "decodeByType" in value && typeof value.decodeByType === "function";
}
