import { PLUGS } from "./plug-list.ts";
import { makeScene, type Scene } from "./scene.ts";
import { type Serving, withServing } from "./serving.ts";
import { expectSame, expectSays, type Trial, until } from "./trial.ts";

/** Something that the daemon needs and that can be taken from it. */
export interface Plug {
  readonly title: string;
  readonly asRoot?: boolean;
  /** Prepares the scene before the start, and returns what clears it away. */
  prepare?(scene: Scene): () => void;
  /** Takes it away, and returns what gives it back. */
  pull(scene: Scene, running: Running): Promise<() => void> | (() => void);
  /** What the page and /healthz say meanwhile. */
  readonly says: RegExp;
  /** Whether OpenVPN's status is what is taken away. */
  readonly ofStatus?: boolean;
  /** Whether nobody can ask meanwhile. */
  readonly isSilent?: boolean;
  /** Changes of the status while it is taken away, where not the usual number. */
  readonly moves?: number;
  /** Whether the daemon must be of our own user. */
  readonly isOurs?: boolean;
}

/** The daemon from which it is taken. */
export interface Running {
  readonly pid: number;
  /** Waits until /healthz says something. */
  health(says: RegExp): Promise<void>;
}

/** Changes of the status before, while and after the plug is pulled. */
const MOVES = 4;

/** Each plug is pulled for some polls while connections come, go and grow, and put back. */
export const plugTrials: readonly Trial[] = PLUGS.map((plug, index) => ({
  title: `${plug.title}: the page says so, and the books are exact when it is back`,
  ...(plug.asRoot ? { asRoot: true } : {}),
  run: (program) => pullAndPutBack(plug, index, program),
}));

async function pullAndPutBack(plug: Plug, seed: number, program: readonly string[]): Promise<void> {
  const scene = makeScene(seed);
  const clear = plug.prepare?.(scene);
  try {
    const command = [
      ...(plug.isOurs ? [] : scene.asNobody),
      ...program,
      "serve",
      "--listen",
      "127.0.0.1:0",
      ...scene.flags,
    ];
    await withServing(command, async (serving) => {
      for (let move = 0; move < MOVES; move++) await scene.moveAndBeRead();
      await scene.untilExact(10);
      const saidBefore = serving.said().length;
      await whilePulled(plug, scene, serving);
      await untilWell(plug, serving);
      await scene.moveAndBeRead();
      await scene.untilExact(20);
      expectNoFlood(serving.said().slice(saidBefore));
      expectSame("exit status", (await serving.end("SIGTERM")).status, 0);
    });
    expectSame("the books at the end", scene.problems(), []);
  } finally {
    clear?.();
    scene.remove();
  }
}

async function whilePulled(plug: Plug, scene: Scene, serving: Serving): Promise<void> {
  const health = (says: RegExp) => untilHealth(serving, says);
  const putBack = await plug.pull(scene, { pid: serving.pid, health });
  try {
    await moveOn(plug, scene);
    if (!plug.isSilent) await untilTold(plug, serving);
    await moveOn(plug, scene);
  } finally {
    putBack();
  }
}

async function moveOn({ ofStatus = false, moves = MOVES }: Plug, scene: Scene): Promise<void> {
  for (let move = 0; move < moves; move++) {
    if (!ofStatus) await scene.moveAndBeRead();
    else scene.server.move();
    if (ofStatus) await Bun.sleep(500);
  }
}

async function untilTold({ says }: Plug, serving: Serving): Promise<void> {
  await until("the page says so", { seconds: 20 }, async () => {
    const { status, text } = await serving.get("/");
    expectSame("the page's status", status, 200);
    return says.test(wordsOf(text)) ? undefined : wordsOf(text);
  });
  await untilHealth(serving, says);
}

async function untilHealth(serving: Serving, says: RegExp): Promise<void> {
  await until("/healthz says so", { seconds: 10 }, async () => {
    const { status, text } = await serving.get("/healthz");
    return status === 503 && says.test(text) ? undefined : `${status} ${text}`;
  });
}

async function untilWell({ says }: Plug, serving: Serving): Promise<void> {
  await until("all is well again", { seconds: 30 }, async () => {
    const [page, health] = [await serving.get("/"), await serving.get("/healthz")];
    const isWell = health.status === 200 && page.status === 200 && !says.test(wordsOf(page.text));
    return isWell ? undefined : `${health.status} ${health.text}\n${page.status} ${wordsOf(page.text)}`;
  });
}

/** A page's words as a reader sees them. */
function wordsOf(html: string): string {
  const text = html.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, " ").replaceAll("&quot;", '"');
  return text.replaceAll(/\s+/g, " ");
}

/** At most one line a minute for each problem; all of this takes less. */
function expectNoFlood(lines: string): void {
  const problems = lines
    .split("\n")
    .map((line) => line.replace(/^\S+ /, "").replaceAll(/ (failures|seconds|left_out)=\d+/g, ""));
  const bad = problems.filter((line) => /^(error|warn) /.test(line));
  expectSame("each problem is logged once", bad, [...new Set(bad)]);
  expectSays("the log", bad.join("\n"), /./);
}
