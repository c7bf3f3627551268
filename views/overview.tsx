/** @jsxImportSource preact */
import { lede } from "../src/report/lede.ts";
import type { Overview } from "../src/report/overview.ts";

/** The overview page's content. */
export function OverviewPage(overview: Overview) {
  return (
    <main>
      <h1>{lede(overview).answer}</h1>
      <table>
        <tbody>
          {overview.users.map((user) => (
            <tr key={user.name}>
              <th scope="row">
                <bdi>{user.name}</bdi>
              </th>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}
