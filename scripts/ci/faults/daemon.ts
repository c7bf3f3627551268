import { makeScene, type Scene } from "../daemon/scene.ts";
import { type Serving, withServing } from "../daemon/serving.ts";
import { expectSame } from "../daemon/trial.ts";
import { attach, type Fault, type Point, pathsOf } from "./strace.ts";

/** A daemon one of whose calls goes wrong, again and again another one. */
export interface Lane {
  readonly call: string;
  readonly fault: Exclude<Fault, "KILL">;
  /** About as many of these calls are in the polls of one round. */
  readonly most: number;
}

/** What came of a lane. */
export interface Drive {
  /** Calls that went wrong. */
  readonly hits: number;
  /** What the daemon did not get over. */
  readonly problem: string | undefined;
}

/** Two polls, where a lock must be waited for, too: that of a connection that failed may last until it is collected. */
const RECOVERY_SECONDS = 15;

/** From one call to the next that goes wrong: far away, and in the end each. */
const STRIDE = 23;

/** Lets one call after the other go wrong in a running daemon; each time its books are exact soon after. */
export async function drive(lane: Lane, program: readonly string[], seconds: number): Promise<Drive> {
  const scene = makeScene(lane.call.length + lane.fault.length);
  const until = performance.now() + 1000 * seconds;
  let hits = 0;
  let number = 0;
  try {
    await withServing([...program, "serve", "--listen", "127.0.0.1:0", ...scene.flags], async (serving) => {
      await scene.untilExact(10);
      while (performance.now() < until) {
        number = (number + STRIDE) % lane.most;
        if (await disturbOnce(scene, serving, { ...lane, number: number + 1 })) hits++;
      }
      expectSame("exit status", (await serving.end("SIGTERM")).status, 0);
    });
    expectSame("the books at the end", scene.problems(), []);
    return { hits, problem: undefined };
  } catch (error) {
    const problem = `at call ${number + 1}: ${error instanceof Error ? error.message : error}`;
    return { hits, problem };
  } finally {
    scene.remove();
  }
}

async function disturbOnce(scene: Scene, serving: Serving, point: Point) {
  const strace = await attach(serving.pid, pathsOf(scene.state), point);
  await scene.moveAndBeRead();
  await Bun.sleep(500);
  const isHit = await strace.detach();
  await scene.moveAndBeRead();
  await scene.untilExact(RECOVERY_SECONDS);
  expectSame("the page's status", (await serving.get("/")).status, 200);
  return isHit;
}
