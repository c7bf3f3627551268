import { expect, test } from "bun:test";
import { connectServiceManager } from "../../src/commands/service-manager.ts";
import { createLog } from "../../src/log.ts";
import { CAN_LISTEN, listenForDatagrams } from "../support/datagrams.ts";
import { loadedWith } from "./cli.ts";

function logged() {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  return { lines, log: createLog({ level: "info", format: "text", write, now: () => 0, toJournal: true }) };
}

test.if(CAN_LISTEN)("connectServiceManager() tells the socket that NOTIFY_SOCKET names", async () => {
  const address = `@ovpnstats-connect-${process.pid}`;
  const datagrams = await listenForDatagrams(address);
  try {
    const { lines, log } = logged();
    const env = { NOTIFY_SOCKET: address, WATCHDOG_USEC: "30000000", WATCHDOG_PID: String(process.pid) };
    const manager = await connectServiceManager({ env }, log);
    manager.ready();
    expect(await datagrams.next()).toBe("READY=1");
    manager.watchdog();
    expect(await datagrams.next()).toBe("WATCHDOG=1");
    expect(lines).toEqual([]);
  } finally {
    await datagrams.stop();
  }
});

test("connectServiceManager() tells once of a socket that it cannot use, and of one where nobody listens", async () => {
  for (const [address, told] of [
    ["vsock:2:1", 'error Cannot tell the service manager anything at "vsock:2:1": it is neither a path nor'],
    ["/nonexistent/notify", "error Cannot tell the service manager how we are, it may restart us what="],
  ]) {
    const { lines, log } = logged();
    const manager = await connectServiceManager({ env: { NOTIFY_SOCKET: address } }, log);
    manager.ready();
    manager.watchdog();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toStartWith(told ?? "");
  }
});

test("connectServiceManager() says nothing where no service manager asks, and loads nothing for it", async () => {
  const { lines, log } = logged();
  for (const env of [{}, { NOTIFY_SOCKET: "" }]) (await connectServiceManager({ env }, log)).ready();
  expect(lines).toEqual([]);
  expect(await loadedWith("src/commands/service-manager.ts")).not.toContain("src/runtime/notify-socket.ts");
});
