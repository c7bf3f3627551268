/** @jsxImportSource preact */
import { formatAge, formatInstant } from "../../src/report/format.ts";
import type { Overview } from "../../src/report/overview.ts";
import { Instant } from "./instant.tsx";
import { OutsideText } from "./outside-text.tsx";

/** What keeps failing other than a server, with the words of the failure. */
export function Troubles({ troubles, writtenAt, timeZone }: Overview) {
  if (troubles.length === 0) return null;
  return (
    <ul class="servers" aria-label="Troubles">
      {troubles.map(({ what, since, message }) => (
        <li key={what} class="failing">
          <span class="tag">Failing</span>
          <div>
            <p>
              <b>
                <OutsideText text={what} />
              </b>{" "}
              has been failing since <Instant at={since} text={formatInstant(since, writtenAt, timeZone)} />, for{" "}
              {formatAge(writtenAt - since)}
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
