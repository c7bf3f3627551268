import { spawn, spawnSync } from "node:child_process";
import { toolPath } from "./tools.ts";

/** Where a private world has a file system of its own; what the machine has there is hidden meanwhile. */
export const SCRATCH = "/mnt";

/**
 * Runs a command as the first process of a private world, with namespaces of its own: its processes, mounts and network
 * namespaces end with it, and it ends with this process, however that ends. Gives its exit status.
 */
export function inPrivateWorld(command: readonly string[]): Promise<number> {
  const flags = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const child = spawn(toolPath("unshare"), [...flags, ...command], { stdio: ["pipe", "inherit", "inherit"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGKILL"));
  return new Promise((resolve) => child.on("close", (status) => resolve(status ?? 1)));
}

/** What the first process of a private world does first. */
export function furnishPrivateWorld(): void {
  // The other end is the process outside: without it, nobody would end this one.
  process.stdin.on("end", () => process.exit(1)).resume();
  // Names of network namespaces are files in /run.
  for (const place of [SCRATCH, "/run"]) {
    const mount = ["-t", "tmpfs", "-o", "mode=755", "tmpfs", place];
    const { status, stderr } = spawnSync("mount", mount, { encoding: "utf8" });
    if (status !== 0) throw new Error(`Cannot mount a file system on ${place}: ${stderr.trim()}`);
  }
}
