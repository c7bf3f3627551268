import { fileURLToPath } from "node:url";
import type { BunPlugin } from "bun";

const DATABASE = import.meta.resolve("@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb");

/** Puts the country database into the executable, as a file that only it can see. */
export function embedCountries(): BunPlugin {
  return {
    name: "embed countries",
    setup(build) {
      build.onLoad({ filter: /\/src\/geo\/embedded-file\.ts$/ }, () => ({
        contents: `export { default as embeddedFile } from ${JSON.stringify(fileURLToPath(DATABASE))} with { type: "file" };`,
        loader: "js",
      }));
    },
  };
}
