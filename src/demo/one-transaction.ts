import type { Database } from "../store/open.ts";

/**
 * Runs an action on books whose every batch is part of one transaction: all of it is kept or, where it throws,
 * nothing. A commit takes as long as all the rest of a reading, and of a year's there are more than a thousand.
 */
export async function inOneTransaction(database: Database, action: (books: Database) => Promise<void>): Promise<void> {
  const transaction = await database.client.transaction("write");
  const client = new Proxy(database.client, {
    get: (_, name) => {
      if (name === "batch") return transaction.batch.bind(transaction);
      if (name === "execute") return transaction.execute.bind(transaction);
      throw new TypeError(`Cannot use ${String(name)} of a database within a transaction`);
    },
  });
  try {
    await action({ ...database, client });
    await transaction.commit();
  } finally {
    transaction.close();
  }
}
