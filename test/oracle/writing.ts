/** What a server writes about one client. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { type Client, counters, isAuthenticated } from "./client.ts";
import { localSeconds } from "./local-time.ts";
import type { ServerSetup } from "./simulator.ts";
import type { Route, WrittenRow } from "./status-text.ts";

const UNDEF: NameBytes = "UNDEF";

export function rowOf(client: Client, { pool, zone }: ServerSetup, at: UnixSeconds): WrittenRow {
  const letIn = isAuthenticated(client, at);
  const pooled = letIn && !client.manner.startsWith("tap");
  return {
    trueId: client.trueId,
    commonName: at >= client.namedAt ? client.commonName : UNDEF,
    realAddress: client.realAddress,
    virtualAddress: pooled && pool !== "v6" ? virtualAddresses(client).v4 : "",
    virtualIpv6Address: pooled && pool !== "v4" ? virtualAddresses(client).v6 : "",
    ...counters(client),
    since: client.since,
    localSince: localSeconds(zone, client.since),
    username: letIn && client.manner === "password" ? "jane" : UNDEF,
    clientId: client.clientId,
    cipher: letIn ? "AES-256-GCM" : "BF-CBC",
  };
}

export function routesOf(
  client: Client,
  { pool, zone, release }: ServerSetup,
  at: UnixSeconds,
  time: UnixSeconds,
): Route[] {
  if (!isAuthenticated(client, at) || client.manner === "tap without route") return [];
  const { v4, v6, mac } = virtualAddresses(client);
  const learned = release === "2.4" ? mac : `${mac}@0`;
  const lastRef = Math.max(client.since, time - (client.trueId % 7));
  const addresses =
    client.manner === "tap" ? [learned] : [...(pool === "v6" ? [] : [v4]), ...(pool === "v4" ? [] : [v6])];
  return addresses.map((virtualAddress) => ({
    virtualAddress,
    commonName: client.commonName,
    realAddress: client.realAddress,
    lastRef,
    localLastRef: localSeconds(zone, lastRef),
  }));
}

function virtualAddresses({ clientId }: Client) {
  const number = (clientId % 250) + 2;
  const hex = number.toString(16).padStart(2, "0");
  return { v4: `10.8.0.${number}`, v6: `fd08::10${hex}`, mac: `9e:b9:4f:e7:01:${hex}` };
}
