import { pid } from "node:process";
import { AppError } from "../errors.ts";
import { type Channel, createServiceManager, type ServiceManager } from "../health/service-manager.ts";
import type { Log } from "../log.ts";
import type { World } from "./command.ts";

/** The service manager that started us, as the environment names it. What keeps us from telling it is logged. */
export async function connectServiceManager({ env }: Pick<World, "env">, log: Log): Promise<ServiceManager> {
  const lost = (what: string) => log.error("Cannot tell the service manager how we are, it may restart us", { what });
  return createServiceManager(await channelOf(env.NOTIFY_SOCKET, log), { ...env, pid, lost });
}

async function channelOf(address: string | undefined, log: Log): Promise<Channel | undefined> {
  if (address === undefined || address === "") return undefined;
  try {
    const { openNotifySocket } = await import("../runtime/notify-socket.ts");
    return openNotifySocket(address);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.error(error.message);
    return undefined;
  }
}
