import { existsSync } from "node:fs";

/** Debian keeps what only root needs apart. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const PACKAGES = { openvpn: "openvpn", ip: "iproute2", openssl: "openssl", unshare: "util-linux" } as const;

/** Where a program is that this suite runs. */
export function toolPath(name: keyof typeof PACKAGES): string {
  const path = Bun.which(name, { PATH });
  if (path === null) throw new Error(`Cannot find ${name}: install the package ${PACKAGES[name]}`);
  return path;
}

/** What this machine lacks for the suite, a sentence each, with the package to install; none: it can run. */
export function missingTools(): readonly string[] {
  return [
    ...Object.entries(PACKAGES)
      .filter(([name]) => Bun.which(name, { PATH }) === null)
      .map(([name, of]) => `there is no ${name}: install the package ${of}`),
    ...(process.getuid?.() === 0 ? [] : ["it must run as root, to make network namespaces"]),
    ...(existsSync("/dev/net/tun")
      ? []
      : ["there is no /dev/net/tun: load the module tun, or give it to the container"]),
  ];
}

/** Waits until something is so, and says what was waited for when it is not in time. */
export async function until(what: string, isSo: () => boolean, seconds = 30): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain: ${what}`);
    await Bun.sleep(50);
  }
}
