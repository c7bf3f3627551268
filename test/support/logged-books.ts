import { collectEnds } from "../../src/jobs/collect.ts";
import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import type { Database } from "../../src/store/open.ts";
import { calendar, moved, NOON, poller, type Shown } from "../store/poller.ts";

const MINUTE = 60;

/** Where the addresses of `fillLog()` are. */
const PLACES = [
  ["198.51.100.7", "Graz", "Styria", "Austria", "AS1901 Eunet, Telekom"],
  ["198.51.100.70", "Linz", null, "Austria", "AS8447 A1"],
  ["2001:db8::7", null, null, "Côte d'Ivoire", null],
] as const;

function client(name: NameBytes, number: number, host: string, minutesAgo: number, more: Shown = {}): Shown {
  const connectedSince = NOON - minutesAgo * MINUTE;
  return moved(name, number * 1000, { number, realAddress: host, connectedSince, ...more });
}

/**
 * Books with six connections of three users: of "ams" alice's first, which ended exactly after 30 minutes, alice's
 * second at the address that the first had, bob's, whose end was inferred, and one that nobody signed in to; of "vie"
 * carla's, and alice's third, both open.
 */
export async function fillLog(database: Database): Promise<void> {
  const first = client("alice", 1, "198.51.100.7:50001", 60, { virtualAddress: "10.8.0.14" });
  const bob = client("bob@example.com", 2, "198.51.100.70:50002", 50, { cipher: "CHACHA20-POLY1305" });
  const second = client("alice", 3, "198.51.100.7:50003", 20, { virtualAddress: "10.8.0.14" });
  const nobody = client("UNDEF", 4, "203.0.113.9:4", 1, { virtualAddress: undefined, routed: false });
  const carla = client("=carla", 5, "udp6:[2001:db8::7]:1194", 10, { virtualIpv6Address: "fd00:8::5" });
  const third = client("alice", 6, "192.0.2.1:50006", 5, { virtualAddress: "10.8.1.14" });
  const ams = poller(database, "ams");
  await ams.poll(NOON - 45 * MINUTE, [first, bob]);
  await endExactly(database, "ams", first, NOON - 30 * MINUTE);
  for (const minutesAgo of [15, 14, 1, 0]) await ams.poll(NOON - minutesAgo * MINUTE, [second, nobody]);
  await poller(database, "vie").poll(NOON, [carla, third]);
  for (const [ip, city, region, country, provider] of PLACES)
    await database.client.execute({
      sql: "UPDATE ips SET city = ?2, region = ?3, country = ?4, provider = ?5 WHERE ip = ?1",
      args: [ip, city, region, country, provider],
    });
}

async function endExactly(database: Database, name: string, shown: Shown, at: UnixSeconds): Promise<void> {
  const { commonName = "", connectedSince = 0, realAddress = "", bytesReceived = 0n, bytesSent = 0n } = shown;
  const server = {
    ...{ name, calendar, database, identity: "common_name" as const, source: "", statusInterval: 60 },
    ...{ serverTimeZone: undefined, newId: () => crypto.randomUUID() },
  };
  const end = {
    ...{ kind: "end" as const, commonName, connectedSince, realAddress, at, bytesReceived, bytesSent },
    ...{ username: undefined, connectedSinceText: undefined, virtualAddress: undefined, virtualIpv6Address: undefined },
    ...{ toldAt: undefined, moment: { now: at, uptime: undefined, bootId: undefined } },
  };
  await collectEnds(server, { books: undefined, problem: undefined }, [end]);
}
