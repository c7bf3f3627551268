import { type Client, ConnectionPool, Sqlite3Client } from "@libsql/client/sqlite3";
import { fileUri } from "./file-url.ts";

type Connection = ReturnType<ConnectionPool["acquireSync"]>;
type Statement = ReturnType<Connection["prepare"]>;

/**
 * libSQL's pool, of one connection that keeps the statements it has prepared. The client prepares each anew, and with
 * 50 clients that takes a sixth of a poll, which runs the same few.
 */
class KeepingPool extends ConnectionPool {
  readonly #kept = new Map<string, Statement>();

  override acquireSync(forTransaction?: boolean): Connection {
    const connection = super.acquireSync(forTransaction);
    if (!Object.hasOwn(connection, "prepare")) this.#keepStatements(connection);
    return connection;
  }

  /** Also before a connection is replaced, which found the database locked: what it left unfinished must go with it. */
  override close(): void {
    this.#kept.clear();
    super.close();
  }

  #keepStatements(connection: Connection): void {
    const prepare = connection.prepare.bind(connection);
    const kept = this.#kept;
    connection.prepare = ((sql: string) => {
      const statement = kept.get(sql) ?? prepare(sql);
      kept.set(sql, statement);
      return statement;
    }) as Connection["prepare"];
  }
}

/** A client of the database file at `path`, which waits for a lock for `timeout` milliseconds. */
export function openFileClient(path: string, timeout: number): Client {
  return new Sqlite3Client(new KeepingPool(fileUri(path), { timeout }, 1), "bigint");
}
