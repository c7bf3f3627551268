import type { UnixSeconds } from "../model.ts";
import { type Network, networkText, parseNetwork } from "../parse/network.ts";
import { ASKED_TIMES, type AskedTime, type AskedZones, parseAskedTime } from "./asked-time.ts";
import { type QueryValues, queryValues } from "./query-values.ts";
import { type AddressDetail, isSearchable, SEARCHABLE } from "./shown-address.ts";

/** How a connection stands: it lasts, or how its end is known. */
export const CONNECTION_STATES = ["open", "exact", "inferred"] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** A place in the list: that of a connection in it. */
export interface Cursor {
  readonly since: UnixSeconds;
  readonly id: number;
}

/** Which connections somebody asks for; undefined: whatever it is. */
export interface ConnectionQuery {
  /** Part of the user's name as it is shown, whatever its case. */
  readonly name: string | undefined;
  readonly user: number | undefined;
  readonly server: string | undefined;
  readonly address: Network | undefined;
  readonly virtual: Network | undefined;
  /** Part of a city's, region's, country's or provider's name, whatever its case. */
  readonly place: string | undefined;
  /** Open at some time of this span. */
  readonly from: AskedTime | undefined;
  readonly to: AskedTime | undefined;
  /** Open at this instant. */
  readonly at: AskedTime | undefined;
  readonly state: ConnectionState | undefined;
  /** Where the page begins, newest first; undefined: with the newest, or `after`. */
  readonly before: Cursor | undefined;
  readonly after: Cursor | undefined;
}

/** What may be looked for: nothing that is not shown, else looking for it would tell. */
export interface Searchable {
  readonly zones: AskedZones;
  readonly addresses: AddressDetail;
  readonly places: boolean;
}

const NETWORKS =
  "must be an address (198.51.100.7), a network (198.51.100.0/24, 2001:db8::/32) or its beginning (198.51.)";
const TIMES = `must be a day or an instant, such as ${ASKED_TIMES}`;
const CURSOR = /^(\d{1,11})-(\d{1,15})$/;

/**
 * The connections that a query string asks for. Other keys are ignored; throws AppError "usage" for a value that
 * cannot be, and for looking for what is not shown.
 */
export function parseConnectionQuery(
  params: URLSearchParams,
  { zones, addresses, places }: Searchable,
): ConnectionQuery {
  const values = queryValues(params, "list connections");
  const time = (key: string) => values.read(key, (text) => parseAskedTime(text, zones), TIMES);
  const [from, to, at] = [time("from"), time("to"), time("at")];
  if (from && to && from.start >= to.end) throw values.refusal("to", `must be later than from=${from.text}`);
  if (at && at.start !== at.end) throw values.refusal("at", "must be an instant, such as 2026-11-20T14:05");
  const address = values.read("address", parseNetwork, NETWORKS);
  if (address && !isSearchable(address, addresses)) throw values.refusal("address", SEARCHABLE[addresses]);
  const place = values.text("place");
  if (place !== undefined && !places) throw values.refusal("place", "cannot be looked for: places are not shown here");
  return {
    ...{ from, to, at, address, place },
    name: values.text("q"),
    user: values.whole("user", 1, Number.MAX_SAFE_INTEGER),
    server: values.text("server"),
    virtual: values.read("virtual", parseNetwork, NETWORKS),
    state: values.oneOf("state", CONNECTION_STATES),
    before: cursorIn(values, "before"),
    after: cursorIn(values, "after"),
  };
}

function cursorIn(values: QueryValues, key: string): Cursor | undefined {
  const rule = "must be taken from a link of ours: when a connection began and its id, as 1795334862-12";
  return values.read(key, parseCursor, rule);
}

function parseCursor(text: string): Cursor | undefined {
  const [, since, id] = CURSOR.exec(text) ?? [];
  return since === undefined ? undefined : { since: Number(since), id: Number(id) };
}

/** A connection's place in the list, as a query string has it. */
export function cursorText({ since, id }: Cursor): string {
  return `${since}-${id}`;
}

/** The query string that asks for these connections: the same ones always have the same. */
export function connectionParams(query: Partial<ConnectionQuery>): URLSearchParams {
  const { name, user, server, address, virtual, place, from, to, at, state, before, after } = query;
  const values: Readonly<Record<string, string | undefined>> = {
    ...{ q: name, user: user?.toString(), server },
    address: address && networkText(address),
    virtual: virtual && networkText(virtual),
    ...{ place, from: from?.text, to: to?.text, at: at?.text, state },
    before: before && cursorText(before),
    after: after && cursorText(after),
  };
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== undefined) params.set(key, value);
  return params;
}
