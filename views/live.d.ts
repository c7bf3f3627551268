/** The text of live.js, embedded by Bun and Deno alike (`with { type: "text" }`). */
declare const text: string;
// biome-ignore lint/style/noDefaultExport: a text import has nothing but a default.
export default text;
