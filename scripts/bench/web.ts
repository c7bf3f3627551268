/**
 * A cached page's requests per second against nginx serving the same bytes: `bun scripts/bench/web.ts [--quick]`.
 * Needs nginx and wrk. Both serve on one core each, in turn, under the same load, compressed and not; the page comes
 * through all that a request passes, host names, password and headers included. Read the ratios.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createWebApp } from "../../src/output/http/app.ts";
import { createAuth } from "../../src/output/http/auth.ts";
import { allowedHosts } from "../../src/output/http/host.ts";
import { renderHtml } from "../../src/output/overview-html.ts";
import { listen, type Where } from "../../src/runtime.ts";
import { sampleOverview } from "../../test/support/sample-overview.ts";
import { contentPolicy } from "../../views/content-policy.ts";
import { median } from "./measure.ts";

const AUTHORIZATION = "Bearer benchmark";
const page = renderHtml(sampleOverview({ users: 50 }));

if (process.argv.includes("--serve")) await serve();
else await compare(process.argv.includes("--quick") ? 3 : 9);

/** Our server, in a process of its own as nginx is; prints its address. */
async function serve(): Promise<void> {
  const where: Where = { kind: "tcp", host: "127.0.0.1", port: 0 };
  const nothing = () => {};
  const { fetch } = createWebApp({
    pages: {
      version: async () => "1",
      has: (path) => path === "/",
      render: async () => ({ type: "text/html; charset=UTF-8", body: page }),
      health: async () => ({ ok: true, problems: [] }),
    },
    hosts: allowedHosts(where, []),
    auth: createAuth({ password: undefined, token: "benchmark" }),
    contentPolicy: contentPolicy("web"),
    log: { error: nothing, warn: nothing, info: nothing, debug: nothing },
    monotonic: () => performance.now(),
  });
  const { address } = await listen({ where, fetch });
  console.log(address);
}

async function compare(rounds: number): Promise<void> {
  for (const program of ["nginx", "wrk"])
    if (Bun.which(program) === null) throw new Error(`Cannot compare: there is no ${program} here; install it`);
  const scratch = mkdtempSync(join(tmpdir(), "ovpnstats-bench-"));
  // nginx's worker is another user where its master is root.
  chmodSync(scratch, 0o755);
  const ours = Bun.spawn([process.execPath, import.meta.path, "--serve"], { stdout: "pipe" });
  const { value = "" } = await ours.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
  const port = await freePort();
  const theirs = Bun.spawn(["nginx", "-p", scratch, "-c", configure(scratch, port)], { stderr: "inherit" });
  const urls = { ours: value.trim(), theirs: `http://127.0.0.1:${port}/` };
  try {
    await answered(urls.theirs);
    for (const encoding of ["gzip", "identity"]) {
      const runs = Array.from({ length: rounds }, () => {
        const [own, other] = [load(urls.ours, encoding), load(urls.theirs, encoding)];
        return { own, other, ratio: own / other };
      });
      const [own, other, ratio] = (["own", "other", "ratio"] as const).map((name) =>
        median(runs.map((run) => run[name])),
      );
      console.log(
        `cached page of 50 users, ${encoding.padEnd(8)}  ${ratio?.toFixed(2)}× (${own?.toFixed(0)}/s against nginx's ${other?.toFixed(0)}/s)  must 0.5×, aim 0.9×`,
      );
    }
    console.log(`bytes: ${page.length}, gzip ${gzipSync(page).length}`);
  } finally {
    ours.kill();
    theirs.kill();
    await Promise.all([ours.exited, theirs.exited]);
    rmSync(scratch, { recursive: true });
  }
}

/** The same bytes in files, with what makes nginx fast: one worker, as we are one process. */
function configure(scratch: string, port: number): string {
  const folders = ["body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => join(scratch, name));
  for (const folder of folders) mkdirSync(folder);
  writeFileSync(join(scratch, "index.html"), page);
  writeFileSync(join(scratch, "index.html.gz"), gzipSync(page));
  const path = join(scratch, "nginx.conf");
  writeFileSync(
    path,
    `daemon off; worker_processes 1; pid ${scratch}/pid; error_log ${scratch}/errors;
     events { worker_connections 1024; }
     http {
       access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=10;
       client_body_temp_path ${folders[0]}; proxy_temp_path ${folders[1]}; fastcgi_temp_path ${folders[2]};
       uwsgi_temp_path ${folders[3]}; scgi_temp_path ${folders[4]};
       types { text/html html; }
       server { listen 127.0.0.1:${port}; root ${scratch}; gzip_static on; gzip_vary on; }
     }`,
  );
  return path;
}

/** Requests per second of 32 connections that never rest. */
function load(url: string, encoding: string): number {
  const headers = ["-H", `Accept-Encoding: ${encoding}`, "-H", `Authorization: ${AUTHORIZATION}`];
  const { stdout, success } = Bun.spawnSync(["wrk", "-t1", "-c32", "-d1s", ...headers, url]);
  const text = stdout.toString();
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  if (!success || /Non-2xx/.test(text) || !(perSecond > 0)) throw new Error(`wrk failed: ${text}`);
  return perSecond;
}

async function freePort(): Promise<number> {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const { port = 0 } = server;
  await server.stop(true);
  return port;
}

async function answered(url: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    await Bun.sleep(50);
  }
  throw new Error(`nginx does not answer at ${url}`);
}
