/**
 * Whom a report that shows locations thanks, a line each. The embedded database is made of figures that the NRO
 * licenses for attribution (CC BY 4.0), and so are the answers of ipinfo.io's free plans.
 */
export function locationCredits(source: true | "ipinfo" | false): readonly string[] {
  if (source === false) return [];
  const embedded = "Countries of addresses: data of the Number Resource Organization (nro.net), CC BY 4.0.";
  return source === "ipinfo" ? [embedded, "IP address data powered by IPinfo (ipinfo.io)."] : [embedded];
}
