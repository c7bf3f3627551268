import { expect, test } from "bun:test";
import { statusText } from "../../scripts/bench/status-text.ts";
import { openBooks } from "../support/books.ts";

test("collect() keeps the books of 10,000 connections (F19)", async () => {
  const books = await openBooks({ timeZone: "UTC", servers: ["openvpn"] });
  const clients = 10_000;
  const at = 1_795_334_400;
  for (const [at_, moved] of [
    [at, 0],
    [at + 14, 1000],
  ] as const) {
    const clock = { wall: at_ + 1, uptime: at_ - at + 100, bootId: "boot" };
    await books.poll({ server: "openvpn", text: statusText(3, clients, at_, moved), mtime: at_, poller: 0, ...clock });
  }
  const { buckets, connections } = await books.dump();
  await books.close();
  expect(connections).toHaveLength(clients);
  const received = new Map(buckets.total.map((row) => [row.user, row.received]));
  expect(received.size).toBe(clients);
  for (let i = 0; i < clients; i++)
    expect(received.get(`user${String(i).padStart(6, "0")}`)).toBe(BigInt(1_000_000 + i + 1000));
  expect(buckets.day.reduce((sum, row) => sum + row.sent, 0n)).toBe(
    connections.reduce((sum, connection) => sum + connection.sent, 0n),
  );
});
