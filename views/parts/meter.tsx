/** @jsxImportSource preact */

/** A share as a length, without its own words: the figure stands beside it. */
export function Meter({ share }: { readonly share: number }) {
  return (
    <svg class="meter" width="100%" height="6" aria-hidden="true">
      <rect class="track" width="100%" height="6" rx="3" />
      <rect class="dn" width={`${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`} height="6" rx="3" />
    </svg>
  );
}
