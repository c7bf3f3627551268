/** @jsxImportSource preact */
import type { TopReport } from "../../src/report/top.ts";
import { TOP_SORTS, TOP_SPANS, topParams } from "../../src/report/top-query.ts";
import { Choices } from "./choices.tsx";
import { HiddenFields } from "./hidden-fields.tsx";

/** Which span, by what it is ranked: links for what has a name, a form for days. */
export function TopFilter(report: TopReport) {
  const { query, locale, chosen } = report;
  const { top: words } = locale.words;
  const { sort } = query;
  const kept = [...topParams({ span: undefined, from: undefined, to: undefined, sort })];
  return (
    <div class="panel search choose">
      <Choices
        frame={report}
        label={words.span}
        words={TOP_SPANS}
        chosen={query.span}
        textOf={(span) => words.choices[span]}
        queryOf={(span) => topParams({ span, from: undefined, to: undefined, sort })}
      />
      <form aria-label={words.span}>
        <HiddenFields fields={kept} />
        <HiddenFields fields={chosen} />
        <div>
          <label for="from">{words.from}</label>
          <input type="date" id="from" name="from" value={query.from?.text} />
        </div>
        <div>
          <label for="to">{words.to}</label>
          <input type="date" id="to" name="to" value={query.to?.text} />
        </div>
        <button type="submit">{words.show}</button>
      </form>
      <div class="sorts">
        <span>{words.sort}</span>
        <Choices
          frame={report}
          label={words.sort}
          words={TOP_SORTS}
          chosen={sort}
          textOf={(one) => words.sorts[one]}
          queryOf={(one) => topParams({ ...query, sort: one })}
        />
      </div>
    </div>
  );
}
