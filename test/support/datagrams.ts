/** Python can listen on a unix datagram socket, which neither Bun nor Node can. */
const LISTENER = `
import json, socket, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
address = sys.argv[1]
listener.bind("\\0" + address[1:] if address.startswith("@") else address)
print(json.dumps("listening"), flush=True)
if sys.argv[2] == "deaf":
    sys.stdin.read()
while True:
    print(json.dumps(listener.recv(65536).decode()), flush=True)
`;

/** Whether this machine has what it takes; CI must. */
export const CAN_LISTEN = Bun.which("python3") !== null || process.env.CI !== undefined;

/** A unix datagram socket of another process. */
export interface Datagrams {
  /** The next datagram. */
  next(): Promise<string>;
  stop(): Promise<void>;
}

/** Listens at `address`, a path or "@" and an abstract name; a deaf listener takes nothing out of its queue. */
export async function listenForDatagrams(address: string, how: "hearing" | "deaf" = "hearing"): Promise<Datagrams> {
  const child = Bun.spawn(["python3", "-c", LISTENER, address, how], { stdin: "pipe", stdout: "pipe" });
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async () => {
    while (!text.includes("\n")) {
      const { value, done } = await lines.read();
      if (done) throw new Error(`The listener at ${address} ended`);
      text += value;
    }
    const line = text.slice(0, text.indexOf("\n"));
    text = text.slice(line.length + 1);
    return String(JSON.parse(line));
  };
  await next();
  return {
    next,
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}
