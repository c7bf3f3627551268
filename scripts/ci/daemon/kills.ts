import { setTimeout as pause } from "node:timers/promises";
import { start } from "../../../test/support/process.ts";
import type { Scene } from "./scene.ts";
import { run } from "./serving.ts";
import { inScene, serving } from "./start.ts";
import { expectSame, type Trial, wrong } from "./trial.ts";

const LANES = 2;
const KILLS = 25;

/** A daemon takes about half of this to be in full swing. */
const LONGEST_LIFE_MILLISECONDS = 1500;
const BETWEEN_MOVES_MILLISECONDS = 100;

/** Kills of the daemon at random moments, beside `once`, while the status moves on. */
export const killTrials: readonly Trial[] = Array.from({ length: LANES }, (_, lane) => ({
  title: `kill -9 of serve at random, ${KILLS} times, beside \`once\`: the books are right to the byte (F26), ${lane + 1}`,
  run: inScene(async (scene, program) => {
    const once = [...scene.asNobody, ...program, "once", "--json", ...scene.flags];
    for (let kill = 0; kill < KILLS; kill++) {
      const daemon = start(serving(scene, program));
      const beside = run(once);
      const life = pause(LONGEST_LIFE_MILLISECONDS * Math.random(), "over");
      while ((await Promise.race([life, pause(BETWEEN_MOVES_MILLISECONDS, "moves")])) === "moves") scene.server.move();
      daemon.child.kill("SIGKILL");
      const { signal, err: said } = await daemon.ended;
      if (signal !== "SIGKILL") throw wrong(`serve ended by itself before kill ${kill}`, said);
      const { status, err } = await beside;
      if (status !== 0) throw wrong(`once ended with ${status} beside kill ${kill}`, err);
      await settle(scene, once);
    }
    expectSame("the books", scene.problems(), []);
  }),
}));

/** Reads what the status says now; only connections whose last bytes were read may end. */
async function settle(scene: Scene, once: readonly string[]): Promise<void> {
  const version = scene.server.version();
  const { status, out, err } = await run(once);
  const outcome: unknown = status === 0 ? JSON.parse(out).servers[0].outcome : undefined;
  if (outcome !== "read" && outcome !== "unchanged") throw wrong(`once ended with ${status}`, out + err);
  scene.server.acknowledge(version);
  expectSame("the books", scene.problems(), []);
}
