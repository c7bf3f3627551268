import type { Connection } from "../account/books.ts";
import { NOT_KEPT } from "../account/nameless.ts";
import type { NameBytes, UnixSeconds } from "../model.ts";
import { areAlike, traceOf } from "../parse/trace.ts";

interface Begun {
  readonly connectedSince: UnixSeconds;
  readonly connectedSinceText: string | undefined;
}

/** What names a connection: a row, or an end. */
interface Naming extends Begun {
  readonly commonName: NameBytes;
  readonly realAddress: string;
}

/**
 * The connections, each that has but a trace left with the name and address of the one among `names` that began with it
 * and leaves the same: so it is found as if the books had kept them.
 */
export function recalled(connections: readonly Connection[], names: readonly Naming[]): readonly Connection[] {
  if (connections.every(({ facts }) => facts.trace === undefined)) return connections;
  const begun = new Map<UnixSeconds | string, Naming[]>();
  for (const one of names) {
    for (const beginning of beginningsOf(one)) {
      const others = begun.get(beginning);
      if (others) others.push(one);
      else begun.set(beginning, [one]);
    }
  }
  return connections.map((connection) => {
    const { facts } = connection;
    const { trace } = facts;
    if (trace === undefined) return connection;
    const nameFor = (one: Naming) => (facts.commonName === NOT_KEPT ? one.commonName : facts.commonName);
    const found = beginningsOf(facts)
      .flatMap((beginning) => begun.get(beginning) ?? [])
      .find((one) => areAlike(trace, traceOf(nameFor(one), one.realAddress)));
    if (found === undefined) return connection;
    const known = { commonName: nameFor(found), realAddress: found.realAddress, trace: undefined };
    return { ...connection, facts: { ...facts, ...known } };
  });
}

/** Version 1 tells no instant, and a hook may tell no text. */
function beginningsOf({ connectedSince, connectedSinceText }: Begun): readonly (UnixSeconds | string)[] {
  return connectedSinceText ? [connectedSince, connectedSinceText] : [connectedSince];
}
