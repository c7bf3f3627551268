declare module "*.css" {
  /** The text of the file, embedded by Bun and Deno alike (`with { type: "text" }`). */
  const text: string;
  // biome-ignore lint/style/noDefaultExport: a text import has nothing but a default.
  export default text;
}
