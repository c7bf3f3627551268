import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { statusText } from "../../bench/status-text.ts";
import type { Scene } from "./scene.ts";
import { run, type Serving, withServing } from "./serving.ts";
import { inScene, serving } from "./start.ts";
import { expectSame, type Trial, until, wrong } from "./trial.ts";

const SUSPENDED_SECONDS = 30;
const READS = 100_000;

/** The status no longer moves, or nobody is awake to see it move; and readers of a report that is being replaced. */
export const newsTrials: readonly Trial[] = [
  {
    title: `serve stopped for ${SUSPENDED_SECONDS} s, as by a suspended machine: polls go on, nothing is lost (F24)`,
    run: inScene(async (scene, program) => {
      await withServing(serving(scene, program), async (daemon) => {
        await scene.moveAndBeRead();
        daemon.signal("SIGSTOP");
        for (let second = 0; second < SUSPENDED_SECONDS; second++) {
          scene.server.move();
          await Bun.sleep(1000);
        }
        daemon.signal("SIGCONT");
        await scene.moveAndBeRead();
        await scene.untilExact(10);
        await untilHealthy(daemon);
        expectSame("what was said", daemon.said().match(/ (?:warn|error) .*/g) ?? [], []);
      });
    }),
  },
  {
    title: "a status that no longer moves: nobody is online, page and /healthz say so; then all is well (F5)",
    run: inNews(async (news, daemon) => {
      await untilPageSays(daemon, /3 users? online/);
      await untilStale(daemon);
      await untilPageSays(daemon, /no news/i);
      if (/[1-9]\d* users? online/.test(await pageOf(daemon))) throw wrong("somebody is online", await pageOf(daemon));
      news.write(50);
      await untilHealthy(daemon);
      await untilPageSays(daemon, /3 users? online/);
    }),
  },
  {
    title: "a status that OpenVPN left half written: nothing changes, page and /healthz say so in time (F3, F5)",
    run: inNews(async (news, daemon) => {
      await untilPageSays(daemon, /3 users? online/);
      news.tear();
      await untilStale(daemon);
      await untilPageSays(daemon, /torn or damaged/);
      news.write(50);
      await untilHealthy(daemon);
    }),
  },
  {
    title: `${READS} reads of vpn.html while serve and \`once\` replace it as fast as they can: each a whole page (F39)`,
    run: inScene(async (scene, program) => {
      await withServing(serving(scene, program), async () => {
        const page = join(scene.state, "vpn.html");
        await until("there is a page", { seconds: 20 }, () => readable(page));
        const writers = new AbortController();
        const loops = [1, 2].map(async () => {
          while (!writers.signal.aborted) await run([...scene.asNobody, ...program, "once", "--quiet", ...scene.flags]);
        });
        const seen = new Set<bigint>();
        for (let read = 0; read < READS; read++) {
          const text = readFileSync(page, "latin1");
          if (!text.startsWith("<!doctype html>") || !text.trimEnd().endsWith("</html>"))
            throw wrong(`read ${read} saw half a page`, text);
          seen.add(BigInt(Bun.hash(text)));
          if (read % 100 === 0) {
            scene.server.move();
            await Bun.sleep(1);
          }
        }
        writers.abort();
        await Promise.all(loops);
        if (seen.size < 20) throw new Error(`only ${seen.size} different pages were seen`);
      });
    }),
  },
];

/** OpenVPN's file, which is written when told. */
interface News {
  /** Each of three clients has moved so many bytes more. */
  write(moved: number): void;
  /** The disk was full in the middle of it. */
  tear(): void;
}

/** A trial on a status of now, which is stale when it is 16 s old. */
function inNews(action: (news: News, daemon: Serving) => Promise<void>): Trial["run"] {
  return inScene(async (scene, program) => {
    const news = newsIn(scene);
    news.write(0);
    const flags = ["--listen", "127.0.0.1:0", "--status-interval", "1s"];
    await withServing(serving(scene, program, flags), (daemon) => action(news, daemon));
  });
}

function newsIn(scene: Scene): News {
  const path = join(scene.folder, "news");
  scene.lead(path);
  const put = (text: string) => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  const textOf = (moved: number) => statusText(3, 3, Math.floor(Date.now() / 1000), moved);
  return {
    write: (moved) => put(textOf(moved)),
    tear: () => put(textOf(100).slice(0, -200)),
  };
}

async function pageOf({ get }: Serving): Promise<string> {
  return (await get("/")).text.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, " ").replaceAll(/\s+/g, " ");
}

async function untilPageSays(daemon: Serving, words: RegExp): Promise<void> {
  await until(`the page says ${words}`, { seconds: 30 }, async () => {
    const text = await pageOf(daemon);
    return words.test(text) ? undefined : text;
  });
}

async function untilStale({ get }: Serving): Promise<void> {
  await until("/healthz says that it is stale", { seconds: 40 }, async () => {
    const { status, text } = await get("/healthz");
    return status === 503 && /stale|torn or damaged/.test(text) ? undefined : `${status} ${text}`;
  });
}

async function untilHealthy({ get }: Serving): Promise<void> {
  await until("/healthz says ok", { seconds: 15 }, async () => {
    const { status, text } = await get("/healthz");
    return status === 200 ? undefined : `${status} ${text}`;
  });
}

function readable(path: string): string | undefined {
  try {
    readFileSync(path);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
