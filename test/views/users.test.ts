import { describe, expect, test } from "bun:test";
import { renderHtml } from "../../src/output/overview-html.ts";
import { parseUserList, type UserList } from "../../src/report/user-list.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { all, type Element, parseHtml, skeleton } from "../support/html.ts";
import { type SampleOptions, sampleOverview } from "../support/sample-overview.ts";

function page(options: SampleOptions): readonly Element[] {
  return parseHtml(renderHtml(sampleOverview(options)));
}

function read(text: string | undefined): string {
  return (text ?? "").replace(/[\u00a0\s]+/g, " ").trim();
}

/** Text → address of all links that ask for a list. */
function links(elements: readonly Element[]): Record<string, string> {
  const asking = all(elements, "a").filter(({ attributes }) => attributes.href?.endsWith("#users"));
  return Object.fromEntries(
    asking.filter(({ text }) => text !== "Users").map(({ text, attributes }) => [read(text), attributes.href ?? ""]),
  );
}

describe("a served list of users", () => {
  test("has links to every state, the one that is shown marked", () => {
    const elements = page({ users: 12, list: { state: "away", query: "n", sort: "name", order: "asc" } });
    expect(links(elements)).toMatchObject({
      "All 12": "./?q=n&sort=name#users",
      "Online 6": "./?q=n&state=online&sort=name#users",
      "Long time off 3": "./?q=n&state=long-time-off&sort=name#users",
      "Show all names": "./?state=away&sort=name#users",
    });
    const current = all(elements, "a").filter(({ attributes }) => attributes["aria-current"] !== undefined);
    expect(current.map(({ text }) => read(text))).toEqual(["Overview", "Away 1"]);
    expect(links(page({ users: 12, list: {} }))["All 12"]).toBe("./#users");
  });

  test("offers groups where there are some, and keeps the one that is chosen", () => {
    const overview = sampleOverview({ users: 12, list: { group: "<b>Sales" } });
    const [first, ...others] = overview.users;
    if (!first) throw new Error("no user");
    const users = [{ ...first, name: "Ann Lee", account: "ann", group: "<b>Sales" }, ...others];
    const elements = parseHtml(renderHtml({ ...overview, users, groups: ["<b>Sales", "IT"] }));
    const [groups] = elements.filter(({ attributes }) => attributes.id === "group");
    expect(groups?.tag).toBe("select");
    const options = all(elements, "option")
      .slice(0, 3)
      .map(({ text, attributes }) => [read(text), "selected" in attributes]);
    expect(options).toEqual([
      ["all", false],
      ["<b>Sales", true],
      ["IT", false],
    ]);
    expect(all(elements, "bdi").find(({ text }) => read(text) === "Ann Lee")?.attributes.title).toBe("ann");
    expect(all(elements, "small").some(({ text }) => read(text).endsWith("· <b>Sales"))).toBe(true);
    expect(page({ users: 12, list: {} }).some(({ attributes }) => attributes.id === "group")).toBe(false);
  });

  test("sorts by the heads of its columns, and says which one it is sorted by", () => {
    const elements = page({ users: 300, list: { sort: "7-days", page: 3 } });
    expect(links(elements)).toMatchObject({
      User: "./?sort=name#users",
      State: "./#users",
      "Last seen": "./?sort=seen#users",
      Today: "./?sort=today#users",
      "7 days ▼": "./?sort=7-days&order=asc#users",
      "30 days": "./?sort=30-days#users",
      October: "./?sort=month#users",
    });
    const sorted = (list: { readonly list?: Partial<UserList> }) =>
      all(page({ users: 3, ...list }), "th")
        .filter(({ attributes }) => attributes["aria-sort"])
        .map(({ text, attributes }) => [read(text), attributes["aria-sort"]]);
    expect(sorted({ list: { sort: "7-days" } })).toEqual([["7 days ▼ GB", "descending"]]);
    expect(sorted({ list: { sort: "name", order: "asc" } })).toEqual([["User ▲ State Last seen", "ascending"]]);
    expect(sorted({})).toEqual([]);
  });

  test("finds a name by a plain form that keeps the rest of the list", () => {
    const list = { query: "ann", state: "online", sort: "today", order: "asc", page: 2 } as const;
    const elements = page({ users: 12, list });
    const [form] = all(elements, "form");
    expect(form?.attributes).toEqual({ action: "./#users" });
    const fields = all(elements, "input")
      .slice(0, 4)
      .map(({ attributes }) => [attributes.name, attributes.value]);
    expect(fields).toEqual([
      ["state", "online"],
      ["sort", "today"],
      ["order", "asc"],
      ["q", "ann"],
    ]);
    const [label] = all(elements, "label");
    const field = elements.find(({ attributes }) => attributes.id === label?.attributes.for);
    expect(field?.attributes.name).toBe("q");
    expect(all(elements, "button").map(({ text }) => text)).toEqual(["Find", "Show"]);
  });

  test("has pages beyond 200 users, each with links to its neighbours, the first and the last", () => {
    expect(page({ users: 200, list: {} }).some(({ attributes }) => attributes.class === "pager")).toBe(false);
    const pager = (number: number) => {
      const elements = page({ users: 1000, list: { page: number } });
      expect(
        all(elements, "tr").filter(({ path }) => path.includes("tbody") && !path.includes("details")),
      ).toHaveLength(50);
      return read(elements.find(({ attributes }) => attributes.class === "pager")?.text);
    };
    expect(pager(1)).toBe("12…20Next");
    expect(pager(4)).toBe("Previous12345…20Next");
    expect(pager(10)).toBe("Previous1…91011…20Next");
    expect(pager(20)).toBe("Previous1…1920");
    const addresses = links(page({ users: 1000, list: { page: 4 } }));
    expect(addresses).toMatchObject({ Previous: "./?page=3#users", Next: "./?page=5#users", 1: "./#users" });
  });

  test("keeps totals and counts those of all users", () => {
    const text = read(all(page({ users: 12, list: { query: "anna" } }), "body")[0]?.text);
    expect(text).toContain("6 of 12 users are online. 3.69 GB have moved today.");
    expect(text).toContain("1 name has “anna” in it.");
    expect(text).toContain("All 12 users");
  });

  test("sums very many users up in a unit of their own", () => {
    const elements = page({ users: 1000, list: { page: 20 } });
    const sums = elements.filter(({ tag, path }) => tag === "td" && path.includes("tfoot"));
    expect(read(sums[2]?.text)).toBe("8.13 TB 2.82 TB");
  });

  test("says so where no user is like that", () => {
    expect(read(all(page({ users: 12, list: { query: "x!" } }), "body")[0]?.text)).toContain("No user is like that.");
  });

  test("has only links that are answered", () => {
    const elements = page({ users: 420, list: { sort: "seen", order: "asc", page: 2, query: "user" } });
    for (const address of Object.values(links(elements)))
      expect(() => parseUserList(new URL(address, "http://localhost/").searchParams)).not.toThrow();
  });

  test("may send its form home, a file nothing; a file has neither form nor links to sort", () => {
    const policies = [{ list: {} }, {}].map((list) => renderHtml(sampleOverview({ users: 12, ...list })));
    expect(policies.map((html) => /form-action '(\w+)'/.exec(html)?.[1])).toEqual(["self", "none"]);
    expect(policies[1]).not.toMatch(/<form|href="\?|\.\/#users/);
  });

  test("F42 keeps the parsed page the same whatever is looked for", () => {
    const looked = (query: string) => {
      const elements = page({ users: 3, names: ["ann", "bob"], list: { query, state: "away" } });
      const asked = ({ href, value, ...attributes }: Element["attributes"]) => ({
        ...attributes,
        ...(href !== undefined && { href: href.replace(/^\.\/\?q=[\w%+.*-]*/, "?q=") }),
        ...(value !== undefined && value !== query && { value }),
      });
      return skeleton(elements.map((element) => ({ ...element, attributes: asked(element.attributes) })));
    };
    const plain = looked("nobody");
    for (const name of HOSTILE_NAMES.filter((one) => one !== "")) expect(looked(name)).toEqual(plain);
  });
});
