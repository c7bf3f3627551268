import { CAST, type Part, type PartName } from "./cast.ts";
import { type Client, createClient } from "./client.ts";
import { type Hooks, hooksFor } from "./hooks.ts";
import { createClientPlace, createServerPlace, type Place, removePlace } from "./network.ts";
import { createWatch, type Watch } from "./ovpnstats.ts";
import type { createAuthority, Identity } from "./pki.ts";
import { createProcesses } from "./processes.ts";
import type { Scenario } from "./scenario.ts";
import { createServer, type Server } from "./server.ts";
import { createTruth, type Final } from "./truth.ts";

/** Certificates of the server and of every part. */
export interface Identities {
  readonly server: Identity;
  readonly clients: Readonly<Record<string, Identity>>;
}

export interface StageOptions {
  /** Names the namespaces. */
  readonly id: string;
  /** The executable under trial. */
  readonly program: string;
  /** An empty one, for everything that the scenario writes. */
  readonly folder: string;
  readonly identities: Identities;
}

/** A server that runs, clients that do not yet, and ovpnstats beside them. */
export interface Stage {
  readonly scenario: Scenario;
  readonly server: Server;
  readonly watch: Watch;
  readonly hooks: Hooks | undefined;
  readonly client: (name: PartName) => Client;
  /** What OpenVPN told at the end of connections, so far. */
  readonly finals: () => readonly Final[];
  /** Ends all processes and removes the namespaces. */
  readonly clear: () => Promise<void>;
}

/** Makes all certificates; they may be used by every stage. */
export function createIdentities(sign: ReturnType<typeof createAuthority>): Identities {
  const parts: readonly Part[] = CAST;
  const own = parts.filter(({ certificateOf }) => certificateOf === undefined);
  const signed = new Map(own.map(({ name, commonName }) => [name, sign(commonName, "client")]));
  const clients = parts.flatMap(({ name, certificateOf }) => {
    const identity = signed.get(certificateOf ?? name);
    return identity === undefined ? [] : [[name, identity] as const];
  });
  return { server: sign("server", "server"), clients: Object.fromEntries(clients) };
}

export async function setStage(scenario: Scenario, options: StageOptions): Promise<Stage> {
  const { id, folder, program, identities } = options;
  const processes = createProcesses();
  const places: Place[] = [];
  let watch: Watch | undefined;
  const clear = async () => {
    // Where a scenario broke off, it would otherwise go on, and start what was just killed anew.
    const ended = watch?.end();
    await processes.killAll();
    await ended;
    for (const place of places) removePlace(place);
  };
  const placed = <Kind extends Place>(place: Kind): Kind => {
    places.push(place);
    return place;
  };
  try {
    const place = placed(createServerPlace(id));
    const truth = createTruth(folder);
    const hooks = hooksFor(scenario, { folder, program });
    const lines = [truth.line(hooks?.command), ...(hooks?.asNobody ? ["user nobody", "group nogroup"] : [])];
    const server = createServer({ scenario, processes, place, folder, identity: identities.server, lines });
    const clients = new Map(
      CAST.map((part: Part, index) => {
        const its = {
          ...part,
          identity: identityOf(identities, part),
          place: placed(createClientPlace(place, 1 + index)),
        };
        return [part.name, createClient({ ...its, scenario, processes, folder })];
      }),
    );
    const begun = createWatch({ program, scenario, processes, folder, server, spool: hooks?.spool });
    watch = begun;
    await hooks?.install(begun);
    server.start();
    await server.up(1);
    begun.begin();
    const client: Stage["client"] = (name) => found(clients.get(name));
    return { scenario, server, watch: begun, hooks, client, finals: truth.finals, clear };
  } catch (error) {
    await clear();
    throw error;
  }
}

function identityOf({ clients }: Identities, { name }: Part): Identity {
  return found(clients[name]);
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("no such part");
  return value;
}
