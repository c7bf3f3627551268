import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "./tools.ts";

/** A certificate and its key, as OpenVPN's configuration names them. */
export interface Identity {
  readonly commonName: string;
  readonly lines: readonly string[];
}

const REQUEST = "[req]\ndistinguished_name=dn\nutf8=yes\nstring_mask=utf8only\n[dn]\n";

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Makes an authority in a folder; gives what makes identities that it vouches for. */
export function createAuthority(folder: string): (commonName: string, role: "server" | "client") => Identity {
  const path = (name: string) => join(folder, name);
  writeFileSync(path("request.cnf"), REQUEST);
  const sign = (name: string, commonName: string, extensions: readonly string[], issuer: readonly string[] = []) => {
    const kind = ["-x509", "-config", path("request.cnf"), "-utf8", "-days", "30", ...issuer];
    const subject = [...KEY, "-subj", `/CN=${commonName}`];
    const files = ["-keyout", path(`${name}.key`), "-out", path(`${name}.crt`)];
    openssl("req", ...kind, ...subject, ...files, ...extensions.flatMap((text) => ["-addext", text]));
  };
  sign("ca", "trial authority", ["basicConstraints=critical,CA:TRUE"]);
  let made = 0;
  return (commonName, role) => {
    const name = `${role}-${++made}`;
    const extensions = ["basicConstraints=CA:FALSE", "keyUsage=digitalSignature", `extendedKeyUsage=${role}Auth`];
    sign(name, commonName, extensions, ["-CA", path("ca.crt"), "-CAkey", path("ca.key")]);
    return { commonName, lines: [`ca ${path("ca.crt")}`, `cert ${path(`${name}.crt`)}`, `key ${path(`${name}.key`)}`] };
  };
}

function openssl(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(toolPath("openssl"), args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args.join(" ")}: ${stderr.trim()}`);
}
