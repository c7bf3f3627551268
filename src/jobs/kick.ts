import type { Identity } from "../account/sight.ts";
import { accountName } from "../account/sight.ts";
import type { ClientRow, NameBytes, UnixSeconds } from "../model.ts";
import { askStatus, tell } from "../source/management.ts";
import { converse, type ManagementOptions } from "../source/management-socket.ts";

/** A server whose clients can be disconnected. */
export interface Kickable extends ManagementOptions {
  readonly name: string;
  readonly identity: Identity;
}

/** A client that is connected now. */
export interface ConnectedClient {
  readonly server: Kickable;
  readonly clientId: number;
  /** By which reports know it. */
  readonly name: NameBytes;
  readonly row: ClientRow;
}

/** Who is meant: everybody of a name or, where nobody has it, the client of an id. */
export interface Wanted {
  readonly name: NameBytes | undefined;
  readonly clientId: number | undefined;
}

/** All clients of a server. Throws a SourceError. */
export async function clientsOf(server: Kickable, now: () => UnixSeconds): Promise<readonly ConnectedClient[]> {
  const { text } = await converse(server, (socket) => askStatus(socket, now));
  return text.clients.flatMap((row) => connectedClient(server, row) ?? []);
}

function connectedClient(server: Kickable, row: ClientRow): ConnectedClient | undefined {
  const { clientId } = row;
  return clientId === undefined ? undefined : { server, clientId, name: accountName(row, server.identity), row };
}

/** Those who are meant. */
export function choose(clients: readonly ConnectedClient[], { name, clientId }: Wanted): readonly ConnectedClient[] {
  const named = clients.filter((client) => client.name === name);
  return named.length > 0 ? named : clients.filter((client) => client.clientId === clientId);
}

/**
 * Disconnects a client, if it still is the one that was seen: ids begin anew when OpenVPN restarts. False: it is gone.
 * Throws a SourceError.
 */
export async function disconnect(client: ConnectedClient, now: () => UnixSeconds): Promise<boolean> {
  const { server, clientId, row } = client;
  return await converse(server, async (socket) => {
    const isThere = async () => {
      const { text } = await askStatus(socket, now);
      return text.clients.some(
        (one) =>
          one.clientId === clientId && one.connectedSince === row.connectedSince && one.commonName === row.commonName,
      );
    };
    if (!(await isThere())) return false;
    try {
      await tell(socket, { say: "client-kill", clientId });
    } catch (error) {
      // It may have left just now.
      if (await isThere()) throw error;
      return false;
    }
    return true;
  });
}
