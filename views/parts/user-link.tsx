/** @jsxImportSource preact */
import type { Frame } from "../../src/report/frame.ts";
import { visibleName } from "../../src/report/visible.ts";
import { PageLink } from "./page-link.tsx";

interface UserLinkProps {
  readonly user: { readonly id: number; readonly name: string };
  readonly frame: Frame;
}

/** A user's name, which leads to the user's page. */
export function UserLink({ user: { id, name }, frame }: UserLinkProps) {
  return (
    <PageLink frame={frame} to={`users/${id}`}>
      <bdi>{visibleName(name, frame.locale.words.users.noName)}</bdi>
    </PageLink>
  );
}
