import type { ManagementPlace } from "../source/management-failure.ts";
import { key } from "./key.ts";
import { type Kind, path, textFor, yesOrNo } from "./kinds.ts";
import { parseWhere, SOCKET_PLACE } from "./web.ts";

/** HOST:PORT, [IPV6]:PORT or unix:/PATH. */
const managementPlace: Kind<string, ManagementPlace> = {
  schema: textFor((text) => {
    const where = parseWhere(text);
    return where?.kind === "tcp" && where.port === 0 ? undefined : where;
  }),
  accepts: `an address and a port, such as "127.0.0.1:7505" or "[::1]:7505", or ${SOCKET_PLACE}`,
};

/** What is configured of a server's management interface. */
export const managementKeys = {
  management: key(
    managementPlace,
    undefined,
    "OpenVPN's management interface (`--management`), asked instead of reading input_file_name, which is read while it is busy",
    { otherwise: "the status file", sample: "127.0.0.1:7505" },
  ),
  management_password_file: key(path, undefined, "The file that holds the password of the management interface", {
    otherwise: "no password",
    sample: "/etc/ovpnstats/management-password",
  }),
  management_hold: key(
    yesOrNo,
    false,
    "Whether `serve` keeps the connection to the management interface, which serves nobody else then",
  ),
};
