import { type Started, start } from "../support/process.ts";

/** Processes that one scenario started, so that none of them outlives it. */
export interface Processes {
  readonly start: (command: readonly string[]) => Started;
  /** Kills those that still run, by their ids. */
  readonly killAll: () => Promise<void>;
}

export function createProcesses(): Processes {
  const running = new Set<Started>();
  return {
    start: (command) => {
      const started = start(command);
      running.add(started);
      started.ended.then(
        () => running.delete(started),
        () => running.delete(started),
      );
      return started;
    },
    killAll: async () => {
      const left = [...running];
      for (const { child } of left) child.kill("SIGKILL");
      await Promise.allSettled(left.map(({ ended }) => ended));
    },
  };
}
