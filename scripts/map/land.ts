import { onMap } from "../../src/report/projection.ts";
import { type Position, readAtlas, ringOf } from "./topology.ts";

type Point = readonly [x: number, y: number];

/** Rings that lie whole beyond the map's edge. */
const ANTARCTIC = -60;

/** Smaller islands would be specks. */
const LEAST_AREA = 3;

/** The land of the world as the text of an SVG path. */
export function landPath(): string {
  const atlas = readAtlas("land-110m", "land");
  const rings = atlas.shapes.flatMap(({ polygons }) => polygons.flat()).map((ring) => ringOf(atlas, ring));
  return rings
    .filter((ring) => ring.some(([, latitude]) => latitude > ANTARCTIC))
    .flatMap(partsOf)
    .map((ring) => pathOf(pointsOf(ring), true))
    .join("");
}

/** The borders between countries as the text of an SVG path. Coasts are land's. */
export function borderPath(): string {
  const { lines, shapes } = readAtlas("countries-110m", "countries");
  const sides = shapes.flatMap(({ polygons }) => polygons.flat(2)).map((number) => (number < 0 ? ~number : number));
  const uses = new Map<number, number>();
  for (const line of sides) uses.set(line, (uses.get(line) ?? 0) + 1);
  return [...uses]
    .filter(([, count]) => count > 1)
    .map(([line]) => pathOf(pointsOf(lines[line] ?? []), false))
    .join("");
}

/** A ring that goes on beyond 180 degrees is on both edges of the map: the part in the middle, and the part beyond. */
function partsOf(ring: readonly Position[]): Position[][] {
  const within = (by: number) =>
    ring
      .map(([longitude, latitude]): Position => [Math.max(-180, Math.min(180, longitude + by)), latitude])
      // Along the edge only where it gets there and where it leaves.
      .filter((position, at, all) => ![-1, 0, 1].every((by) => isAtEdge(all[at + by] ?? position)));
  const isSeen = (part: readonly Position[]) => part.some(([longitude]) => Math.abs(longitude) < 180);
  return [-360, 0, 360].map(within).filter(isSeen);
}

function isAtEdge([longitude]: Position): boolean {
  return Math.abs(longitude) === 180;
}

/** In whole units of the map, which is all that can be seen; each point once. */
function pointsOf(positions: readonly Position[]): Point[] {
  const points = positions.map(([longitude, latitude]): Point => {
    const { x, y } = onMap({ latitude, longitude });
    return [Math.round(x), Math.round(y)];
  });
  return points.filter(([x, y], index) => {
    const before = points[index - 1];
    return before === undefined || x !== before[0] || y !== before[1];
  });
}

/** Steps from point to point: a third shorter than the points themselves. */
function pathOf(points: readonly Point[], isRing: boolean): string {
  const [first, ...rest] = isRing ? points.slice(0, -1) : points;
  if (first === undefined || rest.length < (isRing ? 2 : 1)) return "";
  if (isRing && areaOf(points) < LEAST_AREA) return "";
  let [x, y] = first;
  const steps = rest.map(([nextX, nextY]) => {
    const step = `${signed(nextX - x)}${signed(nextY - y)}`;
    [x, y] = [nextX, nextY];
    return step;
  });
  return `M${first[0]} ${first[1]}l${steps.join("").trimStart()}${isRing ? "z" : ""}`;
}

/** Its sign parts a negative number from what stands before it. */
function signed(step: number): string {
  return step < 0 ? String(step) : ` ${step}`;
}

function areaOf(ring: readonly Point[]): number {
  const twice = ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
