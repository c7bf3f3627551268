import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { mix, startMachine } from "../oracle/machine.ts";
import { advance, connect, startServer, stop } from "../oracle/simulator.ts";
import { type StatusVersion, statusText } from "../oracle/status-text.ts";

/** Bytes that a user's connections moved, as far as the status file ever showed them. */
export interface Sum {
  readonly received: bigint;
  readonly sent: bigint;
}

/** An OpenVPN server whose status file moves on when told, and who knows what was to be counted. */
export interface MovingServer {
  /** Holds the status file, and nothing else. */
  readonly folder: string;
  readonly statusFile: string;
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
 * Starts it in the past, so that hours pass within a second. A connection ends only when its last counters were
 * committed: what nobody could read in time cannot be counted, and then nobody could say what is right.
 */
export function startMovingServer(seed: number, now: UnixSeconds): MovingServer {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-status-"));
  const statusFile = join(folder, "status.log");
  const machine = startMachine(now - BEGAN_AGO - (seed % 3600), seed);
  const statusVersion: StatusVersion = seed % 3 === 0 ? 1 : seed % 3 === 1 ? 2 : 3;
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
    connect(machine, server, { trueId: arrivals, commonName: name, manner: "plain", hook: "none", ...where });
  };
  const go = () => {
    if (chance(12, 1) === 0) return stop(machine, server, 5, false);
    for (const client of server.clients) if (chance(4, client.trueId) === 0) client.goneAt = machine.now;
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
    version: () => version,
    move() {
      if (acknowledged === version) go();
      if (server.downUntil === undefined) while (server.clients.length < 3 + chance(4, 2)) come();
      const step = STEPS[chance(STEPS.length, 3)] ?? 10;
      advance(machine, [server], Math.min(machine.now + step, now - 2));
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
