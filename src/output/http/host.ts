import type { Where } from "../../runtime.ts";
import { remember } from "./remember.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The host names that are answered to: those of loopback, the one listened on, and what the operator adds. Nothing
 * else, or any web site could point a name of its own at this address and read the report (DNS rebinding, F49).
 */
export function allowedHosts(where: Where, added: readonly string[]): readonly string[] {
  const own = where.kind === "tcp" && !isEveryAddress(where.host) ? [asAuthority(where.host)] : [];
  return [...new Set([...LOOPBACK, ...own, ...added].map((host) => host.toLowerCase()))];
}

/** Tells whether a request names an allowed host, in its target and in its one Host header; ports do not matter. */
export function createHostCheck(hosts: readonly string[]): (request: Request) => boolean {
  const isAllowed = remember((authority: string) => hosts.includes(withoutPort(authority)));
  const isAllowedUrl = remember((url: string) => isAllowed(authorityOf(url)));
  return ({ url, headers }) => {
    const header = headers.get("host");
    return header !== null && isAllowed(header) && isAllowedUrl(url);
  };
}

/** The path and the query of a request, as they were sent but for "." and "..", which the runtime takes out. */
export function targetOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("#", start);
  return start < 0 ? "/" : url.slice(start, end < 0 ? undefined : end);
}

function authorityOf(url: string): string {
  const start = url.indexOf("//") + 2;
  const end = url.indexOf("/", start);
  return start < 2 ? "" : url.slice(start, end < 0 ? undefined : end);
}

/** Two headers come joined by a comma, an address of IPv6 in brackets: neither is taken for a host with a port. */
function withoutPort(authority: string): string {
  return authority.toLowerCase().replace(/:\d{1,5}$/, "");
}

function isEveryAddress(host: string): boolean {
  return host === "0.0.0.0" || /^[0:]+$/.test(host);
}

function asAuthority(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
