import { parseStatus } from "../../src/parse/status.ts";
import { StatusSyntaxError } from "../../src/parse/status-syntax-error.ts";

/** Why a text is refused; undefined when it is not. Anything else that is thrown goes on. */
export function refusal(text: string): StatusSyntaxError | undefined {
  try {
    parseStatus(text);
    return undefined;
  } catch (error) {
    if (error instanceof StatusSyntaxError) return error;
    throw error;
  }
}

/** As what a text is refused; undefined when it is not. */
export function kindOf(text: string): string | undefined {
  return refusal(text)?.kind;
}
