// Runs `bun <script> <arguments>` with exactly the Bun that package.json names, which it fetches from npm where it is
// absent, on a checkout whose dependencies it installs. Plain JavaScript: Node 18 or later runs it before anything is
// installed, and so does Bun, which stands in for a missing node.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const VERSION = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).engines.bun;
const PACKAGE = `bun@${VERSION}`;
const OWN = join(ROOT, ".bun");
const FORWARDED = ["SIGTERM", "SIGHUP", "SIGINT"];

const [script, ...scriptArguments] = process.argv.slice(2);
if (script === undefined) stop("Cannot run nothing: name a script, as in node scripts/with-bun.mjs scripts/build.ts");

const environment = environmentWithBun();
installDependencies(environment);
run(environment);

/** The environment in which `bun` is the pinned one, for us and for every child. */
function environmentWithBun() {
  if (versionOfBun(process.env) === VERSION) return process.env;
  const own = { ...process.env, PATH: [join(OWN, "node_modules", ".bin"), process.env.PATH].join(delimiter) };
  if (versionOfBun(own) === VERSION) return own;
  console.error(`Fetching Bun ${VERSION} from npm into .bun/`);
  fetchBun();
  // Where scripts of packages may not run at installation, bun is a stub until this one has.
  if (versionOfBun(own) !== VERSION) {
    spawnSync(process.execPath, ["install.js"], { cwd: join(OWN, "node_modules", "bun"), stdio: ["ignore", 2, 2] });
  }
  const found = versionOfBun(own);
  if (found === VERSION) return own;
  stop(`Cannot run Bun ${VERSION}: the one fetched answers ${found ?? "nothing"}; remove ${OWN} and try again`);
}

/** By npm, or by whatever Bun there is instead. */
function fetchBun() {
  mkdirSync(OWN, { recursive: true });
  // Keeps both from looking for a project further up, which is ours.
  writeFileSync(join(OWN, "package.json"), "{}\n");
  const options = { cwd: OWN, stdio: ["ignore", 2, 2] };
  const npm = spawnSync("npm", ["install", "--prefix", OWN, "--no-save", "--loglevel", "error", PACKAGE], options);
  const { status, error } = npm.error ? spawnSync("bun", ["add", "--no-save", PACKAGE], options) : npm;
  if (error) stop(`Cannot fetch Bun ${VERSION}: neither npm nor bun runs (${error.message}); install one of them`);
  if (status !== 0) stop(`Cannot fetch Bun ${VERSION}: the installer ended with ${status}, its reason is above`);
}

/** What `bun --version` says in `environment`, or undefined when there is no bun that runs. */
function versionOfBun(environment) {
  const { status, stdout } = spawnSync("bun", ["--version"], { env: environment, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Installs what bun.lock names, unless that was done since bun.lock last changed. */
function installDependencies(environment) {
  // Not the directory's own time: an installation that was broken off has made the directory, too.
  const done = join(ROOT, "node_modules", ".installed");
  const lock = join(ROOT, "bun.lock");
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(lock).mtimeMs) return;
  const install = spawnSync("bun", ["install", "--frozen-lockfile"], {
    cwd: ROOT,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (install.status !== 0) {
    console.error(install.stdout + install.stderr);
    stop("Cannot install the dependencies: bun install ended as shown above; it needs the npm registry once");
  }
  writeFileSync(done, "");
}

/** Runs the script to its end, and ends as it did. */
function run(environment) {
  const child = spawn("bun", [script, ...scriptArguments], { env: environment, stdio: "inherit" });
  for (const signal of FORWARDED) process.on(signal, () => forward(child, signal));
  child.on("error", (error) => stop(`Cannot run bun ${script}: ${error.message}`));
  child.on("exit", (status, signal) => {
    if (signal === null) process.exit(status);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** A terminal sends its Ctrl-C to the child as well; twice means "at once" to some programs. */
function forward(child, signal) {
  if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
