import { Buffer } from "node:buffer";

const DIGITS = 16;

/** The same 16 hexadecimal digits for the same bytes. */
export async function contentHashOf(content: Buffer<ArrayBuffer>): Promise<string> {
  // Not node:crypto: loading it takes longer than hashing ten thousand clients.
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", content));
  return hash.toString("hex").slice(0, DIGITS);
}
