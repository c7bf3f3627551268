import { HOOK_END, HOOK_FORM, HOOK_VARIABLES } from "../parse/hook-env.ts";

/**
 * The script that OpenVPN runs as its hook: it leaves what OpenVPN tells in a file in `spool`, an absolute path.
 *
 * OpenVPN serves nobody while it runs, and gives it no PATH. So it starts no program, not even mv: the file is written
 * under its name at once, in one write, and its last record says that it is whole.
 */
export function hookScript(spool: string): string {
  return TEMPLATE.replace("{spool}", () => spool.replaceAll("'", String.raw`'\''`));
}

const RECORDS = HOOK_VARIABLES.map((name) => `  \${${name}+"${name}=$${name}"} \\`).join("\n");

/**
 * `[ -e` first: to a FIFO in its way, noclobber (-C) would write, and wait for a reader. Standard error is closed, since
 * /dev/null may be missing in a chroot.
 */
const TEMPLATE = `#!/bin/sh
# OpenVPN's client-disconnect hook, by "ovpnstats hook install": it leaves the final
# figures of a connection in a file, starts no program, and exits 0 whatever happens.
[ "$script_type" = client-disconnect ] || exit 0
name=$time_unix.$time_duration.$bytes_received.$bytes_sent.$trusted_port.$$
case $name in *[!0123456789.]*) name=strange.$$ ;; esac
file='{spool}'/$name.hook
[ -e "$file" ] && exit 0
umask 077
set -C
printf '%s\\0' ${HOOK_FORM} \\
${RECORDS}
  ${HOOK_END} 2>&- >"$file"
exit 0
`;
