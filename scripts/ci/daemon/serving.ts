import { type Ended, start } from "../../../test/support/process.ts";
import { until, wrong } from "./trial.ts";

/** An answer, as a reader gets it. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** `ovpnstats serve` as a process that has begun to listen. */
export interface Serving {
  readonly pid: number;
  /** Where it said that the report is. */
  readonly address: string;
  readonly ended: Promise<Ended>;
  /** Its standard error so far. */
  said(): string;
  get(path: string): Promise<Answer>;
  signal(name: NodeJS.Signals): void;
  /** Ends it with a signal, and tells how it ended and after how many seconds. */
  end(name: "SIGTERM" | "SIGINT" | "SIGKILL"): Promise<Ended & { readonly seconds: number }>;
}

/** Starts a command that runs `ovpnstats serve`, and waits until it says where the report is. */
export async function serve(command: readonly string[]): Promise<Serving> {
  const { child, ended } = start(command);
  let [out, err] = ["", ""];
  child.stdout?.on("data", (text) => {
    out += text;
  });
  child.stderr?.on("data", (text) => {
    err += text;
  });
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const addresses = () => [...out.matchAll(/^The report is at (\S+)$/gm)].map(([, address = ""]) => address);
  await until("the daemon listens", { seconds: 60, every: 0.02 }, () => {
    if (isOver) throw wrong("the daemon ended at once", err);
    return addresses().length > 0 ? undefined : err;
  });
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  return {
    pid: child.pid ?? 0,
    get address() {
      return addresses().at(-1) ?? "";
    },
    ended,
    said: () => err,
    async get(path) {
      const answer = await fetch(`${addresses().at(-1)}${path}`, { signal: AbortSignal.timeout(10_000) });
      return { status: answer.status, text: await answer.text() };
    },
    signal,
    async end(name) {
      const since = performance.now();
      signal(name);
      return { ...(await ended), seconds: (performance.now() - since) / 1000 };
    },
  };
}

/** Starts the daemon, does something with it, and ends it in any case; an error tells what the daemon said. */
export async function withServing(
  command: readonly string[],
  action: (serving: Serving) => Promise<void>,
): Promise<void> {
  const serving = await serve(command);
  try {
    await action(serving);
  } catch (error) {
    throw wrong(`${error instanceof Error ? error.message : error}\nand the daemon said:`, serving.said());
  } finally {
    await serving.end("SIGKILL");
  }
}

/** Runs a command to its end. */
export function run(command: readonly string[]): Promise<Ended> {
  return start(command).ended;
}
