/** The URL by which libSQL opens the file at `path`, whatever characters the path has. */
export function fileUrl(path: string): string {
  return `file:${encodeURI(path).replaceAll("?", "%3F").replaceAll("#", "%23")}`;
}
