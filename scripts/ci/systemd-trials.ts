/** One thing that must hold of the service, in the order in which they are tried. */
export interface SystemdTrial {
  readonly title: string;
  /** Of a shell, in which every command must succeed. */
  readonly script: string;
}

export const SYSTEMD_TRIALS: readonly SystemdTrial[] = [
  {
    title: "starts over the books of a cron job of root, and says when it is ready",
    script: `
      /usr/local/bin/ovpnstats once
      systemctl start ovpnstats
      test "$(show ActiveState)" = active
      test "$(show StatusText)" = "serving http://127.0.0.1:8777"`,
  },
  { title: "reads a status file that only root may read", script: "page /healthz" },
  {
    title: "runs the database engine from /run, which is mounted noexec",
    script: `grep -q " /run/ovpnstats/native/libsql.node" "/proc/$(show MainPID)/maps"`,
  },
  {
    title: "has one right of root's, a filter of system calls, and no core dumps",
    script: `
      test "$(status_of CapEff)" = 0000000000000004
      test "$(status_of Seccomp)" = 2
      test "$(status_of NoNewPrivs)" = 1
      status_of Uid | grep -v "^0"
      grep -q "^Max core file size *0 *0 " "/proc/$(show MainPID)/limits"`,
  },
  {
    title: "once as root beside it does no harm",
    script: `
      /usr/local/bin/ovpnstats once
      page / > /dev/null`,
  },
  {
    title: "a reload is told, and a wrong configuration leaves it running",
    script: `
      systemctl reload ovpnstats
      mkdir -p /etc/ovpnstats
      echo "nonsense = 1" > /etc/ovpnstats/ovpnstats.toml
      systemctl reload ovpnstats
      sleep 1
      grep -q "the old configuration stays" /mnt/log
      test "$(show ActiveState)" = active
      page /healthz`,
  },
  {
    title: "a wrong configuration at the start is not tried again and again",
    script: `
      if systemctl restart ovpnstats; then exit 1; fi
      test "$(show ExecMainStatus)" = 2
      test "$(show ActiveState)" = failed
      rm /etc/ovpnstats/ovpnstats.toml`,
  },
  {
    title: "lives on under its watchdog, and is started again where it hangs",
    script: `
      printf '[Service]\\nWatchdogSec=2s\\nRestartSec=1s\\n' > /run/units/ovpnstats.service.d/watchdog.conf
      systemctl daemon-reload
      systemctl start ovpnstats
      sleep 5
      test "$(show NRestarts)" = 0
      kill -STOP "$(show MainPID)"
      sleep 6
      test "$(show NRestarts)" = 1
      test "$(show ActiveState)" = active
      page /healthz`,
  },
  {
    title: "is stopped in order",
    script: `
      timeout 5 systemctl stop ovpnstats
      test "$(show Result)" = success`,
  },
];
