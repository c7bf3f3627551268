/** The zone's name as IANA writes its letters, UTC by that name alone; undefined when there is no such zone. */
export function zoneName(name: string): string | undefined {
  // The usual one of servers; looking any other up takes milliseconds.
  if (name === "UTC" || name === "Etc/UTC") return "UTC";
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    const local = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return local.equals(local.withTimeZone("UTC")) ? "UTC" : local.timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
