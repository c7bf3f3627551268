import { Database as Sqlite } from "bun:sqlite";
import { withServing } from "./serving.ts";
import { inScene, serving } from "./start.ts";
import { expectSame, type Trial, wrong } from "./trial.ts";

const LOCKED_SECONDS = 30;

/** The first page finds out that the database is locked; those after it mostly wait for half a second, where jobs try. */
const LONGEST_MILLISECONDS = 10_000;
const USUAL_MILLISECONDS = 1500;

/** Another program holds the database for long, while readers ask for the page again and again. */
export const lockTrials: readonly Trial[] = [
  {
    title: `a database locked for ${LOCKED_SECONDS} s: each page comes, nine of ten within ${USUAL_MILLISECONDS} ms, no reading is lost (F30)`,
    run: inScene(async (scene, program) => {
      await withServing(serving(scene, program), async ({ get }) => {
        await scene.moveAndBeRead();
        await scene.untilExact(10);
        expectSame("the page's status", (await get("/")).status, 200);
        const took: number[] = [];
        const writer = new Sqlite(scene.database);
        writer.exec("PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE");
        for (const end = performance.now() + 1000 * LOCKED_SECONDS; performance.now() < end; ) {
          const since = performance.now();
          expectSame("the page's status", (await get("/")).status, 200);
          took.push(performance.now() - since);
          if (took.length % 40 === 0) await scene.moveAndBeRead();
          await Bun.sleep(50);
        }
        writer.close();
        await scene.untilExact(10);
        const slowest = took.sort((a, b) => b - a);
        const usual = slowest[Math.floor(slowest.length / 10)] ?? Number.POSITIVE_INFINITY;
        if ((slowest[0] ?? 0) > LONGEST_MILLISECONDS || usual > USUAL_MILLISECONDS)
          throw wrong(`milliseconds of ${took.length} pages, slowest first`, slowest.slice(0, 20).map(Math.round));
      });
      expectSame("the books at the end", scene.problems(), []);
    }),
  },
];
