/*
 * SHA-256 of what stands in pages, for their policy. Written down, for taking it at every start costs more than a page:
 * scripts/hashes.ts writes this file.
 */

/** Of each stylesheet. */
export const STYLE_HASHES: readonly string[] = [
  "A660IrlAj9N32LQyGC2aMWcvkfmThlq4DgCoTuQlqRI=", // base
  "dYh4iYukvLZiImiRN8olgDy6WcfgZVvEw5mEwZuiH98=", // overview
];

/** Of the script that keeps a page fresh. */
export const SCRIPT_HASH = "1uPlJbptVH//dylKAq/MHHZtTgsn7N8gZL+LUKSsS7o=";
