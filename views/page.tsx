/** @jsxImportSource preact */
import { pageTitle } from "../src/report/lede.ts";
import type { Overview } from "../src/report/overview.ts";
import { contentPolicy } from "./content-policy.ts";
import { OverviewPage } from "./overview.tsx";
import css from "./style.css" with { type: "text" };

/** The one stylesheet as it stands in the page, its indentation and line ends left out. */
export const style = css.replace(/\s*\n\s*/g, "");

/** Embedded, so that no browser asks the server for one. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23174f9c' d='M3 14V9h4v5zM10 14V2h4v12zM17 14V6h4v8z'/%3E%3Cpath fill='%234a8fd6' d='M3 15.5h4v3H3zM10 15.5h4V22h-4zM17 15.5h4v2h-4z'/%3E%3C/svg%3E";

/** The document around the overview: its policy, its style, its title. */
export function Page({ overview }: { readonly overview: Overview }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={contentPolicy(overview.list ? "web" : "file")} />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{pageTitle(overview)}</title>
        <link rel="icon" href={ICON} />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <OverviewPage {...overview} />
      </body>
    </html>
  );
}
