/**
 * Runs the executable under a real systemd with the unit that it prints: `bun scripts/ci/systemd.ts`, as root. systemd
 * is process 1 of namespaces of its own, in which /run is mounted noexec, as Debian does, and holds the few units that
 * there are; nothing of the machine's own is written to but a control group and a directory in dist/, both removed.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { EXECUTABLE } from "../build.ts";
import { writeSample } from "../sample.ts";
import { SYSTEMD_TRIALS } from "./systemd-trials.ts";

const SYSTEMD = "/lib/systemd/systemd";
const LIMIT_SECONDS = 90;

const HELPERS = `
  export PATH=/usr/bin:/bin HOME=/root
  show() { systemctl show --value --property "$1" ovpnstats; }
  status_of() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$(show MainPID)/status"; }
  page() { python3 -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8777$1', timeout=5).read())"; }
`;

const scratch = mkdtempSync(join(dirname(EXECUTABLE), "systemd-"));
const group = join(cgroups(), `ovpnstats-trial-${process.pid}`);
let failed = SYSTEMD_TRIALS.length;
try {
  mkdirSync(group);
  writeSample(scratch, Math.floor(Date.now() / 1000) - 2);
  // Where the checkout lies below /tmp or /var/tmp, it is out of sight in there.
  linkSync(EXECUTABLE, join(scratch, "ovpnstats"));
  writeTrials();
  const boot = ["unshare", "-m", "-p", "-n", "-i", "-u", "-C", "--fork", "--mount-proc", "--kill-child", "sh", "-euc"];
  const script = `echo 0 > ${group}/cgroup.procs; exec timeout -k 5 ${LIMIT_SECONDS} "$@"`;
  const { stderr, status } = spawnSync("sh", ["-euc", script, "sh", ...boot, bootScript()], { encoding: "utf8" });
  const said = existsSync(join(scratch, "said")) ? readFileSync(join(scratch, "said"), "utf8") : "";
  failed -= said.match(/^pass {2}/gm)?.length ?? 0;
  console.log(failed === 0 ? said : `${said}\nexit status ${status}\n${stderr}`);
} finally {
  removeGroup(group);
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${SYSTEMD_TRIALS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Where the unified hierarchy is mounted, alone or beside the old ones. */
function cgroups(): string {
  const [, path] = /^cgroup2 (\S+) /m.exec(readFileSync("/proc/mounts", "utf8")) ?? [];
  if (path !== undefined) return path;
  throw new Error("Cannot try the unit: there is no unified control group hierarchy, which systemd needs");
}

function removeGroup(path: string): void {
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) removeGroup(join(path, entry.name));
  }
  rmdirSync(path);
}

/** A machine with nothing but our service, and systemd as its process 1. */
function bootScript(): string {
  const target = `[Unit]\\nDefaultDependencies=no\\n`;
  return `
    umount -l /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    mount --bind ${scratch} /mnt
    mount --bind /dev/null /dev/console
    mount -t tmpfs -o mode=755,noexec,nosuid,nodev tmpfs /run
    mkdir -p /run/units/ovpnstats.service.d /run/etc
    mount -t tmpfs tmpfs /run/etc && mkdir /run/etc/upper /run/etc/work
    mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
    for place in /var/lib /var/log /usr/local/bin; do mount -t tmpfs -o mode=755 tmpfs $place; done
    for place in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs $place; done
    cp /mnt/ovpnstats /usr/local/bin/ovpnstats
    mkdir -m 700 /var/log/openvpn
    cp -p /mnt/status.log /var/log/openvpn/status.log && chmod 600 /var/log/openvpn/status.log
    ip link set lo up
    /usr/local/bin/ovpnstats systemd > /run/units/ovpnstats.service
    for name in sysinit basic multi-user shutdown umount network; do printf '${target}' > /run/units/$name.target; done
    printf '${target}Wants=trials.service\\n' > /run/units/trials.target
    printf '%s\\n' '[Unit]' DefaultDependencies=no SuccessAction=exit-force FailureAction=exit-force '[Service]' \\
      Type=oneshot TimeoutStartSec=${LIMIT_SECONDS - 10} 'ExecStart=/bin/sh /mnt/trials.sh' \\
      StandardOutput=append:/mnt/said StandardError=append:/mnt/said > /run/units/trials.service
    printf '%s\\n' '[Service]' StandardOutput=append:/mnt/log StandardError=append:/mnt/log TimeoutAbortSec=1s \\
      > /run/units/ovpnstats.service.d/trial.conf
    exec env -i SYSTEMD_UNIT_PATH=/run/units container=trial PATH=/usr/bin:/bin:/usr/sbin:/sbin \\
      ${SYSTEMD} --system --unit=trials.target --log-target=null --show-status=no`;
}

/** Each trial is a shell of its own: within a condition, a shell would go on after a command that failed. */
function writeTrials(): void {
  const trials = SYSTEMD_TRIALS.map(({ title, script }, at) => {
    writeFileSync(join(scratch, `trial-${at}.sh`), `${HELPERS}${script}\n`);
    return `if sh -eux /mnt/trial-${at}.sh > /mnt/trial 2>&1; then echo "pass  ${title}"
      else echo "FAIL  ${title}"; sed 's/^/      /' /mnt/trial /mnt/log; fi`;
  });
  writeFileSync(join(scratch, "trials.sh"), `${trials.join("\n")}\n`);
}
