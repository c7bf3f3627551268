declare module "*.css" {
  /** The text of the file, embedded by Bun and Deno alike (`with { type: "text" }`). */
  const text: string;

  export { text as default };
}
