/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";

interface PageLinkProps {
  readonly frame: Frame;
  /** As for `Frame.link`. */
  readonly to: string;
  readonly query?: URLSearchParams | string;
  readonly children: preact.ComponentChildren;
}

/** A link to a page; where that cannot be reached from here, what it would say. */
export function PageLink({ frame, to, query, children }: PageLinkProps) {
  const href = frame.link(to, query);
  if (href === undefined) return <>{children}</>;
  return (
    <a href={href} aria-current={to === frame.path && !query ? "page" : undefined}>
      {children}
    </a>
  );
}
