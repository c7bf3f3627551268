/** @jsxImportSource preact */
import type { Frame } from "../src/report/frame.ts";
import { fill } from "../src/words/fill.ts";
import { contentPolicy } from "./content-policy.ts";
import { Demonstration } from "./parts/demonstration.tsx";
import { Foot } from "./parts/foot.tsx";
import { Instant } from "./parts/instant.tsx";
import { Navigation, type PagePart } from "./parts/navigation.tsx";
import { Patterns } from "./parts/patterns.tsx";
import { Troubles } from "./parts/troubles.tsx";
import { liveScript } from "./script.ts";
import { type StyleSheet, styleOf } from "./style.ts";

/** Embedded, so that no browser asks the server for one. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23174f9c' d='M3 14V9h4v5zM10 14V2h4v12zM17 14V6h4v8z'/%3E%3Cpath fill='%234a8fd6' d='M3 15.5h4v3H3zM10 15.5h4V22h-4zM17 15.5h4v2h-4z'/%3E%3C/svg%3E";

interface DocumentProps {
  readonly frame: Frame;
  /** What the page shows, in a few words; for the browser's tab. */
  readonly title: string;
  /** The page's own, beside the base of all. */
  readonly styles?: readonly StyleSheet[];
  /** What a page that stands alone has links to. */
  readonly parts?: readonly PagePart[];
  /** What it shows changes while it is looked at; its parts that do have the attribute data-live. */
  readonly live?: boolean;
  /** What the footer says of this page's figures. */
  readonly foot?: preact.ComponentChildren;
  readonly children: preact.ComponentChildren;
}

/** The document around a page: its policy, style and title, what is in trouble, its navigation and its footer. */
export function Document({ frame, title, styles = [], parts = [], live = false, foot, children }: DocumentProps) {
  const { words } = frame.locale;
  const isLive = live && frame.kind === "web";
  const titles = [frame.demonstration ? words.frame.demonstration : undefined, title, words.frame.product];
  return (
    <html lang={words.tag}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={contentPolicy(frame.kind)} />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{titles.filter((part) => part !== undefined).join(" · ")}</title>
        <link rel="icon" href={ICON} />
        {(["base", ...styles] as const).map((sheet) => (
          <style key={sheet} dangerouslySetInnerHTML={{ __html: styleOf(sheet) }} />
        ))}
        {isLive && (
          <noscript>
            <meta http-equiv="refresh" content="30" />
          </noscript>
        )}
      </head>
      <body>
        {frame.demonstration && <Demonstration words={words} />}
        <Head frame={frame} parts={parts} />
        <main class="wrap">
          {isLive && <Lost frame={frame} />}
          <div data-live="troubles">
            <Troubles {...frame} />
          </div>
          {children}
        </main>
        <Foot frame={frame}>{foot}</Foot>
        <Patterns />
        {isLive && <script dangerouslySetInnerHTML={{ __html: liveScript }} />}
      </body>
    </html>
  );
}

/** Shown by the script, as long as nobody answers it. */
function Lost({ frame: { locale, writtenAt } }: { readonly frame: Frame }) {
  return (
    <p id="lost" role="status" hidden data-live="lost">
      {fill(locale.words.frame.lost, { instant: locale.full(writtenAt) })}
    </p>
  );
}

function Head({ frame, parts }: { readonly frame: Frame; readonly parts: readonly PagePart[] }) {
  const { writtenAt, locale } = frame;
  const { frame: words } = locale.words;
  return (
    <header>
      <div class="wrap">
        <p class="brand">
          <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
            <path class="dn" d="M3 14V9h4v5zM10 14V2h4v12zM17 14V6h4v8z" />
            <path class="up" d="M3 15.5h4v3H3zM10 15.5h4V22h-4zM17 15.5h4v2h-4z" />
          </svg>
          <b>{words.product}</b> {words.report}
        </p>
        <Navigation frame={frame} parts={parts} />
        <p class="fresh" data-live="fresh">
          {words.refreshed} <Instant at={writtenAt} text={locale.full(writtenAt)} /> {locale.reader.timeZone}
        </p>
      </div>
    </header>
  );
}
