import { isAddress, networkText } from "../parse/network.ts";
import type { ConnectionsReport } from "./connections.ts";

/** What a list of connections says first. */
export type ConnectionsLede =
  /** Who had one virtual address at one instant; undefined: nobody. */
  | { readonly kind: "had"; readonly address: string; readonly at: number; readonly user: string | undefined }
  /** There are none at all, or none that match. */
  | { readonly kind: "nobody" }
  | { readonly kind: "none" }
  | { readonly kind: "sums" };

/** The one thing worth saying of a list. */
export function connectionsLede({ query, sums, connections, keptSince }: ConnectionsReport): ConnectionsLede {
  const { virtual, at } = query;
  const isOneAddress = virtual !== undefined && isAddress(virtual);
  if (isOneAddress && at !== undefined && sums.users <= 1)
    return { kind: "had", address: networkText(virtual), at: at.start, user: connections[0]?.user.name };
  if (sums.count > 0) return { kind: "sums" };
  return { kind: keptSince === undefined ? "nobody" : "none" };
}
