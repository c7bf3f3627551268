import type { Frame } from "../../src/report/frame.ts";
import { type UserList, userListQuery } from "../../src/report/user-list.ts";

/** The address of a list that differs in so much from the one that is shown; it begins at its first page. */
export function listLink({ link }: Frame, list: UserList, change: Partial<UserList>): string {
  return `${link("", userListQuery({ ...list, page: 1, ...change })) ?? ""}#users`;
}
