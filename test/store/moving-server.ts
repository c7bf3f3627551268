import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { mix, startMachine } from "../oracle/machine.ts";
import { advance, connect, type Ended, startServer, stop } from "../oracle/simulator.ts";
import { type StatusVersion, statusText } from "../oracle/status-text.ts";
import { hookText } from "../support/hooks.ts";

/** Bytes that a user's connections moved, as far as the status file ever showed them. */
export interface Sum {
  readonly received: bigint;
  readonly sent: bigint;
}

/** An OpenVPN server whose status file moves on when told, and who knows what was to be counted. */
export interface MovingServer {
  /** Holds the status file and the spool, and nothing else. */
  readonly folder: string;
  readonly statusFile: string;
  /** Where its hook leaves each end; undefined where it has none. */
  readonly spool: string | undefined;
  /** Which state of the file this is. */
  readonly version: () => number;
  /** Lets time pass and replaces the file. */
  move(): void;
  /** Somebody has read the file in this state or a later one, and committed it. */
  acknowledge(version: number): void;
  /** What the books must hold: each byte shown, once. */
  truth(): ReadonlyMap<NameBytes, Sum>;
  remove(): void;
}

const NAMES: readonly NameBytes[] = [
  "alice",
  "bob",
  "caf\xe9",
  "\xd0\x96\xd0\xb0\xd0\xbd\xd0\xbd\xd0\xb0",
  "UNDEF",
  "END",
];

/** Not stale, at the longest status interval that there is. */
const BEGAN_AGO = 60 * 3600;

/** Seconds that pass at once: within a bucket, over several, and over more than are told apart. */
const STEPS = [10, 61, 400, 2500, 7200] as const;

/**
 * Starts it in the past, so that hours pass within a second. Without hooks a connection ends only when its last counters
 * were committed: what nobody could read in time cannot be counted, and then nobody could say what is right. With them
 * it ends at any time, and each byte counts.
 */
export function startMovingServer(seed: number, now: UnixSeconds, hasHooks = false): MovingServer {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-status-"));
  const statusFile = join(folder, "status.log");
  const spool = hasHooks ? join(folder, "spool") : undefined;
  if (spool) mkdirSync(spool, { mode: 0o700 });
  const machine = startMachine(now - BEGAN_AGO - (seed % 3600), seed);
  // Version 1 tells no virtual address, by which clients of one name and second are told apart when one of them ends.
  const statusVersion: StatusVersion = seed % 3 === 1 ? 2 : seed % 3 === 2 || hasHooks ? 3 : 1;
  const server = startServer(machine, {
    ...{ name: "openvpn", release: "2.6", zone: "UTC", statusVersion, statusEvery: 1, steady: true },
    ...{ transport: "udp4", pool: "v4" },
  });
  const shown = new Map<number, Sum & { readonly user: NameBytes }>();
  let version = 0;
  let acknowledged = 0;
  let arrivals = 0;
  const chance = (of: number, what: number) => mix(seed, version, what) % of;

  const come = () => {
    const name = NAMES[chance(NAMES.length, ++arrivals)] ?? "alice";
    const where = { host: 3 + arrivals, port: 40_000 + arrivals };
    connect(machine, server, {
      trueId: arrivals,
      commonName: name,
      manner: "plain",
      hook: hasHooks ? "exact" : "none",
      ...where,
    });
  };
  const go = () => {
    if (chance(12, 1) === 0) return stop(machine, server, 5, hasHooks);
    for (const client of server.clients) if (chance(4, client.trueId) === 0) client.goneAt = machine.now;
  };
  const tellEnds = () => {
    for (const end of server.spool.splice(0)) {
      shown.set(end.trueId, { user: end.commonName, received: end.bytesReceived, sent: end.bytesSent });
      if (spool) leaveHookFile(spool, end);
    }
  };
  const write = () => {
    if (server.file === undefined) return;
    version++;
    for (const { trueId, commonName, received, sent } of server.file.rows)
      shown.set(trueId, { user: commonName, received, sent });
    writeFileSync(`${statusFile}.new`, statusText(server.file), "latin1");
    utimesSync(`${statusFile}.new`, server.file.mtime, server.file.mtime);
    renameSync(`${statusFile}.new`, statusFile);
  };

  return {
    folder,
    statusFile,
    spool,
    version: () => version,
    move() {
      if (hasHooks || acknowledged === version) go();
      if (server.downUntil === undefined) while (server.clients.length < 3 + chance(4, 2)) come();
      const step = STEPS[chance(STEPS.length, 3)] ?? 10;
      advance(machine, [server], Math.min(machine.now + step, now - 2));
      tellEnds();
      write();
    },
    acknowledge(read) {
      acknowledged = Math.max(acknowledged, read);
    },
    truth() {
      const sums = new Map<NameBytes, Sum>();
      for (const { user, received, sent } of shown.values()) {
        const sum = sums.get(user) ?? { received: 0n, sent: 0n };
        sums.set(user, { received: sum.received + received, sent: sum.sent + sent });
      }
      return sums;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes what OpenVPN's hook leaves of an end, as it does: aside, and then in one step. */
function leaveHookFile(spool: string, end: Ended): void {
  const { connectedSince, at, realAddress } = end;
  const [trustedIp = "", port = ""] = realAddress.split(":");
  const text = hookText({
    script_type: "client-disconnect",
    common_name: end.commonName,
    time_unix: String(connectedSince),
    time_ascii: end.connectedSinceText,
    time_duration: String(at - connectedSince),
    trusted_ip: trustedIp,
    trusted_port: port,
    ifconfig_pool_remote_ip: end.virtualAddress,
    bytes_received: String(end.bytesReceived),
    bytes_sent: String(end.bytesSent),
  });
  const name = `${connectedSince}.${at - connectedSince}.${end.trueId}.hook`;
  writeFileSync(join(spool, `.${name}`), text, { encoding: "latin1", mode: 0o600 });
  renameSync(join(spool, `.${name}`), join(spool, name));
}
