import type { Log } from "../../log.ts";
import type { Peer } from "../../runtime.ts";
import { createAttempts } from "./attempts.ts";
import { type Auth, challenge, isAdmitted } from "./auth.ts";
import { createHostCheck } from "./host.ts";
import type { Refusal } from "./refusal.ts";

export interface GuardOptions {
  /** Allowed hosts without port, in lower case. */
  readonly hosts: readonly string[];
  /** Undefined: everybody is let in. */
  readonly auth: Auth | undefined;
  readonly log: Log;
  /** Milliseconds that no change of the clock touches. */
  readonly monotonic: () => number;
}

/** Looks at every request before anything else does: undefined for one that may pass. */
export type Guard = (request: Request, peer: Peer) => Refusal | undefined;

const OTHER_HOST: Refusal = {
  status: 421,
  text: "This host name is not served here: whoever runs ovpnstats can add it to web_hosts",
};

/** Refuses other hosts, and callers without password or token. Headers of proxies are not believed (F57). */
export function createGuard({ hosts, auth, log, monotonic }: GuardOptions): Guard {
  const isAllowedHost = createHostCheck(hosts);
  const attempts = createAttempts(monotonic);
  return (request, peer) => {
    if (!isAllowedHost(request)) return OTHER_HOST;
    if (auth === undefined) return undefined;
    const seconds = attempts.secondsRefused(peer);
    if (seconds > 0) return tooMany(seconds);
    const authorization = request.headers.get("authorization");
    if (authorization !== null && isAdmitted(auth, authorization)) return undefined;
    if (authorization !== null) {
      attempts.failed(peer);
      log.warn("a wrong password or token was given for the web page", { address: peer.address ?? "unix socket" });
    }
    const headers = { "WWW-Authenticate": challenge(auth) };
    return { status: 401, text: "A password or token is needed", headers };
  };
}

function tooMany(seconds: number): Refusal {
  const text = `Too many wrong passwords or tokens from your address: wait ${seconds} seconds`;
  return { status: 429, text, headers: { "Retry-After": String(seconds) } };
}
