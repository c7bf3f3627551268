/**
 * SHA-256 of each stylesheet as it stands in a page, for the policy. Written down, for taking them at every start costs
 * more than a page: scripts/style-hashes.ts writes this file.
 */
export const STYLE_HASHES: readonly string[] = [
  "A660IrlAj9N32LQyGC2aMWcvkfmThlq4DgCoTuQlqRI=", // base
  "dYh4iYukvLZiImiRN8olgDy6WcfgZVvEw5mEwZuiH98=", // overview
];
