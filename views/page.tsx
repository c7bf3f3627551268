/** @jsxImportSource preact */
import type { Overview } from "../src/report/overview.ts";
import { OverviewPage } from "./overview.tsx";
import css from "./style.css" with { type: "text" };

/** The one stylesheet as it stands in the page, its indentation and line ends left out. */
export const style = css.replace(/\s*\n\s*/g, "");

/** The document around the overview: its policy, its style, its title. */
export function Page({ overview, styleHash }: { readonly overview: Overview; readonly styleHash: string }) {
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>OpenVPN report</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <OverviewPage {...overview} />
      </body>
    </html>
  );
}
