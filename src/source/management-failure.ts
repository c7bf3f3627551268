import { visible } from "../report/visible.ts";
import { systemCode } from "./file-failure.ts";
import { SourceError, type SourceErrorKind } from "./source-error.ts";

/** Where a server's management interface is. */
export type ManagementPlace =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** How far a connection has come. */
export type ManagementPhase = "calling" | "connected" | "heard" | "asked for the password" | "let in" | "greeted";

const BUSY =
  "it takes the connection and says nothing: OpenVPN serves one management client at a time, and another holds it " +
  "(a monitoring tool, a telnet or nc, an ovpnstats with management_hold), or it is waiting for a hook to end";

/** A place as the configuration writes it. */
export function placeText(place: ManagementPlace): string {
  if (place.kind === "unix") return `unix:${place.path}`;
  return place.host.includes(":") ? `[${place.host}]:${place.port}` : `${place.host}:${place.port}`;
}

export function managementError(place: ManagementPlace, kind: SourceErrorKind, why: string): SourceError {
  return new SourceError(kind, `Cannot ask the management interface ${placeText(place)}: ${why}`);
}

/** The error for a connection that was not done within its time. */
export function lateError(place: ManagementPlace, phase: ManagementPhase, limit: number): SourceError {
  const within = `within ${limit / 1000} s`;
  if (phase === "connected") return managementError(place, "busy", BUSY);
  const why = phase === "calling" ? "it does not take a connection" : "it does not answer";
  return managementError(place, "silent", `${why} ${within}`);
}

/** The error for what the system says of a connection. */
export function connectionError(place: ManagementPlace, cause: Error): SourceError {
  const code = systemCode(cause);
  switch (code) {
    // The queue of those who wait for a unix socket is full.
    case "EAGAIN":
      return managementError(place, "busy", BUSY);
    case "ECONNREFUSED":
    case "ENOENT":
      return managementError(
        place,
        "missing",
        "nobody listens there; OpenVPN does where its configuration says so, e.g. `management 127.0.0.1 7505`, once it runs",
      );
    case "EACCES":
    case "EPERM":
      return managementError(place, "denied", "this user may not connect to it; see OpenVPN's management-client-user");
    case "ECONNRESET":
    case "EPIPE":
      return managementError(place, "silent", "it hung up");
    default:
      return managementError(place, "io", `the system says ${code ?? visible(cause.message)}`);
  }
}
