import { COUNTRIES } from "./countries.ts";
import type { DotMap, PlaceSums, Places } from "./places.ts";
import { MAP_HEIGHT, MAP_WIDTH, type MapPoint, onMap } from "./projection.ts";

/** A place as the books know it. */
export interface Spot extends PlaceSums {
  readonly city: string | undefined;
  readonly country: string | undefined;
  /** Undefined: its country's middle has to do. */
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
}

/** More nobody tells apart. */
export const MOST_DOTS = 250;

/** Of a dot: the least, of one user, and of the most. */
const [SMALLEST, OF_ONE, LARGEST] = [3, 6, 26];

/** Widths of a closer map: a closer look shows corners where coasts are; what is nearly the world is the world. */
const WIDTHS = [1 / 6, 1 / 5, 1 / 4, 1 / 3, 0.45].map((share) => share * MAP_WIDTH);

/** Of a closer map's width, left free around its dots. */
const MARGIN = 0.08;

/** The users whom it must have. */
const MOST_USERS = 0.6;

/** A part of the map, in its units. */
interface MapBox extends MapPoint {
  readonly width: number;
  readonly height: number;
}

const WORLD: MapBox = { x: 0, y: 0, width: MAP_WIDTH, height: MAP_HEIGHT };

const middles = new Map(
  COUNTRIES.map(([, name, latitude, longitude]) => [name, onMap({ latitude, longitude })] as const),
);

interface Placed {
  readonly spot: Spot;
  readonly x: number;
  readonly y: number;
  readonly isCountry: boolean;
}

/** The maps that show places, and how many of them are on none. */
export function mapDots(spots: readonly Spot[]): Pick<Places, "world" | "near" | "offMap"> {
  const placed = spots.flatMap(placeSpot).toSorted((a, b) => b.spot.users - a.spot.users);
  const shown = placed.slice(0, MOST_DOTS);
  const box = nearBox(shown);
  return {
    world: mapOf(shown, WORLD),
    near: box && mapOf(shown.filter(isIn(box)), box),
    offMap: spots.length - shown.length,
  };
}

/** Width of what is seen. */
const SEEN = 1000;

function mapOf(placed: readonly Placed[], box: MapBox): DotMap {
  const most = placed[0]?.spot.users ?? 1;
  const scale = SEEN / box.width;
  const dots = placed.map(({ spot, x, y, isCountry }) => {
    const { city, country, users, connections, bytesReceived, bytesSent } = spot;
    return {
      ...{ city, country, users, connections, bytesReceived, bytesSent, isCountry },
      x: tenth((x - box.x) * scale),
      y: tenth((y - box.y) * scale),
      radius: tenth(radiusOf(users, most)),
    };
  });
  const ground = `scale(${Math.round(scale * 1000) / 1000}) translate(${tenth(-box.x)} ${tenth(-box.y)})`;
  return { height: tenth(box.height * scale), ground, dots };
}

function placeSpot(spot: Spot): Placed[] {
  const { latitude, longitude, country = "" } = spot;
  const isCountry = latitude === undefined || longitude === undefined;
  const point = isCountry ? middles.get(country) : onMap({ latitude, longitude });
  return point ? [{ spot, isCountry, ...point }] : [];
}

/** Areas are as users, as far as the least can be seen. */
function radiusOf(users: number, most: number): number {
  const scale = Math.min(OF_ONE, LARGEST / Math.sqrt(most));
  return Math.max(SMALLEST, scale * Math.sqrt(users));
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The closest map that shows most users, about where half of them are west and north, and half east and south. */
function nearBox(placed: readonly Placed[]): MapBox | undefined {
  if (placed.length === 0) return undefined;
  const all = usersOf(placed);
  const [left, top] = [median(placed, ({ x }) => x), median(placed, ({ y }) => y)];
  const boxes = WIDTHS.map((width) => {
    const height = (width * MAP_HEIGHT) / MAP_WIDTH;
    return centred(placed.filter(isIn(boxAround({ x: left, y: top }, width, height))), width, height);
  });
  const covered = boxes.map((box) => usersOf(placed.filter(isIn(box))) / all);
  const most = Math.max(...covered);
  return most < MOST_USERS ? undefined : boxes[covered.indexOf(most)];
}

/** Moved to the middle of the dots in it. */
function centred(placed: readonly Placed[], width: number, height: number): MapBox {
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return boxAround({ x: middle(placed.map(({ x }) => x)), y: middle(placed.map(({ y }) => y)) }, width, height);
}

function boxAround({ x, y }: MapPoint, width: number, height: number): MapBox {
  return { x: within(x - width / 2, MAP_WIDTH - width), y: within(y - height / 2, MAP_HEIGHT - height), width, height };
}

function isIn({ x: left, y: top, width, height }: MapBox): (placed: Placed) => boolean {
  const margin = width * MARGIN;
  return ({ x, y }) =>
    x >= left + margin && x <= left + width - margin && y >= top + margin && y <= top + height - margin;
}

function usersOf(placed: readonly Placed[]): number {
  return placed.reduce((sum, { spot }) => sum + spot.users, 0);
}

/** Where half of the users are on either side. */
function median(placed: readonly Placed[], at: (placed: Placed) => number): number {
  const sorted = placed.toSorted((a, b) => at(a) - at(b));
  let rest = usersOf(placed) / 2;
  const found = sorted.find(({ spot }) => {
    rest -= spot.users;
    return rest <= 0;
  });
  return found ? at(found) : 0;
}

function within(start: number, most: number): number {
  return Math.max(0, Math.min(most, start));
}
