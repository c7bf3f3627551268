import { expect, test } from "bun:test";
import { NOBODY } from "../../src/report/people.ts";
import { selectUsers } from "../../src/report/select-users.ts";
import { spansAt } from "../../src/report/spans.ts";
import { DEFAULT_LIST, type UserList } from "../../src/report/user-list.ts";
import { findAccounts } from "../../src/store/account.ts";
import { forgetAccount } from "../../src/store/forget.ts";
import type { Database } from "../../src/store/open.ts";
import { loadReport } from "../../src/store/summary.ts";
import { describeStore } from "./drivers.ts";
import { calendar, moved, NOON, poller } from "./poller.ts";

const DAY = 86_400;

/** A report as of an instant: all users, or those of a list. */
async function report(database: Database, now = NOON, asked?: Partial<UserList>) {
  const list = asked && { ...DEFAULT_LIST, ...asked };
  const facts = await loadReport(database, {
    now,
    spans: spansAt(now, calendar),
    placesDays: 7,
    withProviders: true,
    needs: { names: true, months: true },
    select: (summary) => selectUsers(summary, { now, fullNames: true, people: NOBODY, list }),
    withDays: 200,
  });
  const users = facts.selection.users.map(({ user }) => ({ ...user, ...facts.shown.sums.get(user.id) }));
  return { ...facts, users };
}

describeStore("a report of the books", ({ open }) => {
  test("sees at once what was credited to a day that is over", async () => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 1000)]);
    const before = await report(database);
    expect(before.users).toMatchObject([{ name: "alice", last7Days: { bytesReceived: 1000n, bytesSent: 1001n } }]);
    const since = NOON - 2 * DAY;
    // Seen for the first time: its bytes moved since it connected, most of them before today.
    await poller(database, "other").poll(NOON, [moved("alice", 5000, { connectedSince: since })]);
    const { users, shown, summary } = await report(database);
    expect(users).toMatchObject([
      {
        last7Days: { bytesReceived: 6000n, bytesSent: 6002n },
        last30Days: { bytesReceived: 6000n, bytesSent: 6002n },
        allTime: { bytesReceived: 6000n, bytesSent: 6002n },
        month: { bytesReceived: 6000n, bytesSent: 6002n },
      },
    ]);
    expect(users[0]?.today.bytesReceived).toBeLessThan(4500n);
    const total = (days: readonly { bytesReceived: bigint }[]) =>
      days.reduce((sum, day) => sum + day.bytesReceived, 0n);
    const alice = users[0];
    const finished = total(shown.finishedDays.get(alice?.id ?? 0) ?? []);
    expect(finished).toBeGreaterThan(1500n);
    const sums = [finished + (alice?.today.bytesReceived ?? 0n), total(summary.days), summary.allTime.bytesReceived];
    expect(sums).toEqual([6000n, 6000n, 6000n]);
  });

  test("sees at once that a forgotten account's days are another's", async () => {
    const database = await open();
    const [poll, connectedSince] = [poller(database).poll, NOON - 2 * DAY];
    const clients = ["alice", "bob"].map((name, number) => moved(name, 5000, { number, connectedSince }));
    await poll(NOON, clients);
    const finished = async () => {
      const { users, shown } = await report(database);
      return users.map(({ id, last30Days }) => [last30Days.bytesReceived, shown.finishedDays.get(id)?.length]);
    };
    expect(await finished()).toEqual([
      [5000n, 29],
      [5000n, 29],
    ]);
    for (const name of ["alice", "bob"]) {
      const [account] = await findAccounts(database, name);
      if (account) await forgetAccount(database, account, () => crypto.randomUUID());
      // As many accounts as before.
      await poll(NOON + name.length, [...clients, moved(`after-${name}`, 7, { number: name.length })]);
    }
    const users = await finished();
    expect(users.filter(([received]) => received !== 7n)).toEqual([[10_000n, 29]]);
    expect(users).toHaveLength(3);
  });

  test("moves on with the days, though nothing was written", async () => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 1000)]);
    const at = async (days: number) => (await report(database, NOON + days * DAY)).users[0];
    const [zero, thousand] = [{ bytesReceived: 0n }, { bytesReceived: 1000n }];
    expect(await at(0)).toMatchObject({ today: thousand, last7Days: thousand, last30Days: thousand });
    expect(await at(1)).toMatchObject({ today: zero, last7Days: thousand, last30Days: thousand });
    expect(await at(7)).toMatchObject({ today: zero, last7Days: zero, last30Days: thousand, month: thousand });
    expect(await at(30)).toMatchObject({ last30Days: zero, month: zero, allTime: thousand });
    expect(await at(0)).toMatchObject({ today: thousand, last7Days: thousand, last30Days: thousand });
  });

  test("reads of a page what the whole list says of the same users", async () => {
    const database = await open();
    const clients = Array.from({ length: 230 }, (_, number) =>
      moved(`user-${(number * 7) % 230}`, 10 ** (number % 7), {
        number,
        connectedSince: NOON - (number % 40) * DAY - 200,
      }),
    );
    await poller(database).poll(NOON, clients.slice(0, 200));
    await poller(database, "second").poll(NOON + 60, clients.slice(100));
    const whole = await report(database, NOON + 70);
    expect(whole.users).toHaveLength(230);
    const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => report(database, NOON + 70, { page })));
    expect(pages.flatMap(({ users }) => users)).toEqual(whole.users);
    expect(pages.map(({ selection }) => selection.list?.pages)).toEqual([5, 5, 5, 5, 5]);
    for (const { summary } of pages) expect(summary.allTime).toEqual(whole.summary.allTime);
    const found = await report(database, NOON + 70, { query: "USER-11", sort: "name", order: "asc" });
    expect(found.users.map(({ name }) => name).join(" ")).toBe(
      "user-11 user-110 user-111 user-112 user-113 user-114 user-115 user-116 user-117 user-118 user-119",
    );
  });

  test("counts each address once and adds a place's users and bytes up", async () => {
    const database = await open();
    const from = (name: string, bytes: number, number: number) => moved(name, bytes, { number });
    await poller(database).poll(NOON, [from("alice", 10, 1), from("alice", 20, 2), from("bob", 40, 3)]);
    await database.client.execute("UPDATE ips SET city = 'Linz', country = 'Austria' WHERE ip <> '10.0.0.3'");
    const { summary } = await report(database);
    expect(summary.distinctAddresses).toBe(3);
    expect(summary.places).toEqual([
      {
        ...{ city: "Linz", region: undefined, country: "Austria", provider: undefined },
        users: 1,
        bytesReceived: 30n,
        bytesSent: 32n,
      },
    ]);
  });

  test("finds nothing in empty books", async () => {
    const { users, summary } = await report(await open());
    expect(users).toEqual([]);
    expect(summary).toMatchObject({ places: [], distinctAddresses: 0, machine: undefined, days: [], servers: [] });
  });
});
