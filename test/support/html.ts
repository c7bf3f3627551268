/** A start tag as a strict reader saw it, and the text up to its end tag. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Tags that enclose it, outermost first. */
  readonly path: readonly string[];
  /** All text inside, entities resolved. */
  text: string;
}

const VOID = new Set(["meta", "link", "br", "hr", "input", "img"]);
const RAW = new Set(["style", "script", "title", "textarea"]);
const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&amp;": "&", "&quot;": '"' };

function resolve(text: string): string {
  return text.replace(/&[^;\s]*;?/g, (entity) => {
    const character = ENTITIES[entity];
    if (character === undefined) throw new SyntaxError(`Unknown entity ${entity}`);
    return character;
  });
}

/**
 * Every element of a document in the order of its start tags. Stricter than a browser: what a browser would mend
 * (a tag left open, an attribute without quotes, a bare `<` or `&`) is an error here.
 */
export function parseHtml(html: string): readonly Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  let rest = html.replace(/^<!doctype html>/, "");
  const say = (text: string) => {
    for (const element of open) element.text += text;
  };
  while (rest !== "") {
    const inside = open.at(-1)?.tag ?? "";
    if (RAW.has(inside)) {
      const end = rest.indexOf(`</${inside}>`);
      if (end < 0) throw new SyntaxError(`No end of ${inside}`);
      say(inside === "title" ? resolve(rest.slice(0, end)) : rest.slice(0, end));
      rest = rest.slice(end);
    }
    const [text = ""] = /^[^<]*/.exec(rest) ?? [];
    if (text !== "") {
      if (open.length === 0) throw new SyntaxError(`Text outside of the document: ${text}`);
      say(resolve(text));
      rest = rest.slice(text.length);
      continue;
    }
    const end = /^<\/([a-z][a-z0-9]*)>/.exec(rest);
    if (end) {
      const closed = open.pop();
      if (closed?.tag !== end[1]) throw new SyntaxError(`End of ${end[1]} inside ${closed?.tag}`);
      rest = rest.slice(end[0].length);
      continue;
    }
    const start = /^<([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z0-9-]*(?:="[^"<]*")?)*)(\/?)>/.exec(rest);
    if (!start) throw new SyntaxError(`Not a tag: ${rest.slice(0, 60)}`);
    const [whole, tag = "", attributes = "", slash] = start;
    const element: Element = {
      tag,
      attributes: Object.fromEntries(
        Array.from(attributes.matchAll(/ ([a-zA-Z0-9-]+)(?:="([^"]*)")?/g), ([, name = "", value = ""]) => [
          name,
          resolve(value),
        ]),
      ),
      path: open.map((outer) => outer.tag),
      text: "",
    };
    elements.push(element);
    if (slash === "" && !VOID.has(tag)) open.push(element);
    rest = rest.slice(whole.length);
  }
  if (open.length > 0) throw new SyntaxError(`Never closed: ${open.map(({ tag }) => tag).join(" ")}`);
  return elements;
}

/** The elements of one tag. */
export function all(elements: readonly Element[], tag: string): readonly Element[] {
  return elements.filter((element) => element.tag === tag);
}

/** What a template decides and no name may change: tags, where they stand, their attributes. */
export function skeleton(elements: readonly Element[]): readonly string[] {
  return elements.map(({ tag, path, attributes }) => `${path.join(">")}>${tag} ${JSON.stringify(attributes)}`);
}
