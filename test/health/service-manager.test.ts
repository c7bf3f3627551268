import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServiceManager, type ServiceManagerOptions } from "../../src/health/service-manager.ts";
import { openNotifySocket } from "../../src/runtime/notify-socket.ts";
import { CAN_LISTEN, type Datagrams, listenForDatagrams } from "../support/datagrams.ts";

const folder = mkdtempSync(join(tmpdir(), "ovpnstats-manager-"));
const address = join(folder, "notify");
let datagrams: Datagrams;

beforeAll(async () => {
  if (CAN_LISTEN) datagrams = await listenForDatagrams(address);
});

afterAll(async () => {
  if (CAN_LISTEN) await datagrams.stop();
  rmSync(folder, { recursive: true });
});

function serviceManager() {
  return createServiceManager(openNotifySocket(address), { pid: 7, lost: () => {} });
}

test.if(CAN_LISTEN)(
  "createServiceManager() tells readiness, status and the end in the words of sd_notify(3)",
  async () => {
    const manager = serviceManager();
    manager.ready();
    expect(await datagrams.next()).toBe("READY=1");
    manager.status("2 servers, 31 connections");
    expect(await datagrams.next()).toBe("STATUS=2 servers, 31 connections");
    manager.stopping();
    expect(await datagrams.next()).toBe("STOPPING=1");
  },
);

test.if(CAN_LISTEN)("createServiceManager() tells a reload with its time, which only grows", async () => {
  const manager = serviceManager();
  const times: bigint[] = [];
  for (let reload = 0; reload < 2; reload++) {
    manager.reloading();
    const [, digits = ""] = /^RELOADING=1\nMONOTONIC_USEC=(\d+)$/.exec(await datagrams.next()) ?? [];
    times.push(BigInt(digits));
  }
  const [first = 0n, second = 0n] = times;
  expect(first).toBeGreaterThan(0n);
  expect(second).toBeGreaterThan(first);
});

test.if(CAN_LISTEN)("status() keeps to its own assignment, whatever a server is called (F43)", async () => {
  serviceManager().status("office\nMAINPID=1\nERRNO=5");
  expect(await datagrams.next()).toBe("STATUS=office\\u{a}MAINPID=1\\u{a}ERRNO=5");
});

/** The seconds at which life is told when `watchdog()` is called in each of ten. */
function lifeSigns(options: Partial<ServiceManagerOptions>): readonly number[] {
  const told: number[] = [];
  let second = 0;
  const channel = {
    send: (text: string) => text === "WATCHDOG=1" && told.push(second) > 0,
    monotonicMicroseconds: () => 77_000_000n + BigInt(second) * 1_000_000n,
  };
  const manager = createServiceManager(channel, { pid: 7, lost: () => {}, ...options });
  for (; second < 10; second++) manager.watchdog();
  return told;
}

test.each([
  ["every half of what the manager waits", { WATCHDOG_USEC: "8000000" }, [0, 4, 8]],
  ["as often where this process is meant", { WATCHDOG_USEC: "8000000", WATCHDOG_PID: "7" }, [0, 4, 8]],
  ["never where another process is meant", { WATCHDOG_USEC: "8000000", WATCHDOG_PID: "8" }, []],
  ["never where nobody watches", {}, []],
  ["never for 0", { WATCHDOG_USEC: "0" }, []],
  ["never for what is no number", { WATCHDOG_USEC: "2min" }, []],
])("watchdog() tells that we are alive %s", (_, options, seconds) => {
  expect(lifeSigns(options)).toEqual(seconds);
});

test.if(CAN_LISTEN)("what could not be told is said once, until something is taken again", async () => {
  const lost: string[] = [];
  const later = join(folder, "later");
  const manager = createServiceManager(openNotifySocket(later), { pid: 7, lost: (what) => lost.push(what) });
  manager.ready();
  manager.stopping();
  expect(lost).toEqual(["READY=1"]);
  const listener = await listenForDatagrams(later);
  manager.ready();
  expect(await listener.next()).toBe("READY=1");
  await listener.stop();
  manager.stopping();
  expect(lost).toEqual(["READY=1", "STOPPING=1"]);
});

test("createServiceManager() without a channel tells nobody", () => {
  const lost: string[] = [];
  const options = { WATCHDOG_USEC: "8000000", pid: 7, lost: (what: string) => lost.push(what) };
  const manager = createServiceManager(undefined, options);
  for (const tell of [manager.ready, manager.reloading, manager.stopping, manager.watchdog]) tell();
  manager.status("nobody hears");
  expect(lost).toEqual([]);
});
