import type { Counters } from "../../src/model.ts";
import { CAST, type PartName, payloadOf } from "./cast.ts";
import type { Client } from "./client.ts";
import type { Stage } from "./stage.ts";
import { type Final, rowsOfStatus } from "./truth.ts";

/** What came of a play, as OpenVPN and its clients know it. */
export interface Played {
  /** What OpenVPN told of every connection: its final, or its last status where it was killed. */
  readonly told: readonly Final[];
  /** Payload that arrived. */
  readonly moved: readonly (Counters & { readonly commonName: string })[];
}

/** Seconds in which a server that says `keepalive 1 4` finds out that a client fell silent, and one more. */
const SILENCE_SECONDS = 9;

/** Plays a scenario from the first connection to the server's end; ovpnstats goes on watching what is left. */
export async function play(stage: Stage): Promise<Played> {
  const { scenario, server, client } = stage;
  const { duplicateCn, every } = scenario;
  const moved: Played["moved"][number][] = [];
  let go = 0;
  const move = async (...names: readonly PartName[]) => {
    const round = ++go;
    await Promise.all(
      names.map(async (name) => {
        const payload = payloadOf(name, round);
        await client(name).move(payload);
        moved.push({ commonName: client(name).commonName, ...payload });
      }),
    );
  };
  /** Until ovpnstats, too, has seen what the server has counted by now. */
  const seen = async () => {
    await server.statusAfterNow();
    await Bun.sleep(1000 * every + 500);
  };

  const first = CAST.map(({ name }) => name).filter((name) => name !== "takes-over");
  await Promise.all(first.map((name) => client(name).connect()));
  await move(...first);
  if (every < 60) await seen();
  await Promise.all(Object.values(happenings(stage)).map((happen) => happen(move)));

  const present = CAST.map(({ name }) => name).filter((name) => duplicateCn || name !== "is-taken-over");
  await move(...present);
  await seen();
  await move(...present);
  const cutOff = await endServer(stage, present.map(client));
  await move(...present);
  if (every < 60) await seen();

  await Promise.all([client("reconnects").end("SIGTERM"), client("vanishes").end("SIGKILL")]);
  await move("stays");
  await Bun.sleep(1000);
  await server.end("SIGTERM");
  return { told: [...stage.finals(), ...cutOff], moved };
}

type Move = (...names: readonly PartName[]) => Promise<void>;

/** What clients do while others go on. */
function happenings({ client, scenario }: Stage): Readonly<Record<string, (move: Move) => Promise<void>>> {
  return {
    reconnect: async (move) => {
      await client("reconnects").end("SIGTERM");
      await client("reconnects").connect();
      await move("reconnects");
    },
    /** Without a goodbye: OpenVPN goes on with the connection until it has been silent for too long. */
    vanish: async (move) => {
      await client("vanishes").end("SIGKILL");
      await Bun.sleep(1000 * SILENCE_SECONDS);
      await client("vanishes").connect();
      await move("vanishes");
    },
    /**
     * Connections that last less than a second, each cut off by the next, so that several begin in one second. The last
     * has moved nothing yet when it is seen: it could be any of those before, of which ovpnstats hears only now.
     */
    hurry: async (move) => {
      for (let times = 0; times < 3; times++) {
        await client("hurries").end("SIGKILL");
        if (times === 1) await Bun.sleep(1000 - (Date.now() % 1000));
        // Before OpenVPN 2.7 the status has no port with IPv6: what begins in one second could not be told apart.
        if (scenario.transport.endsWith("6")) await Bun.sleep(1100);
        await client("hurries").connect();
        if (times < 2) await move("hurries");
      }
    },
    /** From the same address and port, over UDP: OpenVPN goes on with the connection as it was. */
    comeBack: async (move) => {
      await client("returns-from-its-port").end("SIGKILL");
      await client("returns-from-its-port").connect();
      await move("returns-from-its-port");
    },
    /** Over UDP the connection floats to the new address, over TCP there is a new one. */
    roam: async (move) => {
      const times = client("roams").timesUp();
      client("roams").roam();
      if (scenario.transport.startsWith("tcp")) await client("roams").up(times + 1);
      await move("roams");
    },
    /** The same certificate on a second device; the first one sleeps, or it would fight for its place. */
    takeOver: async (move) => {
      if (!scenario.duplicateCn) client("is-taken-over").signal("SIGSTOP");
      await client("takes-over").connect();
      if (!scenario.duplicateCn) await client("is-taken-over").end("SIGKILL");
      await move("takes-over");
    },
  };
}

/** Ends the server's connections all at once, and waits until all are there again; gives those of which it told no end. */
async function endServer(stage: Stage, present: readonly Client[]): Promise<readonly Final[]> {
  const { server, scenario } = stage;
  const times = server.timesUp();
  const before = present.map((client) => client.timesUp());
  const cutOff = scenario.serverEnd === "SIGKILL" ? await killServer(stage) : [];
  if (scenario.serverEnd === "SIGTERM") {
    await server.end("SIGTERM");
    server.start();
  } else if (scenario.serverEnd !== "SIGKILL") {
    server.signal(scenario.serverEnd);
  }
  await server.up(times + 1);
  await Promise.all(present.map((client, index) => client.up((before[index] ?? 0) + 1)));
  return cutOff;
}

/** Kills the server, so that nobody will ever know more of its connections than its last status, and starts it again. */
async function killServer({ server, watch, scenario, finals }: Stage): Promise<readonly Final[]> {
  const ended = finals().length;
  // What its management interface told ovpnstats must not be newer than that status.
  if (scenario.management !== "none") await watch.end();
  await server.statusAfterNow();
  const status = await server.freeze();
  await watch.once();
  await server.end("SIGKILL");
  if (finals().length > ended) throw new Error("a connection ended while the server was to be killed");
  server.start();
  if (scenario.management !== "none") watch.begin();
  return rowsOfStatus(status);
}
