/** What a unit depends on. */
export interface SystemdUnit {
  /** The executable's path; one for which `whyUnfit()` finds nothing. */
  readonly executable: string;
  /** The absolute path of the configuration file, where it is not the usual one. */
  readonly configFile: string | undefined;
}

/** Where a file is out of the service's sight: the unit's ProtectHome=, PrivateTmp= and PrivateDevices=. */
const HIDDEN = ["/home", "/root", "/run/user", "/tmp", "/var/tmp", "/dev"];

/** Why the unit cannot have the service use the file at `path`; undefined where it can. */
export function whyUnfit(path: string): string | undefined {
  const directory = HIDDEN.find((hidden) => path.startsWith(`${hidden}/`));
  if (directory !== undefined) return `the unit hides ${directory} from the service`;
  return PLAIN.test(path) ? undefined : "the unit takes letters, digits and ./_+@:,- only";
}

/** What systemd neither splits, nor unescapes, nor expands. */
const PLAIN = /^\/[\w./+@:,-]+$/;

/**
 * The unit that runs `ovpnstats serve` under systemd, as a user who may read every file, as OpenVPN's status needs it,
 * and change nothing but its own state.
 */
export function systemdUnit({ executable, configFile }: SystemdUnit): string {
  const flags = configFile === undefined ? "" : ` --config ${configFile}`;
  return TEMPLATE.replaceAll("{executable}", executable).replaceAll("{flags}", flags);
}

const TEMPLATE = `# ovpnstats under systemd, printed by "ovpnstats systemd":
#   ovpnstats systemd > /etc/systemd/system/ovpnstats.service
#   systemctl daemon-reload && systemctl enable --now ovpnstats
# Change it with "systemctl edit ovpnstats", and a newer one can take its place.

[Unit]
Description=ovpnstats, who is connected to OpenVPN and who used how much
After=network.target
# Whatever keeps it from running, a full disk or a port in use, may pass: it is tried again for ever.
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={executable} serve{flags}
# Reads the configuration again. "+": none of the limits below, which forbid to start programs.
ExecReload=+/bin/kill -HUP $MAINPID
TimeoutStartSec=5min
TimeoutStopSec=15s
# A process that hangs is ended, and started again.
WatchdogSec=2min
Restart=on-failure
RestartSec=10s
# Wrong usage or configuration, which no restart mends.
RestartPreventExitStatus=2
# Where memory runs out, OpenVPN matters more.
OOMScoreAdjust=500

# The user "ovpnstats" exists while the service runs. The database is in /var/lib/ovpnstats, for root and it alone.
DynamicUser=yes
User=ovpnstats
StateDirectory=ovpnstats
StateDirectoryMode=0700
RuntimeDirectory=ovpnstats
RuntimeDirectoryMode=0755
UMask=0077

# OpenVPN lets only root read its status. This may read any file, and write none; what is nobody's business is hidden.
AmbientCapabilities=CAP_DAC_READ_SEARCH
CapabilityBoundingSet=CAP_DAC_READ_SEARCH
InaccessiblePaths=-/etc/shadow -/etc/shadow- -/etc/gshadow -/etc/gshadow- -/etc/ssh -/etc/ssl/private -/etc/sudoers.d
InaccessiblePaths=-/etc/easy-rsa -/etc/openvpn/easy-rsa -/etc/openvpn/server/easy-rsa
# Where the status file is not in /etc/openvpn, OpenVPN's keys can be hidden as well:
#InaccessiblePaths=-/etc/openvpn
# Where the status file is open to a group of yours, nothing but that group is needed:
#AmbientCapabilities=
#CapabilityBoundingSet=
#SupplementaryGroups=openvpn

# Where "ovpnstats hook install" makes the spools of OpenVPN's hooks: what was taken in is deleted there.
ReadWritePaths=-/var/spool/ovpnstats

# For reports elsewhere than beside the database (web_file_path, text_file_path), in a directory of that group:
#ReadWritePaths=/var/www/vpn
#Group=www-data
# For a web server that asks at web_listen = "unix:/run/ovpnstats/web.sock":
#Group=www-data

# This machine only: a web server in front, a database in a file, locations from files. For web_listen beyond
# loopback, db_url and location_info = "ipinfo", allow the addresses that are needed, or any:
#IPAddressAllow=any
# and for a port below 1024:
#AmbientCapabilities=CAP_NET_BIND_SERVICE
#CapabilityBoundingSet=CAP_NET_BIND_SERVICE
IPAddressDeny=any
IPAddressAllow=localhost
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6

# No programs of the system may be started. The database engine is a file that is unpacked and run; where /run is
# mounted noexec, as on Debian, it may be run from here all the same.
NoExecPaths=-/bin -/sbin -/usr/bin -/usr/sbin
ExecPaths={executable} /run/ovpnstats

# Secrets and names stay out of core dumps.
LimitCORE=0
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateMounts=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
NoNewPrivileges=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
# Not set, on purpose:
# MemoryDenyWriteExecute= would switch off the JIT compiler, and with it the words to systemd.
# PrivateUsers= would take the right to read the status file.
# ProtectProc= and ProcSubset= would hide the number of processes, the memory and the load.

[Install]
WantedBy=multi-user.target
`;
