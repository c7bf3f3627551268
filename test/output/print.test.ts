import { expect, test } from "bun:test";

const MODULE = new URL("../../src/output/print.ts", import.meta.url).pathname;

test("print() waits for a slow reader of a pipe that does not block", async () => {
  const python = "import os,sys; os.set_blocking(1, False); os.execvp(sys.argv[1], sys.argv[1:])";
  const code = `import { print } from ${JSON.stringify(MODULE)}; print(1, "ü".repeat(1_000_000));`;
  const child = Bun.spawn(
    ["sh", "-c", `python3 -c '${python}' "$0" -e "$1" | { sleep 0.3; wc -c; }`, process.execPath, code],
    {
      stdout: "pipe",
    },
  );
  expect((await new Response(child.stdout).text()).trim()).toBe("2000000");
});
