import { expect } from 'vitest';
import { loanPath } from './loanDesk.ts';
import { figuresOf, type LoanLife, undoWriteOff } from './loanLives.ts';
import { referenceFigures } from './loanReference.ts';
import type { ReferenceEvent } from './loanReferenceTypes.ts';

// Lives that have ended, undone from their end to their beginning: what was posted last goes first, and after each step the loan is what the
// reference says of one to which it never happened.

/** The transaction that an event of such a life is; none where it can't be adjusted by itself: another rate and a lock fall with the disbursement. */
const posted: Readonly<Partial<Record<ReferenceEvent['type'], string>>> = {
  REPAID: 'REPAYMENT',
  PRINCIPAL_PAID: 'PRINCIPAL_OVERPAYMENT',
  FEE: 'FEE_APPLIED',
  INTEREST: 'INTEREST_APPLIED',
};

/** What stands of a loan, the newest first. Asked of the database: lives that are undone have more transactions than a page has room for. */
const standing = async ({ living, loan }: LoanLife) => {
  const { rows } = await living.bank.db.query<{ id: string; type: string; day: string; amount: string }>(
    `SELECT t.id::text, t.type, to_char(t.value_day, 'YYYY-MM-DD') AS day, t.amount::text FROM loan_transaction t
       JOIN loan_account a ON a.encoded_key = t.account_key
      WHERE a.id = $1 AND t.adjustment_transaction_key IS NULL AND t.original_transaction_key IS NULL ORDER BY t.id DESC`,
    [loan.id],
  );
  return rows;
};

const withdraw = async (life: LoanLife, event: ReferenceEvent, type: string): Promise<void> => {
  const found = (await standing(life)).find(
    (one) =>
      one.type === type &&
      one.day === event.day &&
      // What a disbursement or applied interest came to is no part of its event.
      (!('amount' in event) || Number(one.amount) === Number(event.amount)),
  );
  if (!found) throw new Error(`${life.name} has no ${type} of ${event.day} that stands`);
  await life.living.desk.adjust(found);
  life.events.splice(life.events.indexOf(event), 1);
};

const agrees = async (life: LoanLife, when: unknown): Promise<void> => {
  const { living, name, terms, events } = life;
  const expected = referenceFigures(terms, events, living.today);
  expect({ name, when, ...(await figuresOf(life)) }).toEqual({ name, when, ...expected });
};

/** Opens a loan again that is closed or written off: it owes what the reference says. */
export const reopen = async (life: LoanLife): Promise<void> => {
  const path = loanPath(life.loan);
  const { bank } = life.living;
  if (life.writtenOff) await undoWriteOff(life);
  else await bank.ok('changeLoanAccountState', { path, body: { action: 'UNDO_CLOSE' } });
  await agrees(life, 'open again');
};

/** Undoes all that people posted on such a loan but the disbursement. */
const undoLife = async (life: LoanLife): Promise<void> => {
  await reopen(life);
  for (const event of life.events.toReversed()) {
    const type = posted[event.type];
    if (type === undefined) continue;
    await withdraw(life, event, type);
    await agrees(life, { without: event });
  }
};

/** Nobody owes anything by a product, nothing was earned, and the money is where it was. */
const emptyBooks = async ({ living, loan, name }: LoanLife): Promise<void> => {
  const { rows } = await living.bank.db.query(
    `SELECT g.gl_code, sum(CASE WHEN e.is_debit THEN e.amount ELSE -e.amount END)::text AS net
       FROM journal_entry e JOIN gl_account g ON g.encoded_key = e.gl_account_key
      WHERE e.product_key = (SELECT product_key FROM loan_account WHERE id = $1)
      GROUP BY 1 HAVING sum(CASE WHEN e.is_debit THEN e.amount ELSE -e.amount END) <> 0`,
    [loan.id],
  );
  expect({ name, rows }).toEqual({ name, rows: [] });
};

/**
 * Undoes lives whose loans are closed or written off, and each of a product of its own: step by step, each time with the figures of the reference, until
 * they wait for their disbursement again and, after one more night, the books are as if they had never been.
 */
export const undoLives = async (lives: readonly LoanLife[], tomorrow: string): Promise<void> => {
  for (const life of lives) {
    await undoLife(life);
    const [disbursed] = life.events;
    if (disbursed) await withdraw(life, disbursed, 'DISBURSEMENT');
    const account = await life.living.desk.account(life.loan);
    expect(account).toMatchObject({ accountState: 'APPROVED', balances: { principalBalance: 0 } });
    expect(await standing(life)).toEqual([]);
  }
  // The night takes back what nights had booked of interest.
  await lives[0]?.living.desk.advanceTo(tomorrow);
  for (const life of lives) await emptyBooks(life);
};
