import { join } from "node:path";

const ROOT = join(import.meta.dir, "..", "..");

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs ovpnstats from its sources as a process, with nothing of our own environment. */
export async function ovpnstats(argv: readonly string[], { cwd = "/", env = {} }: Surroundings = {}): Promise<Ran> {
  const child = Bun.spawn([process.execPath, join(ROOT, "src", "main.ts"), ...argv], {
    cwd,
    env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", TZ: "UTC", ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { status, out, err };
}

/** The modules that a file of ours loads with it: those that it imports by name only, not those it loads later. */
export async function loadedWith(path: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const visit = async (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    const loader = file.endsWith("x") ? "tsx" : "ts";
    // The transpiler leaves out imports of types.
    const imports = new Bun.Transpiler({ loader }).scanImports(await Bun.file(join(ROOT, file)).text());
    for (const { kind, path: name } of imports) {
      if (kind !== "import-statement") continue;
      if (/^\..*\.tsx?$/.test(name)) await visit(join(file, "..", name));
      else found.add(name);
    }
  };
  await visit(path);
  return [...found];
}
