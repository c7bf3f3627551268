import type { ClientRow, Counters } from "../../src/model.ts";

/** Clients that are in every writing of torn-writer.ts. */
export const ALWAYS = 80;

/** The TIME of a writing is its number later. */
export const FIRST_TIME = 1_795_000_000;

const STEP = 1_000_003n;

/** The counters of a client in a writing of so many: each can be told from any other's, so that a mixture shows. */
export function countersIn(writing: number, count: number, clientId: number): Counters {
  return {
    bytesReceived: BigInt(writing) * STEP + BigInt(clientId),
    bytesSent: BigInt(writing * 1000 + count) * STEP + BigInt(clientId),
  };
}

/** The number of the writing that these are all clients of; undefined where they are not those of one. */
export function writingOf(clients: readonly Pick<ClientRow, "commonName" | keyof Counters>[]): number | undefined {
  const [first] = clients;
  if (first === undefined || clients.length < ALWAYS) return undefined;
  const writing = Number(first.bytesReceived / STEP);
  const numbers = new Set<number>();
  for (const { commonName, bytesReceived, bytesSent } of clients) {
    const number = Number(commonName.slice("user-".length));
    const meant = countersIn(writing, clients.length, number);
    if (bytesReceived !== meant.bytesReceived || bytesSent !== meant.bytesSent || number >= clients.length)
      return undefined;
    numbers.add(number);
  }
  return numbers.size === clients.length ? writing : undefined;
}
