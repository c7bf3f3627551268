import { connect, createServer, type Socket } from "node:net";

/** What a proxy does to a request: the last two let it reach the server, and be done there. */
export type Fault = "refuse" | "hang" | "answer 500" | "lose the reply" | "cut the reply";

/** Stands between a client and a libSQL server, and does to requests what networks do. */
export interface FaultyProxy {
  readonly url: string;
  /** What is done to the next request whose bytes hold `marker`; undefined: nothing. */
  fault: Fault | undefined;
  /** Whether it is done to all of them, instead of once. */
  isLasting: boolean;
  /** `commit`: requests that commit an observation. */
  marker: "commit" | "any";
  /** How many faults there were. */
  readonly faults: () => number;
  stop(): Promise<void>;
}

const MARKERS = { commit: "INSERT INTO observations", any: "POST " } as const;

const ERROR_500 = "HTTP/1.1 500 Oops\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\noops";

/** Starts a proxy to the server at a URL, on a port of the loopback interface. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let faults = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let fault: Fault | undefined;
    let seen = "";
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // What is broken on one side is on the other, too.
      socket.on("error", () => {});
      socket.on("close", () => (socket === client ? upstream : client).destroy());
    }
    client.on("data", (data: Buffer) => {
      seen = (seen + data.toString("latin1")).slice(-100_000);
      if (fault === undefined && proxy.fault !== undefined && seen.includes(MARKERS[proxy.marker])) {
        fault = proxy.fault;
        if (!proxy.isLasting) proxy.fault = undefined;
        faults++;
        if (fault === "refuse") client.destroy();
        if (fault === "answer 500") client.end(ERROR_500);
      }
      if (fault === undefined || fault === "lose the reply" || fault === "cut the reply") upstream.write(data);
    });
    upstream.on("data", (data: Buffer) => {
      seen = "";
      if (fault === "lose the reply") client.destroy();
      else if (fault === "cut the reply") client.write(data.subarray(0, data.length / 2), () => client.destroy());
      else client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${address.port}`,
    fault: undefined,
    isLasting: false,
    marker: "commit",
    faults: () => faults,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
