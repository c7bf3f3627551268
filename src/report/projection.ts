import type { Coordinates } from "../model.ts";

/** A point of the map, in its own units from the top left. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

/** Of the Equal Earth projection (Šavrič, Patterson and Jenny 2018): areas are true, so a dot's size compares with land. */
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;

const RADIANS = Math.PI / 180;

/** Further north and south nobody lives, and the ice would take a quarter of the map. */
const NORTHMOST = 84;
const SOUTHMOST = -57;

const HALF = equalEarth(0, 180).x;
const [TOP, BOTTOM] = [equalEarth(NORTHMOST, 0).y, equalEarth(SOUTHMOST, 0).y];

export const MAP_WIDTH = 1400;
const SCALE = MAP_WIDTH / 2 / HALF;
export const MAP_HEIGHT = Math.round((TOP - BOTTOM) * SCALE);

/** Where coordinates are on the map; what is beyond it stands at its edge. */
export function onMap({ latitude, longitude }: Coordinates): MapPoint {
  const { x, y } = equalEarth(Math.max(SOUTHMOST, Math.min(NORTHMOST, latitude)), longitude);
  return { x: (x + HALF) * SCALE, y: (TOP - y) * SCALE };
}

function equalEarth(latitude: number, longitude: number): MapPoint {
  const t = Math.asin(M * Math.sin(latitude * RADIANS));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = (longitude * RADIANS * Math.cos(t)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  return { x, y: t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2)) };
}
