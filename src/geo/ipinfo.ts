import * as v from "valibot";
import { coordinatesIn } from "./coordinates.ts";
import { countryName } from "./country.ts";
import { outsideText } from "./outside-text.ts";
import type { Place } from "./place.ts";

/** The global `fetch`, as far as it is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface IpinfoOptions {
  readonly token: string | undefined;
  readonly fetch: Fetch;
  /** Without a slash at the end. */
  readonly url: string;
}

/** A request that came to nothing. Its message is fit for the log, and holds no token. */
export class IpinfoError extends Error {
  override readonly name = "IpinfoError";
  /** What the provider said of when to come again: seconds, or a date. */
  readonly retryAfter: string | undefined;

  constructor(message: string, retryAfter?: string) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

const TIME_LIMIT_MS = 3000;
const SIZE_LIMIT_BYTES = 64 * 1024;

const answer = v.object({
  city: v.optional(v.string()),
  region: v.optional(v.string()),
  country: v.optional(v.string()),
  org: v.optional(v.string()),
  /** "48.2085,16.3721". */
  loc: v.optional(v.string()),
});

/** Where ipinfo.io says that an address is; undefined: it does not know. Throws IpinfoError where it gives no answer. */
export async function askIpinfo(host: string, { token, fetch, url }: IpinfoOptions): Promise<Place | undefined> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { accept: "application/json", "accept-encoding": "identity", ...authorization };
  try {
    const response = await fetch(`${url}/${host}/json`, { headers, redirect: "manual", signal });
    if (!isRefused(response)) return placeIn(await textOf(response, signal));
    abandon(response.body);
    return undefined;
  } catch (cause) {
    const why = signal.aborted ? `no answer within ${TIME_LIMIT_MS / 1000} s` : reasonOf(cause);
    const retryAfter = cause instanceof IpinfoError ? cause.retryAfter : undefined;
    throw new IpinfoError(`Cannot ask ${url} for locations: ${why}`, retryAfter);
  }
}

/** Whether the answer is that of this address nothing can be told. */
function isRefused({ status, headers, body }: Response): boolean {
  if (status === 200) return false;
  if (status === 400 || status === 404) return true;
  abandon(body);
  const reasons: Readonly<Record<number, string>> = {
    401: "the token is not accepted (ipinfo_token_file)",
    403: "the token is not accepted (ipinfo_token_file)",
    429: "too many requests from this machine, or with this token",
  };
  throw new IpinfoError(reasons[status] ?? `it answers with status ${status}`, headers.get("retry-after") ?? undefined);
}

/** The text of the answer; of one that is too long or too slow only a part is ever held. */
async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const stop = () => abandon(reader);
  signal.addEventListener("abort", stop);
  try {
    const decoder = new TextDecoder();
    let text = "";
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > SIZE_LIMIT_BYTES) throw new IpinfoError(`its answer is larger than ${SIZE_LIMIT_BYTES} bytes`);
      text += decoder.decode(part.value, { stream: true });
    }
    signal.throwIfAborted();
    return text + decoder.decode();
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** Stops what nobody reads to its end. Whether that succeeds makes no difference: the answer is settled. */
function abandon(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => undefined);
}

function placeIn(text: string): Place {
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), answer), text);
  if (!found.success) throw new IpinfoError("its answer is not what it should be");
  const { city, region, country, org, loc = "" } = found.output;
  const [latitude, longitude] = loc.split(",", 2);
  return {
    city: outsideText(city),
    region: outsideText(region),
    country: countryName(country, undefined),
    provider: outsideText(org),
    coordinates: coordinatesIn(latitude, longitude),
  };
}

function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  // Bun adds advice for programmers.
  return message.replace(/\. For more information, pass .*$/, "");
}
