/*
 * SHA-256 of what stands in pages, for their policy. Written down, for taking it at every start costs more than a page:
 * scripts/hashes.ts writes this file.
 */

/** Of each stylesheet. */
export const STYLE_HASHES: readonly string[] = [
  "Lb0AG21d4+zyy9xzH2JAS7CXxqIJeZZr+11F4bw0JqQ=", // archive
  "NAZqTiVU3inRdGQMyWZOFBNem9V4V7JOooEIW8FjQuU=", // base
  "b7e1SG06sTS0l8RIdCkuaC71sC765/IdkoMJreDC2vs=", // overview
  "ozfTDijhJxwpVKUAbU1/EVhvkI/hLVq5abfRCazcPGg=", // user
  "+CYIPmmipghjGK7PRB0MnQiRgFEV/KROcEJdRchYAz0=", // log
  "z4wfCL0Suks9TBw21T/IHFbqbIvLbu9e8NxdJMb9itU=", // periods
  "wbOjjhSv4yZREsvcUmf0ZPj8GkIG0UVOfSNPYXRQQYI=", // places
  "svsl4uDmFGYg2bSGU9w009IdVZpkyMWQzUXUNMr1ZPM=", // machine
];

/** Of the script that keeps a page fresh. */
export const SCRIPT_HASH = "1uPlJbptVH//dylKAq/MHHZtTgsn7N8gZL+LUKSsS7o=";
