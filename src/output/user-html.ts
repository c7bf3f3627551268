import { UserPage } from "../../views/user.tsx";
import type { UserReport } from "../report/user.ts";
import { renderDocument } from "./html.ts";

/** The page of a user. */
export function renderUserHtml(report: UserReport): string {
  return renderDocument(UserPage, report);
}
