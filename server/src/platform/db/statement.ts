import type { Db } from './pool.ts';

/** What a statement may carry: values that the driver can always write, so that sending one never fails half way. */
export type StatementValue = string | number | boolean | null | Buffer | readonly StatementValue[];

/** A change of the database as data. The name makes it a prepared statement of its connection; equal names have equal texts. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  readonly values: readonly StatementValue[];
};

/** Sends a statement at once; the promise tells that it was carried out. */
export const send = async (db: Db, { name, text, values }: Statement): Promise<void> => {
  const sent = [...values];
  await db.query({ name, text, values: sent });
  // The rows of a batch are hundreds of kilobytes of text, and the driver's objects are garbage only some collections later: they shall not keep it until then.
  sent.length = 0;
};

/** Sends statements one behind the other without waiting for answers in between; the database runs them in this order. */
export const sendAll = async (db: Db, statements: readonly Statement[]): Promise<void> => {
  await allAnswered(statements.map((statement) => send(db, statement)));
};

/**
 * Waits until everything that was sent is answered, and only then throws what the first that failed said: nothing may arrive behind a
 * rollback.
 */
export const allAnswered = async <T extends readonly unknown[]>(
  sent: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> => {
  const settled = await Promise.allSettled(sent);
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return Promise.all(sent) as Promise<unknown> as Promise<T>;
};
