/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";
import { Fill } from "./fill.tsx";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";

/** What keeps failing other than a server, with the words of the failure. */
export function Troubles({ troubles, writtenAt, locale }: Frame) {
  if (troubles.length === 0) return null;
  const { frame: words } = locale.words;
  return (
    <ul class="servers" aria-label={words.troubles}>
      {troubles.map(({ what, since, message }) => (
        <li key={what} class="failing">
          <span class="tag">{words.failing}</span>
          <div>
            <p>
              <Fill
                text={words.failingSince}
                parts={{
                  what: (
                    <b>
                      <OutsideText text={what} />
                    </b>
                  ),
                  instant: <Instant at={since} text={locale.instant(since, writtenAt)} />,
                  age: locale.age(writtenAt - since),
                }}
              />
            </p>
            <p class="problem">
              <OutsideText text={message} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
