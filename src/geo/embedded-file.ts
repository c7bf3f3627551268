import { fileURLToPath } from "node:url";

/** The path of the country database: in its package, beside the sources. The build names its own place here. */
export const embeddedFile = fileURLToPath(
  import.meta.resolve("@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb"),
);
