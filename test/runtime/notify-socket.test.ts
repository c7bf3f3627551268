import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNotifySocket } from "../../src/runtime/notify-socket.ts";
import { CAN_LISTEN, listenForDatagrams } from "../support/datagrams.ts";

const folder = mkdtempSync(join(tmpdir(), "ovpnstats-notify-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.if(CAN_LISTEN).each([
  ["a path", join(folder, "notify")],
  ["a path of the greatest length", join(folder, "x".repeat(107 - folder.length - 1))],
  ["an abstract name", `@ovpnstats-test-${process.pid}`],
])("openNotifySocket() sends datagrams to %s", async (_, address) => {
  const datagrams = await listenForDatagrams(address);
  try {
    const socket = openNotifySocket(address);
    for (const text of ["READY=1", "STATUS=Zoë, 3\u00a0users\nWATCHDOG=1", "x".repeat(4096)]) {
      expect(socket.send(text)).toBe(true);
      expect(await datagrams.next()).toBe(text);
    }
  } finally {
    await datagrams.stop();
  }
});

test.if(CAN_LISTEN)(
  "openNotifySocket() says so when nobody listens, and sends again to who listens there later",
  async () => {
    const address = join(folder, "later");
    const socket = openNotifySocket(address);
    expect(socket.send("READY=1")).toBe(false);
    const datagrams = await listenForDatagrams(address);
    try {
      expect(socket.send("WATCHDOG=1")).toBe(true);
      expect(await datagrams.next()).toBe("WATCHDOG=1");
    } finally {
      await datagrams.stop();
    }
    expect(socket.send("WATCHDOG=1")).toBe(false);
  },
);

test.if(CAN_LISTEN)("openNotifySocket() waits a second, not for ever, for a reader that hangs", async () => {
  const address = join(folder, "deaf");
  const datagrams = await listenForDatagrams(address, "deaf");
  try {
    const socket = openNotifySocket(address);
    let started = performance.now();
    let taken = 0;
    while (taken < 100_000 && socket.send("WATCHDOG=1")) {
      taken++;
      started = performance.now();
    }
    expect(taken).toBeGreaterThan(0);
    expect(performance.now() - started).toBeWithin(900, 3000);
  } finally {
    await datagrams.stop();
  }
});

test.if(CAN_LISTEN)("openNotifySocket() tells the time of the kernel's monotonic clock", () => {
  const socket = openNotifySocket("/nowhere");
  const python = Bun.spawnSync(["python3", "-c", "import time; print(time.clock_gettime_ns(time.CLOCK_MONOTONIC))"]);
  const apart = socket.monotonicMicroseconds() - BigInt(python.stdout.toString().trim()) / 1000n;
  expect(Number(apart)).toBeWithin(0, 5_000_000);
});

test.each([
  ["vsock:2:9999", "neither a path nor an abstract name"],
  ["notify", "neither a path nor an abstract name"],
  [`/${"x".repeat(107)}`, "longer than 107 bytes"],
])("openNotifySocket() refuses %s", (address, why) => {
  expect(() => openNotifySocket(address)).toThrow(why);
});
