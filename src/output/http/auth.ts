import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";

/** What lets a caller in, as digests: comparing takes as long for every guess, whatever its length (F54). */
export interface Auth {
  readonly password: Uint8Array | undefined;
  readonly token: Uint8Array | undefined;
}

/** The secrets as the configuration has them: a password for people, a token for programs. */
export interface Secrets {
  readonly password: string | undefined;
  readonly token: string | undefined;
}

/** The digests of the secrets; undefined where there are none, and everybody is let in. */
export function createAuth({ password, token }: Secrets): Auth | undefined {
  if (password === undefined && token === undefined) return undefined;
  return {
    password: password === undefined ? undefined : digest(password),
    token: token === undefined ? undefined : digest(token),
  };
}

/**
 * Whether the header `Authorization` holds the password (Basic, with any user name: there is only one) or the token
 * (Bearer). The time it takes tells nothing of either.
 */
export function isAdmitted({ password, token }: Auth, authorization: string): boolean {
  // As the configuration takes it, which is more than RFC 6750 lets a token be.
  const [, bearer] = /^bearer +([!-~]+)$/i.exec(authorization) ?? [];
  if (bearer !== undefined) return isSecret(token, bearer);
  const [, credentials = ""] = /^basic +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
  // Secrets are ASCII, so the bytes need no other decoding to be the same.
  const pair = Buffer.from(credentials, "base64").toString("latin1");
  const colon = pair.indexOf(":");
  return isSecret(password, pair.slice(colon + 1)) && colon >= 0;
}

/** The value of `WWW-Authenticate`: how to ask again. */
export function challenge({ password }: Auth): string {
  return password === undefined ? 'Bearer realm="ovpnstats"' : 'Basic realm="ovpnstats", charset="UTF-8"';
}

function isSecret(expected: Uint8Array | undefined, given: string): boolean {
  return expected !== undefined && timingSafeEqual(expected, digest(given));
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text, "latin1").digest();
}
