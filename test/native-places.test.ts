import { expect, test } from "bun:test";
import { nativePlaces, placePath } from "../src/store/native-places.ts";

function paths(environment: Record<string, string>, uid: number): string[] {
  return nativePlaces(environment, uid).map(placePath);
}

test("nativePlaces() begins with what the operator named, then systemd (F67)", () => {
  const environment = {
    OVPNSTATS_NATIVE_DIR: "/opt/x",
    RUNTIME_DIRECTORY: "/run/a:/run/b",
    STATE_DIRECTORY: "/var/lib/a",
  };
  expect(paths(environment, 990).slice(0, 4)).toEqual([
    "/opt/x/ovpnstats-990",
    "/run/a/native",
    "/run/b/native",
    "/var/lib/a/native",
  ]);
});

test("nativePlaces() of root come before the shared ones (F67)", () => {
  expect(paths({ HOME: "/root", TMPDIR: "/tmp/" }, 0)).toEqual([
    "/run/ovpnstats/native",
    "/var/lib/ovpnstats/native",
    "/root/.cache/ovpnstats/native",
    "/tmp/ovpnstats-0",
    "/var/tmp/ovpnstats-0",
    "/dev/shm/ovpnstats-0",
  ]);
});

test("nativePlaces() of a user without a home are the shared ones, under the user's id (F67)", () => {
  expect(paths({}, 65534)).toEqual(["/tmp/ovpnstats-65534", "/var/tmp/ovpnstats-65534", "/dev/shm/ovpnstats-65534"]);
});

test("nativePlaces() of a user with a home are in it first (F67)", () => {
  expect(paths({ XDG_RUNTIME_DIR: "/run/user/1000", HOME: "/home/a" }, 1000).slice(0, 2)).toEqual([
    "/run/user/1000/ovpnstats/native",
    "/home/a/.cache/ovpnstats/native",
  ]);
  expect(paths({ XDG_CACHE_HOME: "/home/a/c", HOME: "/home/a" }, 1000)[0]).toBe("/home/a/c/ovpnstats/native");
});
