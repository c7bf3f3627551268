/** @jsxImportSource preact */

/** The bar above a page whose figures are all invented. */
export function Demonstration() {
  return (
    <aside class="demo" aria-label="Demonstration">
      <p class="wrap">
        <b>Demonstration</b> Nothing here is real: these users, servers and figures are invented.
      </p>
    </aside>
  );
}
