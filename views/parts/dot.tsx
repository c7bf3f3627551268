/** @jsxImportSource preact */
import type { UserStatus } from "../../src/report/user-status.ts";

/** Filled disc online, half disc away, ring offline, dash long time off; its word always stands beside it. */
export function Dot({ status }: { readonly status: UserStatus }) {
  return <i class={`dot ${status}`} />;
}
