import { type BigIntStats, existsSync, fstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SEAL = "libsql.seal";

/**
 * Whether the file that was `found` open is the one that was sealed in `directory` for having this SHA-256, unchanged.
 *
 * The seal names inode, size and times of change. The kernel moves the last whenever content, owner or mode change, and
 * nobody can set it, so the same seal means the bytes that were checked. Only root and this user could forge one, and
 * they need not: they can change this very process as well.
 */
export function isSealed(directory: string, found: BigIntStats, sha256: string): boolean {
  const path = join(directory, SEAL);
  return existsSync(path) && readFileSync(path, "utf8") === sealOf(found, sha256);
}

/** Seals the file behind `descriptor`, of which the SHA-256 has been checked. */
export function seal(directory: string, descriptor: number, sha256: string): void {
  try {
    writeFileSync(join(directory, SEAL), sealOf(fstatSync(descriptor, { bigint: true }), sha256), { mode: 0o600 });
  } catch {
    // Without a seal, as in a directory made read-only since, the next start takes the hash again: slower, as safe.
  }
}

function sealOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats, sha256: string): string {
  return [sha256, dev, ino, size, mtimeNs, ctimeNs].join(" ");
}
