/** @jsxImportSource preact */
import { Fragment } from "preact";
import type { PeriodReport } from "../../src/report/archive.ts";
import type { Frame } from "../../src/report/frame.ts";
import { PageLink } from "./page-link.tsx";

interface DownloadsProps {
  readonly frame: Frame;
  /** Of the page. */
  readonly path: string;
  /** What a line of the CSV is. */
  readonly csv: PeriodReport["partKind"];
  /** There is a CSV of users, too. */
  readonly users?: boolean;
}

/** The same figures for other programs; a written file has none of them beside it. */
export function Downloads({ frame, path, csv, users = false }: DownloadsProps) {
  if (frame.kind === "file") return null;
  const { archive: words } = frame.locale.words;
  const files = [
    { to: `api/v1/${path}.csv`, label: words.csv[csv] },
    ...(users ? [{ to: `api/v1/${path}/users.csv`, label: words.csvUsers }] : []),
    { to: `api/v1/${path}`, label: words.json },
  ];
  return (
    <p class="files">
      {words.files}:{" "}
      {files.map(({ to, label }, index) => (
        <Fragment key={to}>
          {index > 0 && " · "}
          <PageLink frame={frame} to={to}>
            {label}
          </PageLink>
        </Fragment>
      ))}
    </p>
  );
}
