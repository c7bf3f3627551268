import type { Coordinates } from "../model.ts";

/** A hundredth of a degree is a kilometre: a city is no smaller, and where somebody lives is nobody's business. */
const STEPS = 100;

const NUMBER = /^-?\d{1,3}(?:\.\d{1,20})?$/;

/** Coordinates from outside, told as numbers or as text; undefined where they are none. */
export function coordinatesIn(latitude: unknown, longitude: unknown): Coordinates | undefined {
  const [north, east] = [degreesIn(latitude, 90), degreesIn(longitude, 180)];
  if (north === undefined || east === undefined) return undefined;
  // The middle of nowhere, which databases tell of what they do not know.
  if (north === 0 && east === 0) return undefined;
  return { latitude: north, longitude: east };
}

function degreesIn(value: unknown, most: number): number | undefined {
  const degrees = typeof value === "string" && NUMBER.test(value) ? Number(value) : value;
  if (typeof degrees !== "number" || !(Math.abs(degrees) <= most)) return undefined;
  return Math.round(degrees * STEPS) / STEPS + 0;
}
