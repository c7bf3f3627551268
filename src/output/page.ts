import type { UnixSeconds } from "../model.ts";
import type { Frame, Trouble } from "../report/frame.ts";
import type { Database } from "../store/open.ts";
import type { ReportSettings } from "./report-settings.ts";

/** What a page is made from. */
export interface PageRequest {
  readonly database: Database;
  readonly settings: ReportSettings;
  /** When it is made, for whom, and where its links lead: what its model begins with. */
  readonly frame: Frame;
  /** What the path names in particular: the groups of its pattern. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
}

/** A view model as far as all of them are alike. */
export interface PageModel {
  readonly writtenAt: UnixSeconds;
  readonly troubles: readonly Trouble[];
}

/** A page that is written as a file of its own. */
export interface StandingPage {
  /** Without leading slash. */
  readonly path: string;
  /** When what it shows last changed, as far as is known without making it. */
  readonly changedAt: UnixSeconds;
}

/** A page: from the books to one view model, and from that to each form it has. */
export interface Page<Model extends PageModel = PageModel> {
  /** Whole paths, without query: of the page for people, and of each other form. */
  readonly paths: Readonly<Partial<Record<PageForm, RegExp>>>;
  /** Undefined where what the path names is not in the books; throws AppError("usage") for a bad query. */
  load(request: PageRequest, form: PageForm): Promise<Model | undefined>;
  readonly render: Readonly<Partial<Record<PageForm, (model: Model) => string>>>;
  /** Those that stand by themselves, without a query; absent: none does. */
  files?(database: Database, settings: ReportSettings, now: UnixSeconds): Promise<readonly StandingPage[]>;
}

export type PageForm = "html" | "json" | "csv";

/** The value of Content-Type for each form. */
export const CONTENT_TYPES: Readonly<Record<PageForm, string>> = {
  html: "text/html; charset=UTF-8",
  json: "application/json",
  csv: "text/csv; charset=UTF-8; header=present",
};

/** A page whose model is known to nobody else. */
export interface AnyPage {
  /** The form that a path asks for, with what it names; undefined for another page's path. */
  match(path: string): { readonly form: PageForm; readonly names: readonly string[] } | undefined;
  load(request: PageRequest, form: PageForm): Promise<LoadedPage | undefined>;
  /** Those that stand by themselves. */
  files(database: Database, settings: ReportSettings, now: UnixSeconds): Promise<readonly StandingPage[]>;
}

/** A loaded page, which can be rendered now, or later with more troubles than there were. */
export interface LoadedPage {
  readonly writtenAt: UnixSeconds;
  render(troubles?: readonly Trouble[]): string;
}

/** The page as those see it who do not know its model. */
export function anyPage<Model extends PageModel>({ paths, load, render, files }: Page<Model>): AnyPage {
  const forms = Object.entries(paths) as [PageForm, RegExp][];
  return {
    match(path) {
      for (const [form, pattern] of forms) {
        const found = pattern.exec(path);
        if (found) return { form, names: found.slice(1) };
      }
      return undefined;
    },
    async load(request, form) {
      const model = await load(request, form);
      const write = render[form];
      if (model === undefined || write === undefined) return undefined;
      return {
        writtenAt: model.writtenAt,
        render: (troubles = model.troubles) => write({ ...model, troubles }),
      };
    },
    files: async (...of) => (files ? await files(...of) : []),
  };
}
