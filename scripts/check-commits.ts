/** Fails on a commit whose subject is not `type(scope): subject`: the history is read by people, too. */
import { spawnSync } from "node:child_process";

const SUBJECT =
  /^(?:bench|build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([a-z0-9-]+\))?!?: \S.{2,120}$/;

const { status, stdout } = spawnSync("git", ["log", "--no-merges", "--format=%h %s"], { encoding: "utf8" });
// Outside a checkout of git, as in an unpacked archive, there is no history to look at.
const lines = status === 0 ? stdout.trim().split("\n") : [];
const wrong = lines.filter((line) => !SUBJECT.test(line.slice(line.indexOf(" ") + 1)));
for (const line of wrong) console.error(`The subject is not "type(scope): subject": ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
