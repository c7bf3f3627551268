/**
 * Moves known bytes through a tunnel, at either end of it: `bun traffic.ts listen ADDRESS PORT`, and `bun traffic.ts
 * move ADDRESS PORT UP DOWN`, which ends with status 0 when all of them have arrived.
 */
import { connect, createServer } from "node:net";

const LIMIT_SECONDS = 40;

const [role, address = "", port = "", up = "0", down = "0"] = process.argv.slice(2);
if (role === "listen") listen();
else move(Number(up), Number(down));

/** Each connection tells first what it sends, and what it wants when that has arrived. */
function listen(): void {
  createServer((socket) => {
    let missing: number | undefined;
    let wanted = 0;
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => {
      if (missing === undefined) {
        const head = data.toString("latin1").split("\n", 1).join();
        const [sent = 0, back = 0] = head.split(" ").map(Number);
        missing = sent + head.length + 1;
        wanted = back;
      }
      missing -= data.length;
      if (missing === 0) socket.end(Buffer.alloc(wanted));
    });
  }).listen(Number(port), address);
}

function move(sent: number, wanted: number): void {
  setTimeout(() => process.exit(1), 1000 * LIMIT_SECONDS);
  let arrived = 0;
  const socket = connect(
    Number(port),
    address,
    () => socket.write(`${sent} ${wanted}\n`) && socket.write(Buffer.alloc(sent)),
  );
  socket.on("error", () => process.exit(2));
  socket.on("data", (data) => {
    arrived += data.length;
  });
  socket.on("end", () => process.exit(arrived === wanted ? 0 : 3));
}
