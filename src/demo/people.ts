import type { People, Person } from "../report/people.ts";

const GIGABYTE = 10n ** 9n;

function person(group: string | undefined, limit?: bigint): Person {
  return { alias: undefined, group, limit };
}

/** What the demonstration's operator says of its users. */
export const DEMO_PEOPLE: People = new Map<string, Person>([
  ["site-graz", person("Branch offices", 850n * GIGABYTE)],
  ["site-oslo", person("Branch offices")],
  ["site-porto", person("Branch offices")],
  ["display.lobby", person("Machines")],
  ["build-runner.ci", person("Machines")],
  ["camera-gate.dock-4", person("Machines")],
  ["probe.monitoring", person("Machines")],
  ["tablet.van-12", person("Machines", 20n * GIGABYTE)],
  ["tablet.van-17", person("Machines", 10n * GIGABYTE)],
]);
