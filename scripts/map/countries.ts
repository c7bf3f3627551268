import { countryName } from "../../src/geo/country.ts";
import { type Atlas, type Position, readAtlas, ringOf } from "./topology.ts";

/** A country by its code of ISO 3166, as locations name it, and about its middle. */
export interface Country {
  readonly code: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Codes of what Natural Earth calls otherwise than the databases of locations. */
const CODES: Readonly<Record<string, string>> = {
  "Antigua and Barb.": "AG",
  "Bosnia and Herz.": "BA",
  "Br. Indian Ocean Ter.": "IO",
  "British Virgin Is.": "VG",
  "Cabo Verde": "CV",
  "Cayman Is.": "KY",
  "Central African Rep.": "CF",
  Congo: "CG",
  "Cook Is.": "CK",
  "Côte d'Ivoire": "CI",
  "Dem. Rep. Congo": "CD",
  "Dominican Rep.": "DO",
  "Eq. Guinea": "GQ",
  "Faeroe Is.": "FO",
  "Falkland Is.": "FK",
  "Fr. Polynesia": "PF",
  "Fr. S. Antarctic Lands": "TF",
  "Heard I. and McDonald Is.": "HM",
  "Hong Kong": "HK",
  Macao: "MO",
  Macedonia: "MK",
  "Marshall Is.": "MH",
  Myanmar: "MM",
  "N. Mariana Is.": "MP",
  Palestine: "PS",
  "Pitcairn Is.": "PN",
  "S. Geo. and the Is.": "GS",
  "S. Sudan": "SS",
  "Saint Helena": "SH",
  "Saint Lucia": "LC",
  "Solomon Is.": "SB",
  "St-Barthélemy": "BL",
  "St-Martin": "MF",
  "St. Kitts and Nevis": "KN",
  "St. Pierre and Miquelon": "PM",
  "St. Vin. and Gren.": "VC",
  "São Tomé and Principe": "ST",
  "Trinidad and Tobago": "TT",
  Turkey: "TR",
  "Turks and Caicos Is.": "TC",
  "U.S. Minor Outlying Is.": "UM",
  "U.S. Virgin Is.": "VI",
  "United States of America": "US",
  Vatican: "VA",
  "W. Sahara": "EH",
  "Wallis and Futuna Is.": "WF",
  eSwatini: "SZ",
  Åland: "AX",
};

/** Codes no longer in use, by which runtimes still name a country that has another. */
const FORMER: ReadonlySet<string> = new Set(
  "AN BU CT DD DY FX HV NH NQ NT PU PZ RH SU TP UK VD WK YD YU ZR".split(" "),
);

/** Parts of other countries to Natural Earth, which have codes of their own. */
const PARTS: Readonly<Record<string, Position>> = {
  BQ: [-68.3, 12.2],
  BV: [3.4, -54.4],
  CC: [96.8, -12.2],
  CX: [105.6, -10.5],
  GF: [-53.2, 3.9],
  GP: [-61.5, 16.2],
  MQ: [-61, 14.7],
  RE: [55.5, -21.1],
  SJ: [16, 78.5],
  TK: [-171.9, -9.2],
  YT: [45.2, -12.8],
};

/** Every country with a code, in the order of codes. */
export function countries(): Country[] {
  const atlas = readAtlas("countries-10m", "countries");
  const codes = codesByName();
  const found = atlas.shapes.flatMap(({ name = "", polygons }) => {
    const code = CODES[name] ?? codes.get(name);
    return code === undefined ? [] : [countryAt(code, middleOf(atlas, polygons))];
  });
  const parts = Object.entries(PARTS).map(([code, position]) => countryAt(code, position));
  return [...found, ...parts].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function countryAt(code: string, [longitude, latitude]: Position): Country {
  const name = countryName(code, undefined);
  if (name === undefined) throw new Error(`Cannot name the country ${code}: mend its code in scripts/map/countries.ts`);
  return { code, name, latitude: tenth(latitude), longitude: tenth(longitude) };
}

function tenth(degrees: number): number {
  return Math.round(degrees * 10) / 10 + 0;
}

/** By the names that the runtime gives to codes. */
function codesByName(): Map<string, string> {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const inUse = codes.filter((code) => !FORMER.has(code));
  return new Map(inUse.map((code) => [countryName(code, undefined) ?? "", code]));
}

/** The centroid of the largest polygon: islands and lands overseas would draw it into the sea. */
function middleOf(atlas: Atlas, polygons: readonly (readonly (readonly number[])[])[]): Position {
  const rings = polygons.map(([outer = []]) => centroidOf(ringOf(atlas, outer)));
  const largest = rings.reduce((best, ring) => (ring.area > best.area ? ring : best));
  return largest.position;
}

function centroidOf(ring: readonly Position[]): { readonly area: number; readonly position: Position } {
  let [area, sumX, sumY] = [0, 0, 0];
  ring.slice(1).forEach(([x, y], index) => {
    const [beforeX, beforeY] = ring[index] ?? [x, y];
    const cross = beforeX * y - x * beforeY;
    area += cross;
    sumX += (beforeX + x) * cross;
    sumY += (beforeY + y) * cross;
  });
  const [first = [0, 0]] = ring;
  // Too small for an area: the Vatican is two points there and back.
  const [longitude, latitude] = area === 0 ? first : [sumX / (3 * area), sumY / (3 * area)];
  const position: Position = [longitude - 360 * Math.round(longitude / 360), latitude];
  return { area: Math.abs(area) * Math.cos((position[1] * Math.PI) / 180), position };
}
