/*
 * SHA-256 of what stands in pages, for their policy. Written down, for taking it at every start costs more than a page:
 * scripts/hashes.ts writes this file.
 */

/** Of each stylesheet. */
export const STYLE_HASHES: readonly string[] = [
  "yPibt+/dbLQp7d61NvZ9sz7GEIv6icX2t4UAAFA3wkc=", // archive
  "OEO+onVa1kMLUFbP8Y/+WsGDM6XcfsPeU/5rs3aNXs0=", // base
  "NnWOGEvKa/on0G4JnTKU5cXd0/VItR/XTlu/TVFPECE=", // overview
  "VA+JLMcU5Ujv30qzZMlDdMh4tPgcNU2CvmQLJ4aeQ/I=", // user
  "+CYIPmmipghjGK7PRB0MnQiRgFEV/KROcEJdRchYAz0=", // log
  "2MquCO3r/xwFu53FCJfXSq6/JyFF69BJlxwQ7Ml23Bo=", // places
  "svsl4uDmFGYg2bSGU9w009IdVZpkyMWQzUXUNMr1ZPM=", // machine
];

/** Of the script that keeps a page fresh. */
export const SCRIPT_HASH = "1uPlJbptVH//dylKAq/MHHZtTgsn7N8gZL+LUKSsS7o=";
