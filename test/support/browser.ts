import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--remote-debugging-port=0",
];

/** What DevTools answers to a command; each caller picks what it asked for. */
export type Answer = Readonly<Record<string, unknown>>;

/** A page of a headless Chromium, spoken to over the DevTools protocol. */
export interface Browser {
  /** Sends one command and waits for its answer. */
  readonly send: (method: string, params?: Answer) => Promise<Answer>;
  /** Opens an address and waits until it has loaded. */
  readonly open: (url: string) => Promise<void>;
  /** Console messages, violations of the policy and failed loads since the last `open()`. */
  readonly complaints: () => readonly string[];
  readonly close: () => Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Answer;
  readonly result?: Answer;
  readonly error?: { readonly message: string };
}

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await Bun.sleep(25);
  }
  throw new Error("Chromium did not start within 10 seconds");
}

/** Starts a Chromium of its own, with a profile of its own, and attaches to its page. */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), "ovpnstats-chromium-"));
  const child = Bun.spawn([CHROMIUM, ...FLAGS, `--user-data-dir=${profile}`, "about:blank"], {
    stdout: "ignore",
    stderr: "ignore",
  });
  const port = await until(async () => {
    const [line] = (await readFile(join(profile, "DevToolsActivePort"), "utf8")).split("\n");
    return line || undefined;
  });
  const address = await until(async () => {
    const targets: unknown = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    if (!Array.isArray(targets)) return undefined;
    const page: unknown = targets.find((target) => target.type === "page")?.webSocketDebuggerUrl;
    return typeof page === "string" ? page : undefined;
  });
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));

  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let said: string[] = [];
  let loaded = Promise.withResolvers<void>();
  let lastId = 0;

  socket.addEventListener("message", ({ data }) => {
    const message: Message = JSON.parse(String(data));
    if (message.id !== undefined) {
      const waiter = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) waiter?.reject(new Error(message.error.message));
      else waiter?.resolve(message.result ?? {});
    }
    if (message.method === "Page.loadEventFired") loaded.resolve();
    if (message.method === "Log.entryAdded" || message.method === "Runtime.consoleAPICalled") {
      said.push(JSON.stringify(message.params));
    }
  });

  const send = (method: string, params: Answer = {}) => {
    const id = ++lastId;
    const waiter = Promise.withResolvers<Answer>();
    waiting.set(id, waiter);
    socket.send(JSON.stringify({ id, method, params }));
    return waiter.promise;
  };

  await Promise.all(["Page.enable", "Log.enable", "Runtime.enable"].map((method) => send(method)));
  return {
    send,
    open: async (url) => {
      said = [];
      loaded = Promise.withResolvers();
      await send("Page.navigate", { url });
      await loaded.promise;
    },
    complaints: () => said,
    close: async () => {
      socket.close();
      child.kill();
      await child.exited;
      await rm(profile, { recursive: true, force: true });
    },
  };
}
