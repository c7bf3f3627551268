/** @jsxImportSource preact */

interface WiderProps {
  /** What is in it. */
  readonly label: string;
  readonly children: preact.ComponentChildren;
}

/** What may be wider than the page, and is moved sideways then, by keys as well. */
export function Wider({ label, children }: WiderProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse moves it by keys, for which it must have the focus
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; and no landmark, the section around it is one
    <div class="wider" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
