import { expect, test } from "bun:test";
import { problemsOf, troublesOf } from "../../src/app/troubles.ts";
import type { Poll } from "../../src/jobs/poll.ts";
import { SourceError } from "../../src/source/source-error.ts";

const full = "Cannot use the database: no room";
const failing = [
  { job: "accounting office", message: full, since: 20, failures: 3 },
  { job: "sampling the machine", message: full, since: 10, failures: 1 },
  { job: "writing the reports", message: "Cannot write /a", since: 30, failures: 1 },
];

function polled(name: string, outcome: Poll["outcome"], failure?: SourceError): Poll {
  return { name, outcome, failure, connections: 0, bytesReceived: 0n, bytesSent: 0n };
}

test("jobs that fail for one reason are one trouble on the page", () => {
  expect(troublesOf(failing)).toEqual([
    { what: "Accounting office, sampling the machine", since: 10, message: full },
    { what: "Writing the reports", since: 30, message: "Cannot write /a" },
  ]);
  expect(troublesOf([])).toEqual([]);
});

test("the service has a problem when a job keeps failing", () => {
  expect(problemsOf(failing, [polled("office", "read")])).toEqual([`Accounting office failed 3 times: ${full}`]);
});

test("the service has a problem when no source tells anything, not while one does", () => {
  const missing = new SourceError("missing", "Cannot read status file /b: it does not exist");
  const polls = [polled("a", "stale"), polled("b", "failed", missing)];
  expect(problemsOf([], polls)).toEqual(["The status of a is stale", missing.message]);
  expect(problemsOf([], [...polls, polled("c", "unchanged")])).toEqual([]);
  expect(problemsOf([], [])).toEqual([]);
});
