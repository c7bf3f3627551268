/** One run of the executable in a mount namespace. */
export interface Trial {
  readonly title: string;
  readonly user: "root" | "an unprivileged user without a home";
  /** Shell commands of root before the run; CHROOT may be set to a command that the run is given to. */
  readonly prepare?: string;
  /** Variables for the run, as shell words. */
  readonly environment?: string;
  /** A command that the executable is given to. */
  readonly wrap?: string;
  /** What is run: `run`, once, unless told. */
  readonly run?: string;
  /** Shell commands of root after the run; one that fails fails the trial. */
  readonly after?: string;
  /** 0 unless told. */
  readonly status?: number;
  /** What standard error must say. */
  readonly says?: readonly string[];
}

const ROOT = "root";
const NOBODY = "an unprivileged user without a home";
const BOTH = [ROOT, NOBODY] as const;

const NOEXEC = (...places: string[]) =>
  places.map((place) => `mount -t tmpfs -o mode=1777,noexec tmpfs ${place}`).join("\n");
const EVERYWHERE = ["/run", "/var/lib", "/root", "/tmp", "/var/tmp", "/dev/shm"];

/** All of / but /tmp, which cannot be taken out of the real one. */
const ROOT_WITHOUT_TMP = `
  mount -t tmpfs tmpfs /mnt/root
  for path in /*; do
    case $path in /tmp|/mnt) continue ;; esac
    if [ -L $path ]; then cp -P $path /mnt/root/
    elif [ -d $path ]; then mkdir /mnt/root$path && mount --rbind $path /mnt/root$path
    fi
  done
  for path in /mnt/alone /mnt/state; do mkdir -p /mnt/root$path && mount --bind $path /mnt/root$path; done
  CHROOT="$(command -v chroot) /mnt/root"`;

const TMP = [
  { title: "runs", prepare: "" },
  { title: "runs with /tmp noexec (F67)", prepare: NOEXEC("/tmp") },
  { title: "runs with /tmp read-only (F67)", prepare: "mount -o remount,ro /tmp" },
  {
    title: "runs with /tmp full (F67)",
    prepare: "mount -t tmpfs -o mode=1777,size=1m tmpfs /tmp; head -c 2m /dev/zero 2>&- > /tmp/filler || true",
  },
  { title: "runs without /tmp (F67)", prepare: ROOT_WITHOUT_TMP },
  { title: "runs with noexec everywhere but /dev/shm (F67)", prepare: NOEXEC(...EVERYWHERE.slice(0, -1)) },
] as const;

const NO_FILE_LEFT = `[ -z "$(find ${EVERYWHERE.join(" ")} -type f)" ]`;

export const TRIALS: readonly Trial[] = [
  ...BOTH.flatMap((user) => TMP.map((tmp) => ({ ...tmp, user }))),
  ...BOTH.map((user) => ({
    title: "says what to set when no directory is executable, and leaves nothing behind (F67)",
    user,
    prepare: NOEXEC(...EVERYWHERE),
    after: NO_FILE_LEFT,
    status: 3,
    says: ["set OVPNSTATS_NATIVE_DIR", "/tmp/ovpnstats-", "/dev/shm/ovpnstats-", "is mounted noexec"],
  })),
  ...BOTH.map((user) => ({
    title: "runs with noexec everywhere once OVPNSTATS_NATIVE_DIR is set (F67)",
    user,
    prepare: NOEXEC(...EVERYWHERE),
    environment: "OVPNSTATS_NATIVE_DIR=/mnt/state",
    after: NO_FILE_LEFT,
  })),
  {
    title: "runs on a read-only system with a state directory alone, as under systemd (F67)",
    user: NOBODY,
    prepare: `for place in / ${EVERYWHERE.join(" ")}; do mount -o remount,bind,ro $place; done`,
    environment: "STATE_DIRECTORY=/mnt/state",
    after: "[ -f /mnt/state/native/libsql.node ]",
  },
  ...BOTH.map((user) => ({
    title: "leaves TMPDIR of another user alone (F67)",
    user,
    prepare: `${NOEXEC("/run", "/var/lib", "/root")}; mkdir -m 777 /tmp/theirs; chown 65533 /tmp/theirs`,
    environment: "TMPDIR=/tmp/theirs",
    after: `[ -z "$(ls -A /tmp/theirs)" ]`,
  })),
  {
    title: "goes past a directory that another user planted (F67)",
    user: NOBODY,
    prepare: "mkdir -m 777 /tmp/ovpnstats-65534; chown 65533 /tmp/ovpnstats-65534",
    after: `[ -z "$(ls -A /tmp/ovpnstats-65534)" ]`,
  },
  {
    title: "runs six times at once on a machine that has not seen it before (F67)",
    user: NOBODY,
    prepare: `
      all_at_once() {
        started=
        for _ in 1 2 3 4 5 6; do run & started="$started $!"; done
        for process in $started; do wait $process || return $?; done
      }`,
    run: "all_at_once",
    after: `[ "$(ls -A /tmp/ovpnstats-65534)" = "$(printf 'libsql.node\\nlibsql.seal')" ]`,
  },
  {
    title: "brings its own database of countries",
    user: NOBODY,
    prepare:
      "sed -i 's/203\\.0\\.113\\.8:/91.12.0.1:/' /mnt/state/status.log; touch -d '-5 seconds' /mnt/state/status.log",
    after: "grep -q Germany /mnt/state/vpn.txt",
  },
  {
    title: "executes nothing, whatever the environment says (F68)",
    user: ROOT,
    environment:
      "PATH=/mnt/hostile NODE_OPTIONS=--require=/mnt/hostile/load.js NODE_PATH=/mnt/hostile " +
      "BUN_OPTIONS=--preload=/mnt/hostile/load.js BUN_BE_BUN=1 BUN_INSPECT=1 BUN_INSPECT_PRELOAD=/mnt/hostile/load.js " +
      "BUN_TMPDIR=/mnt/hostile LD_LIBRARY_PATH=/mnt/hostile LIBSQL_JS_DEV=1",
    wrap: "$(command -v strace) --follow-forks --trace=execve,execveat --output=/mnt/state/trace",
    after: "[ $(grep -c 'execve' /mnt/state/trace) = 1 ] || { cat /mnt/state/trace; exit 1; }",
  },
];
