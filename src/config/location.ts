import * as v from "valibot";
import { key } from "./key.ts";
import { interval, oneOf, path, paths } from "./kinds.ts";

export const locationOptions = v.strictObject({
  location_info: key(
    oneOf(true, "ipinfo", false),
    true,
    "Where addresses are looked up: true offline only, ipinfo also at ipinfo.io, false nowhere",
  ),
  location_databases: key(
    paths,
    undefined,
    "MMDB files of cities, countries or providers (GeoLite2, DB-IP, IPinfo), asked first and in this order",
    {
      otherwise: "the embedded database of countries",
      sample: ["/var/lib/GeoIP/GeoLite2-City.mmdb", "/var/lib/GeoIP/GeoLite2-ASN.mmdb"],
    },
  ),
  ipinfo_token_file: key(
    path,
    undefined,
    "The file that holds the token for ipinfo.io; the variable OVPNSTATS_IPINFO_TOKEN may hold the token itself",
    { otherwise: "no token", sample: "/etc/ovpnstats/ipinfo-token" },
  ),
  ip_update_interval: key(
    interval("1 min", "20 days"),
    "1h",
    "How often addresses are looked up that nobody knew or whose answer is old; new ones are at once",
  ),
});
