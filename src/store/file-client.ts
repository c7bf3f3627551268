import { type Client, ConnectionPool, Sqlite3Client } from "@libsql/client/sqlite3";
import { fileUri } from "./file-url.ts";

type Connection = ReturnType<ConnectionPool["acquireSync"]>;

/** The two ways in which the client runs a statement. */
interface Statement {
  run(...args: unknown[]): unknown;
  all(...args: unknown[]): unknown;
}

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

  /** Also before a connection is replaced: a statement is of one. */
  override close(): void {
    this.#kept.clear();
    super.close();
  }

  #keepStatements(connection: Connection): void {
    const prepare: (sql: string) => Statement = connection.prepare.bind(connection);
    const kept = this.#kept;
    const keepable = (sql: string) => {
      const statement = prepare(sql);
      const keep = () => kept.set(sql, statement);
      statement.run = afterwards(statement.run.bind(statement), keep);
      statement.all = afterwards(statement.all.bind(statement), keep);
      return statement;
    };
    connection.prepare = ((sql: string) => {
      const statement = kept.get(sql) ?? keepable(sql);
      // Kept again once it has run: one that failed may be unfinished, and hold a lock until it is collected as garbage.
      kept.delete(sql);
      return statement;
    }) as Connection["prepare"];
  }
}

function afterwards<Args extends unknown[], Result>(action: (...args: Args) => Result, then: () => void) {
  return (...args: Args): Result => {
    const result = action(...args);
    then();
    return result;
  };
}

/** A client of the database file at `path`, which waits for a lock for `timeout` milliseconds. */
export function openFileClient(path: string, timeout: number): Client {
  return new Sqlite3Client(new KeepingPool(fileUri(path), { timeout }, 1), "bigint");
}
