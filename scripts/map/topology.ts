import { readFileSync } from "node:fs";

/** A place on the globe in degrees: longitude, latitude. */
export type Position = readonly [longitude: number, latitude: number];

/** What of TopoJSON is read here. */
type Geometry =
  | { readonly type: "Polygon"; readonly arcs: readonly (readonly number[])[]; readonly properties?: Properties }
  | {
      readonly type: "MultiPolygon";
      readonly arcs: readonly (readonly (readonly number[])[])[];
      readonly properties?: Properties;
    };

interface Properties {
  readonly name: string;
}

interface Topology {
  readonly transform: { readonly scale: Position; readonly translate: Position };
  readonly arcs: readonly (readonly Position[])[];
  readonly objects: Readonly<Record<string, { readonly geometries: readonly Geometry[] }>>;
}

/** A shape: the rings of each of its polygons, as numbers of lines; ~n is line n backwards. */
export interface Shape {
  readonly name: string | undefined;
  readonly polygons: readonly (readonly (readonly number[])[])[];
}

/** A map file: its lines, and the shapes that are made of them. */
export interface Atlas {
  readonly lines: readonly (readonly Position[])[];
  readonly shapes: readonly Shape[];
}

/** Reads the object `name` of a file of the package world-atlas. */
export function readAtlas(file: string, name: string): Atlas {
  const { transform, arcs, objects }: Topology = JSON.parse(readFileSync(fileOf(file), "utf8"));
  const { scale, translate } = transform;
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]): Position => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const shapes = (objects[name]?.geometries ?? []).map(shapeOf);
  if (shapes.length === 0) throw new Error(`Cannot draw a map: world-atlas/${file}.json has no shapes of ${name}`);
  return { lines, shapes };
}

function fileOf(file: string): URL {
  try {
    return new URL(import.meta.resolve(`world-atlas/${file}.json`));
  } catch (cause) {
    throw new Error("Cannot find the package world-atlas: run bun install --frozen-lockfile, as npm test does", {
      cause,
    });
  }
}

function shapeOf(geometry: Geometry): Shape {
  const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
  return { name: geometry.properties?.name, polygons };
}

/** The positions of a ring, its last the same as its first; where it crosses 180 degrees its longitudes go on beyond. */
export function ringOf({ lines }: Atlas, numbers: readonly number[]): Position[] {
  const ring = numbers.flatMap((number) => {
    const line = lines[Math.max(number, ~number)] ?? [];
    return number < 0 ? [...line].reverse() : line;
  });
  let before = ring[0]?.[0] ?? 0;
  return ring.map(([longitude, latitude]): Position => {
    before = longitude + 360 * Math.round((before - longitude) / 360);
    return [before, latitude];
  });
}
