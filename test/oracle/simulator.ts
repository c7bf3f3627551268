/**
 * OpenVPN servers of one machine, second by second: who is connected, what they move, and what the status file then says.
 * Only the last write before a reading can be seen, so only that one is worked out.
 */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import type { Final } from "./books.ts";
import {
  type Client,
  counters,
  flow,
  type Hook,
  isAuthenticated,
  LOGIN_SECONDS,
  type Manner,
  spellAddress,
  type Transport,
} from "./client.ts";
import { localSeconds, timeText } from "./local-time.ts";
import { clocks, type Machine, mix, type OpenVpnClock, tick, wallClock } from "./machine.ts";
import type { Release, StatusVersion, Written } from "./status-text.ts";
import { routesOf, rowOf } from "./writing.ts";

export interface ServerSetup {
  readonly name: string;
  readonly release: Release;
  readonly zone: string;
  readonly statusVersion: StatusVersion;
  /** The n of `--status FILE n`. */
  readonly statusEvery: number;
  /** Writes at whole multiples of n; otherwise up to 9 s late, as an idle server does. */
  readonly steady: boolean;
  readonly transport: Transport;
  readonly pool: "v4" | "v6" | "both";
}

export interface Server {
  readonly setup: ServerSetup;
  version: StatusVersion;
  clock: OpenVpnClock;
  nextClientId: number;
  clients: Client[];
  /** Down until then, when it starts anew; connected clients are gone, the file stays as it was. */
  downUntil: UnixSeconds | undefined;
  /** It serves, but does not write. */
  stalledUntil: UnixSeconds;
  nextWrite: UnixSeconds;
  /** What stands in the file, and what stood there before. */
  file: Written | undefined;
  fileBefore: Written | undefined;
  /** Ends that a hook has put down, not yet told to the books. */
  spool: Ended[];
}

/** A final, and what only the simulator knows of it. */
export interface Ended extends Omit<Final, "wall" | "uptime" | "bootId"> {
  readonly trueId: number;
  readonly localSince: number;
  /** Empty where it has none. */
  readonly virtualAddress: string;
}

const LONGEST_WALK = 3 * 3600;
/** What is left of the counters in the hook when the kernel ended the peer. */
const CONTROL_CHANNEL = 4321n;

export function startServer(machine: Machine, setup: ServerSetup): Server {
  const server: Server = {
    setup,
    version: setup.statusVersion,
    clock: { now: 0, adjustment: 0 },
    nextClientId: 0,
    clients: [],
    downUntil: machine.now,
    stalledUntil: machine.now,
    nextWrite: machine.now,
    file: undefined,
    fileBefore: undefined,
    spool: [],
  };
  advanceServer(machine, server, machine.now);
  return server;
}

/** Lets the time go by until `to`. */
export function advance(machine: Machine, servers: readonly Server[], to: UnixSeconds): void {
  for (const server of servers) advanceServer(machine, server, to);
  machine.now = to;
}

function advanceServer(machine: Machine, server: Server, to: UnixSeconds): void {
  if (server.downUntil !== undefined) {
    if (server.downUntil > to) return;
    server.clock = { now: 0, adjustment: 0 };
    server.nextClientId = 0;
    server.nextWrite = server.downUntil;
    server.stalledUntil = Math.min(server.stalledUntil, server.downUntil);
    server.downUntil = undefined;
  }
  const before = { ...server.clock };
  const written = lastWrite(machine, server, to);
  if (written !== undefined) {
    server.fileBefore = server.file;
    server.file = write(machine, server, written);
  }
  tick(server.clock, wallClock(machine, to));
  for (const client of server.clients) flow(client, Math.min(to, client.goneAt));
  reap(machine, server, to, before);
}

/** Takes away the clients that are gone; their hooks write what they have to say. `clock` is as it was before they went. */
export function reap(machine: Machine, server: Server, now: UnixSeconds, clock: OpenVpnClock = server.clock): void {
  for (const client of server.clients.filter((client) => client.goneAt <= now)) {
    if (client.hook === "none" || !isAuthenticated(client, client.goneAt)) continue;
    const { received, sent } = counters(client);
    const isLost = client.hook === "dco";
    const localSince = localSeconds(server.setup.zone, client.since);
    server.spool.push({
      trueId: client.trueId,
      localSince,
      server: server.setup.name,
      commonName: client.commonName,
      connectedSince: client.since,
      connectedSinceText: timeText(server.setup.release === "2.4" ? "ctime" : "iso", localSince),
      realAddress: client.realAddress,
      virtualAddress: rowOf(client, server.setup, client.goneAt).virtualAddress,
      at: wallClock(machine, client.goneAt),
      toldAt: tick({ ...clock }, wallClock(machine, client.goneAt)),
      bytesReceived: isLost ? lower(received, CONTROL_CHANNEL) : received,
      bytesSent: isLost ? lower(sent, CONTROL_CHANNEL) : sent,
    });
  }
  server.clients = server.clients.filter((client) => client.goneAt > now);
}

function lower(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The last moment up to `to` at which the server wrote its file, if there was one. */
function lastWrite(machine: Machine, server: Server, to: UnixSeconds): UnixSeconds | undefined {
  const { statusEvery, steady, name } = server.setup;
  if (server.stalledUntil > server.nextWrite) server.nextWrite = server.stalledUntil;
  const skipped = to - LONGEST_WALK - server.nextWrite;
  if (skipped > 0) server.nextWrite += Math.floor(skipped / statusEvery) * statusEvery;
  let last: UnixSeconds | undefined;
  while (server.nextWrite <= to) {
    last = server.nextWrite;
    server.nextWrite += steady
      ? statusEvery - (wallClock(machine, last) % statusEvery)
      : statusEvery + (mix(machine.seed, name.length, last) % 10);
  }
  return last;
}

function write(machine: Machine, server: Server, at: UnixSeconds): Written {
  const { setup, clients } = server;
  const time = tick(server.clock, wallClock(machine, at));
  const shown = clients
    .filter((client) => client.startedAt <= at && client.goneAt > at && client.hiddenUntil <= at)
    .sort((a, b) => mix(machine.boots, a.trueId) - mix(machine.boots, b.trueId)); // hash order
  for (const client of shown) flow(client, at);
  return {
    server: setup.name,
    release: setup.release,
    version: server.version,
    time,
    localTime: localSeconds(setup.zone, time),
    mtime: wallClock(machine, at) + (mix(machine.seed, at) % 4) / 4,
    rows: shown.map((client) => rowOf(client, setup, at)),
    routes: shown.flatMap((client) => routesOf(client, setup, at, time)),
  };
}

export interface Arrival {
  readonly trueId: number;
  readonly commonName: NameBytes;
  readonly manner: Manner;
  readonly host: number;
  readonly port: number;
  readonly hook: Hook;
  /** Bytes that it brings along at once, so that figures beyond 2^53 occur. */
  readonly brings?: bigint;
}

/** A client's first packet, now. The server must be up. */
export function connect(machine: Machine, server: Server, arrival: Arrival): Client {
  const { transport, release } = server.setup;
  const [named, letIn] = LOGIN_SECONDS[arrival.manner];
  const client: Client = {
    ...arrival,
    stream: mix(machine.seed, arrival.trueId),
    startedAt: machine.now,
    namedAt: machine.now + named,
    authenticatedAt: machine.now + letIn,
    since: tick(server.clock, wallClock(machine)),
    clientId: server.nextClientId++,
    realAddress: spellAddress(transport, release, arrival.host, arrival.port),
    hiddenUntil: machine.now,
    goneAt: Number.POSITIVE_INFINITY,
    movedUntil: machine.now,
    movedReceived: arrival.brings ?? 0n,
    movedSent: (arrival.brings ?? 0n) / 3n,
    fallenReceived: 0n,
    fallenSent: 0n,
  };
  server.clients.push(client);
  return client;
}

/** Ends the process; it comes again `down` seconds later. The file stays as it stands. */
export function stop(machine: Machine, server: Server, down: number, hooks: boolean): void {
  for (const client of server.clients) {
    client.goneAt = machine.now;
    if (!hooks) client.hook = "none";
  }
  reap(machine, server, machine.now);
  server.downUntil = machine.now + down;
}

/** Steps the wall clock; the true time and the uptime go on as before. */
export function stepClock(machine: Machine, servers: readonly Server[], by: number): void {
  machine.wallOffset += by;
  for (const server of servers) tick(server.clock, wallClock(machine));
}

/** All servers end without a word, the machine comes up again. */
export function reboot(machine: Machine, servers: readonly Server[], down: number): void {
  for (const server of servers) stop(machine, server, down, false);
  machine.boots++;
  machine.bootedAt = machine.now;
}

/** The clocks of a hook's end, read now. */
export function told(machine: Machine, { trueId: _, localSince: __, ...final }: Ended): Final {
  return { ...final, ...clocks(machine) };
}
