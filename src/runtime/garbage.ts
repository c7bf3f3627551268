/** What of a runtime can collect garbage on demand. */
interface Collector {
  gc(now: boolean): void;
}

/** Frees what nothing refers to any more, where the runtime can be told to; elsewhere it is freed some time later. */
export function collectGarbage(): void {
  const runtime: unknown = Reflect.get(globalThis, "Bun");
  if (isCollector(runtime)) runtime.gc(true);
}

function isCollector(runtime: unknown): runtime is Collector {
  return typeof runtime === "object" && runtime !== null && "gc" in runtime && typeof runtime.gc === "function";
}
