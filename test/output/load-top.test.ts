import { expect, test } from "bun:test";
import { loadTop } from "../../src/output/load-top.ts";
import { topCsv } from "../../src/output/top-csv.ts";
import { renderTopJson } from "../../src/output/top-json.ts";
import { TOP_DAYS, TOP_USERS } from "../../src/report/top.ts";
import { parseTopQuery } from "../../src/report/top-query.ts";
import { findAccounts } from "../../src/store/account.ts";
import { forgetAccount } from "../../src/store/forget.ts";
import type { Database } from "../../src/store/open.ts";
import { clean, cleaningState } from "../../src/store/retention.ts";
import { describeStore } from "../store/drivers.ts";
import { calendar, moved, NOON, poller } from "../store/poller.ts";
import { RETENTION } from "../support/books.ts";
import { sampleFrame } from "../support/sample-frame.ts";

const DAY = 86_400;

async function top(database: Database, query = "", { fullNames = true, most = TOP_USERS } = {}) {
  const asked = parseTopQuery(new URLSearchParams(query), calendar.timeZone);
  return await loadTop(database, { calendar, fullNames }, { query: asked, now: NOON + 60, most });
}

/** Users of two servers, connected for up to 130 days. */
async function fill(database: Database): Promise<void> {
  const client = (name: string, number: number, days: number) =>
    moved(name, 10n ** 12n + BigInt(number), { number, connectedSince: NOON - days * DAY });
  await poller(database, "ams").poll(NOON, [client("alice", 1, 130), client("bob", 2, 20), client("carla", 3, 0)]);
  await poller(database, "vie").poll(NOON, [client("alice", 4, 3), client("=dora", 5, 70)]);
}

const SUM_DAYS = `
  SELECT u.text, sum(bytes_received), sum(bytes_sent) FROM traffic_day JOIN users AS u ON u.id = user
  WHERE bucket >= ?1 AND bucket < ?2 GROUP BY user ORDER BY sum(bytes_received + bytes_sent) DESC`;

describeStore("loadTop()", ({ open }) => {
  test("ranks by what the days of the span add up to, however many months lie in it", async () => {
    const database = await open();
    await fill(database);
    const dates = Array.from({ length: 28 }, (_, index) => {
      const at = calendar.bucket("day", NOON - index * 5 * DAY).start + DAY / 2;
      return new Date(at * 1000).toISOString().slice(0, 10);
    }).reverse();
    for (const [index, from] of dates.entries())
      for (const to of dates.slice(index).filter((_, number) => number % 3 === 0)) {
        const { users, start, end, total, days } = await top(database, `from=${from}&to=${to}`);
        const { rows } = await database.client.execute({ sql: SUM_DAYS, args: [BigInt(start ?? 0), BigInt(end)] });
        expect(users.map(({ name, ...bytes }) => `${name} ${bytes.bytesReceived} ${bytes.bytesSent}`)).toEqual(
          rows.map((row) => `${row[0]} ${row[1]} ${row[2]}`),
        );
        const shares = users.reduce((sum, { share }) => sum + share, 0);
        expect(users.length === 0 || Math.abs(shares - 1) < 1e-9).toBe(true);
        if (days.length < TOP_DAYS)
          expect(days.reduce((sum, { bytesSent }) => sum + bytesSent, 0n)).toBe(total.bytesSent);
      }
  });

  test("comes to the same for all time whether by totals, or by months and days", async () => {
    const database = await open();
    await fill(database);
    const [total, dated] = [await top(database, "span=all"), await top(database, "from=2020-01-01")];
    expect(dated.users).toEqual(total.users);
    expect(total.total.bytesReceived).toBe(5n * 10n ** 12n + 15n);
  });

  test("knows days of all users for ever, and whether those of single users are deleted", async () => {
    const database = await open();
    await fill(database);
    const { cleanedAt } = await cleaningState(database);
    const retention = { ...RETENTION, day: 50 * DAY };
    await clean(database, { now: NOON + 60, retention, id: "cleaning", cleanedAt });
    const at = async (query: string) => {
      const { usersAreWhole, dayCount, users } = await top(database, query);
      return [usersAreWhole, dayCount, users.length];
    };
    expect(await at("span=all")).toEqual([true, 131, 4]);
    expect(await at("from=2020-01-01")).toEqual([true, 131, 4]);
    expect(await at("from=2026-03-01&to=2026-03-31")).toEqual([true, 31, 1]);
    expect(await at("from=2026-03-01&to=2026-03-30")).toEqual([false, 30, 0]);
    expect(await at("from=2026-03-02&to=2026-04-30")).toEqual([false, 60, 2]);
    expect(await at("")).toEqual([true, 30, 4]);
  });

  test("sees at once what is credited to days that are over, and whose they are", async () => {
    const database = await open();
    await fill(database);
    const received = async () => (await top(database)).users.map((user) => user.bytesReceived);
    const before = await received();
    await poller(database, "new").poll(NOON + 30, [moved("eve", 7000, { number: 6, connectedSince: NOON - 9 * DAY })]);
    expect(await received()).toEqual([...before, 7000n]);
    for (const name of ["bob", "carla"]) {
      const [account] = await findAccounts(database, name);
      if (account) await forgetAccount(database, account, () => crypto.randomUUID());
    }
    const { users, total } = await top(database);
    expect(users).toHaveLength(4);
    expect(users.reduce((sum, user) => sum + user.bytesReceived, 0n)).toBe(total.bytesReceived);
    expect(users.find(({ name }) => name === "")?.bytesReceived).toBe(2n * 10n ** 12n + 5n);
  });

  test("puts first who moved most of what is asked for, with shares of the whole", async () => {
    const database = await open();
    await poller(database).poll(NOON, [
      moved("alice", 0, { number: 1, bytesReceived: 300n, bytesSent: 0n }),
      moved("bob", 0, { number: 2, bytesReceived: 10n, bytesSent: 100n }),
      moved("carla", 0, { number: 3, bytesReceived: 90n, bytesSent: 100n }),
      moved("dora", 0, { number: 4, bytesReceived: 0n, bytesSent: 0n }),
    ]);
    const names = async (query: string) => (await top(database, query)).users.map(({ name }) => name).join(" ");
    expect(await names("")).toBe("alice carla bob");
    expect(await names("sort=received")).toBe("alice carla bob");
    expect(await names("sort=sent")).toMatch(/^(bob carla|carla bob) alice$/);
    const { users, userCount, days, dayCount } = await top(database, "span=7-days&sort=received");
    expect(users.map(({ share, sentLength, receivedLength }) => [share, sentLength, receivedLength])).toEqual([
      [0.75, 0, 1],
      [0.225, 0, 0.3],
      [0.025, 0, 10 / 300],
    ]);
    expect([userCount, dayCount]).toEqual([3, 1]);
    expect(days).toMatchObject([{ start: calendar.bucket("day", NOON).start, share: 1, bytesReceived: 400n }]);
  });

  test("begins with the books where it is of all time", async () => {
    const database = await open();
    await fill(database);
    const { start, end, users, days } = await top(database, "span=all");
    expect(start).toBe(calendar.bucket("day", NOON - 130 * DAY).start);
    expect(end).toBe(calendar.bucket("day", NOON).end);
    expect(users[0]).toMatchObject({ name: "alice", bytesReceived: 2n * 10n ** 12n + 5n });
    expect(days).toHaveLength(TOP_DAYS);
    expect([...days].sort((a, b) => b.share - a.share)).toEqual([...days]);
  });

  test("finds nothing in empty books", async () => {
    const nothing = { bytesReceived: 0n, bytesSent: 0n };
    for (const query of ["", "span=all", "from=2026-01-01"])
      expect(await top(await open(), query)).toMatchObject({ users: [], days: [], userCount: 0, total: nothing });
  });

  test("says it to programs: to the last byte as JSON, all users as CSV, no name in private mode (F42)", async () => {
    const database = await open();
    await fill(database);
    const some = JSON.parse(
      renderTopJson({ ...sampleFrame(), ...(await top(database, "span=all&sort=sent", { most: 1 })) }),
    );
    expect(some).toMatchObject({ span: "all", sort: "sent", user_count: 4 });
    expect(some.users).toEqual([
      {
        id: expect.any(Number),
        name: "alice",
        share: expect.any(Number),
        bytes_received: 2000000000005,
        bytes_sent: 2000000000007,
      },
    ]);
    const lines = topCsv(await top(database, "span=all")).split("\r\n");
    expect(lines[0]).toBe("rank,user_id,user,bytes_sent,bytes_received,share");
    expect(lines[1]).toMatch(/^1,\d+,alice,2000000000007,2000000000005,0\.(4|39999)\d*$/);
    expect(lines[2]).toMatch(/^2,\d+,'=dora,1000000000006,1000000000005,0\.(2|19999)\d*$/);
    const hidden = await top(database, "span=all", { fullNames: false });
    expect(hidden.users.map(({ name }) => name)).toEqual(["A 1", "= 1", "C 1", "B 1"]);
    expect(topCsv(hidden)).not.toMatch(/alice|bob|carla|dora/);
  });
});
