/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";
import { fill } from "../../src/words/fill.ts";
import { LANGUAGES, wordsOf } from "../../src/words/languages.ts";
import { HiddenFields } from "./hidden-fields.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";

interface FootProps {
  readonly frame: Frame;
  /** What this page's figures rest on. */
  readonly children?: preact.ComponentChildren;
}

/** What every page rests on: when it was made, whose days and units these are, whom it thanks, how else it may be read. */
export function Foot({ frame, children }: FootProps) {
  const { writtenAt, timeZone, locale } = frame;
  const { frame: words } = locale.words;
  const zone = locale.reader.timeZone;
  return (
    <footer>
      <div class="wrap">
        <p>
          {words.refreshed} <Instant at={writtenAt} text={locale.full(writtenAt)} /> {zone}
        </p>
        {children}
        {frame.privateNames && <p>{words.privateNames}</p>}
        <p>
          {fill(words.days, { zone: timeZone })} {zone !== timeZone && `${fill(words.clocks, { zone })} `}
          {words.units[locale.reader.units]} {words.bytes}
        </p>
        {frame.credits.map((credit) => (
          <p key={credit}>
            <OutsideText text={credit} />
          </p>
        ))}
        <p>ovpnstats {frame.version}</p>
        {frame.kind === "web" && <ViewForm frame={frame} />}
      </div>
    </footer>
  );
}

/** The reader's own language, units and zone, into the address. What else the address asks for stays. */
function ViewForm({ frame: { locale, kept } }: { readonly frame: Frame }) {
  const { frame: words } = locale.words;
  const { language, units, timeZone } = locale.reader;
  return (
    <form class="view" aria-label={words.view}>
      <HiddenFields fields={kept} />
      <label for="lang">{words.language}</label>
      <select id="lang" name="lang">
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one} selected={one === language}>
            {wordsOf(one).name}
          </option>
        ))}
      </select>
      <label for="units">{words.unitsOf}</label>
      <select id="units" name="units">
        <option value="si" selected={units === "si"}>
          GB
        </option>
        <option value="iec" selected={units === "iec"}>
          GiB
        </option>
      </select>
      <label for="zone">{words.zone}</label>
      <input id="zone" name="zone" value={timeZone} maxlength={64} autocomplete="off" spellcheck={false} />
      <button type="submit">{words.show}</button>
    </form>
  );
}
