import { expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuthority } from "./pki.ts";

test.skipIf(Bun.which("openssl") === null)("createAuthority() signs any common name", () => {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-pki-"));
  const sign = createAuthority(folder);
  const ca = new X509Certificate(readFileSync(join(folder, "ca.crt")));
  for (const commonName of ["stays", "Doe, Jane <b>", "zoë"]) {
    const { lines } = sign(commonName, "client");
    const [, path = ""] = lines.find((line) => line.startsWith("cert "))?.split(" ") ?? [];
    const certificate = new X509Certificate(readFileSync(path));
    // In which commas and the like are escaped.
    expect(certificate.subject.replaceAll("\\", "")).toBe(`CN=${commonName}`);
    expect(certificate.verify(ca.publicKey)).toBe(true);
  }
  rmSync(folder, { recursive: true });
});
