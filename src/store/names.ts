import type { NameBytes } from "../model.ts";

/** A name's bytes in hexadecimal: how names travel inside JSON parameters, where SQL's unhex() takes them. */
export function hexOf(name: NameBytes): string {
  return Buffer.from(name, "latin1").toString("hex");
}

/** The name whose bytes these are. */
export function nameOfHex(hex: string): NameBytes {
  return Buffer.from(hex, "hex").toString("latin1");
}
