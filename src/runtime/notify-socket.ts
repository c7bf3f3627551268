import { getBuiltinModule, platform } from "node:process";
import { AppError } from "../errors.ts";

/** A way to send datagrams to one unix socket, which no module of Node knows; and the clock that goes with them. */
export interface NotifySocket {
  /** Whether the datagram was taken. Waits a second at most while the reader's queue is full. */
  send(text: string): boolean;
  /** The kernel's CLOCK_MONOTONIC: the runtime's own monotonic time begins when it does. */
  monotonicMicroseconds(): bigint;
}

/** As Linux has them on all 64-bit processors that Bun runs on. */
const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC = 0o2000002;
const SOL_SOCKET = 1;
const SO_SNDTIMEO = 21;
const MSG_NOSIGNAL = 0x4000;
const CLOCK_MONOTONIC = 1;
const SUN_PATH_BYTES = 108;

/** C functions that answer a number, -1 where they fail, and what they take. */
const LIBC = {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "buffer", "u32"], returns: "i32" },
  sendto: { args: ["i32", "buffer", "usize", "i32", "buffer", "u32"], returns: "i64_fast" },
  clock_gettime: { args: ["i32", "buffer"], returns: "i32" },
} as const;

type Libc = Readonly<Record<keyof typeof LIBC, (...values: readonly (number | ArrayBufferView)[]) => unknown>>;

interface Ffi {
  dlopen(library: string, symbols: typeof LIBC): { readonly symbols: Libc };
}

/**
 * The socket at `address`, as NOTIFY_SOCKET names it: a path, or "@" and a name in Linux's abstract space. Throws an
 * AppError where it cannot be had.
 */
export function openNotifySocket(address: string): NotifySocket {
  const target = socketAddress(address);
  const libc = openLibc(address);
  const descriptor = libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
  if (typeof descriptor !== "number" || descriptor < 0) {
    throw failure(address, "the system gives no socket; it may be out of file descriptors");
  }
  // Else a service manager that hangs would hang us too.
  const oneSecond = new BigInt64Array([1n, 0n]);
  libc.setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, oneSecond, oneSecond.byteLength);
  return {
    send(text) {
      const bytes = new TextEncoder().encode(text);
      const sent = libc.sendto(descriptor, bytes, bytes.byteLength, MSG_NOSIGNAL, target, target.byteLength);
      return Number(sent) === bytes.byteLength;
    },
    monotonicMicroseconds() {
      const [seconds, nanoseconds] = [0, 1];
      const time = new BigInt64Array(2);
      libc.clock_gettime(CLOCK_MONOTONIC, time);
      return (time[seconds] ?? 0n) * 1_000_000n + (time[nanoseconds] ?? 0n) / 1000n;
    },
  };
}

/** A `struct sockaddr_un`: the family, then the path and a NUL, or a NUL and the abstract name. */
function socketAddress(address: string): Uint8Array {
  const isAbstract = address.startsWith("@");
  if (!isAbstract && !address.startsWith("/")) throw failure(address, "it is neither a path nor an abstract name");
  const name = new TextEncoder().encode(isAbstract ? `\0${address.slice(1)}` : `${address}\0`);
  if (name.byteLength > SUN_PATH_BYTES) throw failure(address, `it is longer than ${SUN_PATH_BYTES - 1} bytes`);
  const bytes = new Uint8Array(2 + name.byteLength);
  new Uint16Array(bytes.buffer, 0, 1)[0] = AF_UNIX;
  bytes.set(name, 2);
  return bytes;
}

function openLibc(address: string): Libc {
  const ffi: object | undefined = getBuiltinModule("bun:ffi");
  if (platform !== "linux" || !isFfi(ffi)) {
    throw failure(address, "only the executable for Linux can; start the service with Type=exec instead of notify");
  }
  try {
    return ffi.dlopen("libc.so.6", LIBC).symbols;
  } catch (cause) {
    throw failure(address, cause instanceof Error ? cause.message : String(cause));
  }
}

function isFfi(module: object | undefined): module is Ffi {
  return module !== undefined && "dlopen" in module && typeof module.dlopen === "function";
}

function failure(address: string, why: string): AppError {
  return new AppError("output", `Cannot tell the service manager anything at ${JSON.stringify(address)}: ${why}`);
}
