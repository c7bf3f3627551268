import { describe, expect, test } from "bun:test";
import { NOBODY } from "../../src/report/people.ts";
import { selectionNeeds, selectUsers } from "../../src/report/select-users.ts";
import { DEFAULT_LIST, type UserList } from "../../src/report/user-list.ts";
import { NOW, standing, summary } from "../support/summary.ts";

const NAMES = ["zoe", "julia", "adam", "jonas", "Jan"];
const few = summary({
  users: NAMES.map((_, index) => standing(index + 1, NOW)),
  names: new Map(NAMES.map((name, index) => [index + 1, name])),
});
const many = summary({ users: Array.from({ length: 420 }, (_, index) => standing(index, NOW, BigInt(index))) });

function select(books: typeof few, fullNames: boolean, list?: Partial<UserList>, people = NOBODY) {
  return selectUsers(books, { now: NOW, fullNames, people, list: list && { ...DEFAULT_LIST, ...list } });
}

describe("selectUsers()", () => {
  test("lists everybody where nothing is asked for", () => {
    const { users, present, list } = select(many, true);
    expect([users.length, present.length, list]).toEqual([420, 420, undefined]);
  });

  test("lists a page, and tells how many pages there are; beyond the last it is the last", () => {
    const first = select(many, true, {});
    expect(first.list).toMatchObject({ page: 1, pages: 9, matching: 420 });
    expect(first.users.map(({ user }) => user.id)).toEqual(Array.from({ length: 50 }, (_, index) => 419 - index));
    const last = select(many, true, { page: 999 });
    expect(last.list).toMatchObject({ page: 9 });
    expect(last.users).toHaveLength(20);
    expect(last.present).toHaveLength(420);
  });

  test("goes by nothing but the shortened names in private mode", () => {
    const shown = (list: Partial<UserList>) => {
      const { users, initials } = select(few, false, list);
      return users.map(({ user }) => initials?.get(user.id));
    };
    expect(shown({ sort: "name", order: "asc" })).toEqual(["A 1", "J 1", "J 2", "J 3", "Z 1"]);
    expect(shown({})).toEqual(["A 1", "J 1", "J 2", "J 3", "Z 1"]);
    expect(shown({ query: "j" })).toEqual(["J 1", "J 2", "J 3"]);
    for (const query of ["jonas", "on", "zoe", "an"]) expect(shown({ query })).toEqual([]);
  });

  test("goes by aliases where the operator gave some, and takes the members of a group", () => {
    const people = new Map([
      ["zoe", { alias: "Abel's Zoe", group: "Sales", limit: undefined }],
      ["adam", { alias: undefined, group: "Sales", limit: undefined }],
    ]);
    const found = (list: Partial<UserList>) =>
      select(few, true, list, people).users.map(({ user }) => NAMES[user.id - 1]);
    expect(found({ sort: "name", order: "asc" })).toEqual(["zoe", "adam", "Jan", "jonas", "julia"]);
    expect(found({ query: "abel" })).toEqual(["zoe"]);
    expect(found({ group: "Sales", sort: "name", order: "desc" })).toEqual(["adam", "zoe"]);
    expect(found({ group: "Nobody's" })).toEqual([]);
    expect(select(few, true, { group: "Sales" }, people).list).toMatchObject({ matching: 2, group: "Sales" });
  });

  test("needs all names only for shortening or finding them, all months only for sorting by them", () => {
    const needs = (fullNames: boolean, list?: Partial<UserList>) =>
      selectionNeeds({ now: NOW, fullNames, people: NOBODY, list: list && { ...DEFAULT_LIST, ...list } });
    expect(needs(true)).toEqual({ names: false, months: false });
    expect(needs(true, {})).toEqual({ names: false, months: false });
    expect(needs(true, { query: "a" })).toEqual({ names: true, months: false });
    expect(needs(false, { sort: "month" })).toEqual({ names: true, months: true });
  });
});
