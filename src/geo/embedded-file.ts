/** Where the embedded country database is: beside the sources in its package; the build puts its own place here. */
export const embeddedFile = import.meta.resolve(
  "@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb",
);
