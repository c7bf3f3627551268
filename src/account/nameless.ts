import type { NameBytes } from "../model.ts";

/**
 * The account of all users who were forgotten. No client can have it: OpenVPN calls one without a name UNDEF, and a
 * row without a name is none.
 */
export const NAMELESS: NameBytes = "";

/** What stands for a name or an address that the books no longer hold. */
export const NOT_KEPT = "";
