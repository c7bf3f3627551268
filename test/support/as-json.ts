/** "last7Days" as "last_7_days", "virtualIpv6Address" as "virtual_ipv6_address", "long-time-off" as "long_time_off". */
function snake(key: string): string {
  return key.replace(/-/g, "_").replace(/[A-Z]|(?<!v)\d+/g, (part) => `_${part.toLowerCase()}`);
}

/** A view model as JSON.parse would give it back: the slow and obvious way. */
export function asJson(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snake(key), asJson(inner)]));
}
