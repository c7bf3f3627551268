/** @jsxImportSource preact */

/** What charts are filled with where nobody watched, and where a figure is an estimate. */
export function Patterns() {
  return (
    <svg class="vh" aria-hidden="true">
      <pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse">
        <circle cx="1.5" cy="1.5" r=".9" />
      </pattern>
      <pattern id="est" width="5" height="5" patternUnits="userSpaceOnUse">
        <path d="M0 5L5 0" />
      </pattern>
    </svg>
  );
}
