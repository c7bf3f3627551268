/** A directory the native module may be written to and run from. */
export interface NativePlace {
  /** Exists already and can be changed by nobody else: root's or ours, or sticky as /tmp is. */
  readonly base: string;
  /** Directories made below it, for us alone; the last one holds the module. */
  readonly below: readonly string[];
}

/**
 * Where the native module may live, best first: what the operator or systemd gave us, then what is ours by custom,
 * then what all users share, where the directory carries the user's id so that two users never contend for one.
 */
export function nativePlaces(
  environment: Readonly<Record<string, string | undefined>>,
  uid: number,
): readonly NativePlace[] {
  /** An unset or empty variable names none. */
  const named = (variable: string) => [environment[variable] ?? ""].filter((path) => path !== "");
  /** systemd joins several directories by colons. */
  const listed = (variable: string) => named(variable).flatMap((paths) => paths.split(":"));
  const below = (bases: readonly string[], ...names: string[]) => bases.map((base) => ({ base, below: names }));
  const root = uid === 0;
  const cache = named("XDG_CACHE_HOME");
  const places = [
    // One directory may serve the daemon's user and the administrator, hence the user's id here too.
    ...below(named("OVPNSTATS_NATIVE_DIR"), `ovpnstats-${uid}`),
    ...below(listed("RUNTIME_DIRECTORY"), "native"),
    ...below(listed("STATE_DIRECTORY"), "native"),
    ...below(listed("CACHE_DIRECTORY"), "native"),
    ...below(root ? ["/run"] : named("XDG_RUNTIME_DIR"), "ovpnstats", "native"),
    ...below(root ? ["/var/lib"] : [], "ovpnstats", "native"),
    ...(cache.length > 0 ? below(cache, "ovpnstats", "native") : below(named("HOME"), ".cache", "ovpnstats", "native")),
    ...below([...named("TMPDIR"), "/tmp", "/var/tmp", "/dev/shm"], `ovpnstats-${uid}`),
  ];
  return places.filter((place, at) => places.findIndex((other) => placePath(other) === placePath(place)) === at);
}

/** The directory that holds the module at `place`. */
export function placePath(place: NativePlace): string {
  return [place.base.replace(/\/+$/, ""), ...place.below].join("/");
}
