/** A history under way: the machine, its servers, and what each event does to them. Nothing here knows of books. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { type Client, counters, type Hook, isAuthenticated, type Manner, spellAddress } from "./client.ts";
import type { EventOf, HistoryEvent } from "./events.ts";
import { type History, NAMES } from "./history.ts";
import { type Machine, mix, startMachine, wallClock } from "./machine.ts";
import { advance, connect, reap, reboot, type Server, startServer, stepClock, stop } from "./simulator.ts";

export interface World {
  readonly machine: Machine;
  readonly servers: readonly Server[];
  /** Every client that ever was, for the truth at the end. */
  readonly clients: { readonly server: string; readonly client: Client }[];
  /** What a reading that shows the client's row proves to have happened. */
  readonly proofs: Map<number, string>;
  /** Clients to come: reconnecting, the second of twins. */
  readonly awaited: { readonly at: UnixSeconds; readonly server: Server; readonly come: () => void }[];
  hosts: number;
  /** OpenVPN's clock stays ahead by this; more than some hours would make its local time an impossible one. */
  steppedBack: number;
  broughtMost: boolean;
}

const MOST_STEPPED_BACK = 3 * 3600;
const MOST_BROUGHT_AGAIN = 2n ** 60n;

export function startWorld({ start, seed, servers }: History): World {
  const machine = startMachine(start, seed);
  const world: World = {
    machine,
    servers: servers.map((setup) => startServer(machine, setup)),
    clients: [],
    proofs: new Map(),
    awaited: [],
    hosts: 3,
    steppedBack: 0,
    broughtMost: false,
  };
  for (const server of world.servers) arrive(world, server, "alice", "plain");
  return world;
}

/** Lets the time go by; who is awaited comes in between. */
export function passTime(world: World, seconds: number): void {
  const until = world.machine.now + seconds;
  for (;;) {
    const next = world.awaited.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
    if (next === undefined) break;
    world.awaited.splice(world.awaited.indexOf(next), 1);
    advance(world.machine, world.servers, Math.max(world.machine.now, next.at));
    if (next.server.downUntil === undefined) next.come();
  }
  advance(world.machine, world.servers, until);
}

interface Arriving {
  readonly host?: number;
  readonly port?: number;
  readonly hook?: Hook;
  readonly brings?: bigint;
  readonly proof?: string;
}

function arrive(world: World, server: Server, commonName: NameBytes, manner: Manner, more: Arriving = {}): Client {
  const trueId = world.clients.length + 1;
  const host = more.host ?? world.hosts++;
  const port = more.port ?? 40_000 + (mix(world.machine.seed, trueId, 5) % 20_000);
  const hook = more.hook ?? "none";
  const brings = more.brings ?? 0n;
  const client = connect(world.machine, server, { trueId, commonName, manner, host, port, hook, brings });
  world.clients.push({ server: server.setup.name, client });
  if (more.proof) world.proofs.set(trueId, more.proof);
  return client;
}

export function pickServer({ servers }: World, choice: number): Server {
  const server = servers[choice % servers.length];
  if (server === undefined) throw new RangeError("A history has no server");
  return server;
}

function pickClient(world: World, choice: number): { server: Server; client: Client } | undefined {
  const here = world.servers.flatMap((server) =>
    server.clients.filter((client) => isAuthenticated(client, world.machine.now)).map((client) => ({ server, client })),
  );
  return here[choice % here.length];
}

const nameOf = (choice: number): NameBytes => NAMES[choice % NAMES.length] ?? "alice";

/** Does to the world what an event says; false where it does not apply now, or is not the world's business. */
export function happen(world: World, event: HistoryEvent): boolean {
  const { machine, servers } = world;
  switch (event.kind) {
    case "connect":
    case "takeover":
    case "twins":
    case "login fails":
      return comeIn(world, event);
    case "leave":
    case "float":
    case "counters fall":
    case "row hidden":
      return change(world, event);
    case "restart": {
      const server = pickServer(world, event.server);
      if (server.downUntil !== undefined) return false;
      const names = server.clients.filter((c) => isAuthenticated(c, machine.now)).map((c) => c.commonName);
      const ids = server.nextClientId;
      stop(machine, server, event.down, event.hooks);
      for (const name of event.comeBack ? names : []) {
        const come = () => {
          const reused = server.nextClientId < ids;
          arrive(world, server, name, "plain", reused ? { proof: "restart, client ids again" } : {});
        };
        world.awaited.push({ at: machine.now + event.down + 3, server, come });
      }
      return true;
    }
    case "reboot":
      reboot(machine, servers, event.down);
      world.steppedBack = 0;
      return true;
    case "stall":
      pickServer(world, event.server).stalledUntil = machine.now + event.seconds;
      return true;
    case "clock step":
      if (event.by < 0 && world.steppedBack - event.by > MOST_STEPPED_BACK) return false;
      if (event.by < 0) world.steppedBack -= event.by;
      stepClock(machine, servers, event.by);
      return true;
    case "version": {
      const server = pickServer(world, event.server);
      if (server.version === event.to) return false;
      server.version = event.to;
      server.nextWrite = Math.min(server.nextWrite, machine.now + 1);
      return true;
    }
    default:
      return false;
  }
}

function comeIn(world: World, event: EventOf<"connect" | "takeover" | "twins" | "login fails">): boolean {
  const server = pickServer(world, event.server);
  const name = nameOf(event.name);
  if (server.downUntil !== undefined) return false;
  switch (event.kind) {
    case "connect": {
      const brings = event.brings > MOST_BROUGHT_AGAIN && world.broughtMost ? 0n : event.brings;
      world.broughtMost ||= brings > MOST_BROUGHT_AGAIN;
      arrive(world, server, name, event.manner, { brings });
      return true;
    }
    case "takeover": {
      const old = arrive(world, server, name, "plain", { hook: event.hook });
      const heir = arrive(world, server, name, event.shown ? "password" : "plain", {
        proof: "takeover",
        ...(event.sameHost ? { host: old.host } : {}),
      });
      old.goneAt = heir.authenticatedAt;
      return true;
    }
    case "twins": {
      arrive(world, server, name, "plain");
      const come = () => arrive(world, server, name, "plain", { proof: "duplicate names" });
      if (event.apart === 0) come();
      else world.awaited.push({ at: world.machine.now + event.apart, server, come });
      return true;
    }
    case "login fails": {
      const proof = event.refused ? "login refused" : "UNDEF row";
      const client = arrive(world, server, name, event.refused ? "refused" : "silent", { proof });
      client.goneAt = world.machine.now + event.lasts;
      return true;
    }
  }
}

function change(world: World, event: EventOf<"leave" | "float" | "counters fall" | "row hidden">): boolean {
  const { machine, proofs } = world;
  const picked = pickClient(world, event.client);
  if (picked === undefined) return false;
  const { server, client } = picked;
  const { transport, release } = server.setup;
  switch (event.kind) {
    case "leave": {
      client.goneAt = machine.now;
      client.hook = event.hook;
      reap(machine, server, machine.now);
      const where = event.sameAddress ? { host: client.host, port: client.port } : {};
      const come = () => arrive(world, server, client.commonName, "plain", { ...where, proof: "reconnect" });
      if (event.back === 0) come();
      else if (event.back > 0) world.awaited.push({ at: machine.now + event.back, server, come });
      return true;
    }
    case "float":
      client.port = 40_000 + ((client.port - 40_000 + 7919) % 20_000);
      client.realAddress = spellAddress(transport, release, world.hosts++, client.port);
      proofs.set(client.trueId, "float");
      return true;
    case "counters fall": {
      const shown = counters(client);
      const lost = (bytes: bigint) => bytes - (bytes * BigInt(event.keepPercent)) / 100n;
      client.fallenReceived += lost(shown.received);
      client.fallenSent += lost(shown.sent);
      proofs.set(client.trueId, "counters fall");
      return true;
    }
    case "row hidden":
      client.hiddenUntil = machine.now + event.seconds;
      return true;
  }
}

/** Bytes each user truly moved, on each server, whether ever shown or not. */
export function trueTotals({ clients }: World) {
  return clients.map(({ server, client }) => ({
    server,
    user: client.commonName,
    received: client.movedReceived,
    sent: client.movedSent,
  }));
}

/** Seconds until the wall clock shows whole five minutes; at least one. */
export function untilAligned({ machine }: World): number {
  return 300 - (wallClock(machine) % 300);
}
