/** What OpenVPN's management interface says: a line of a reply, an event that may come at any time, or a question. */
export type ManagementMessage =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "event"; readonly name: string; readonly text: string }
  | { readonly kind: "password prompt" };

/** Takes what was received piece by piece, and tells the messages that each piece completes. */
export interface ManagementReader {
  /** Throws a ManagementSyntaxError for what OpenVPN never says; nothing can be read after it. */
  push(bytes: string): readonly ManagementMessage[];
}

/** What was received is not OpenVPN's management interface, or no longer whole. */
export class ManagementSyntaxError extends SyntaxError {
  override readonly name = "ManagementSyntaxError";
}

/** Without a line end (`manage.c`: man_prompt). */
const PROMPT = "ENTER PASSWORD:";

/** The longest lines are a client's environment: a few kB. */
const MOST_LINE_BYTES = 64 * 1024;

/** A reader of a connection's bytes, from its first on, given as one character per byte (ISO 8859-1). */
export function createManagementReader(): ManagementReader {
  let rest = "";
  return {
    push(bytes) {
      const messages: ManagementMessage[] = [];
      // What is kept from before holds no line end.
      let from = rest.length;
      const text = rest + bytes;
      let start = 0;
      for (;;) {
        if (text.startsWith(PROMPT, start)) {
          messages.push({ kind: "password prompt" });
          start += PROMPT.length;
          from = Math.max(from, start);
          continue;
        }
        const end = text.indexOf("\n", from);
        if (end === -1) break;
        messages.push(messageIn(text, start, end));
        start = end + 1;
        from = start;
      }
      rest = text.slice(start);
      if (rest.length > MOST_LINE_BYTES) throw new ManagementSyntaxError("a line is longer than any of OpenVPN's");
      return messages;
    },
  };
}

function messageIn(text: string, start: number, end: number): ManagementMessage {
  if (end === start || text[end - 1] !== "\r") throw new ManagementSyntaxError("a line does not end in CR LF");
  const line = text.slice(start, end - 1);
  if (!line.startsWith(">")) return { kind: "line", text: line };
  const colon = line.indexOf(":");
  if (colon === -1) throw new ManagementSyntaxError("an event has no name");
  return { kind: "event", name: line.slice(1, colon), text: line.slice(colon + 1) };
}
