import type { Money } from '../../../kernel/money.ts';
import { type CheckResult, cappedDifferences, type VerificationCheck } from '../verification.ts';

const entries = `
  SELECT d.transaction_id AS subject, abs(d.amount) AS expected, coalesce(j.foreign_amount, j.amount, 0) AS actual
    FROM accrual d CROSS JOIN LATERAL (VALUES (d.result_entry_id), (d.owed_entry_id)) AS e (entry_id)
    LEFT JOIN journal_entry j ON j.entry_id = e.entry_id AND j.transaction_id = d.transaction_id
   WHERE d.amount IS NOT NULL AND coalesce(j.foreign_amount, j.amount, 0) <> abs(d.amount)`;

/** Each accrual that is booked stands in the journal with its amount, on both sides. */
export const accrualsAreInTheJournal: VerificationCheck = {
  name: 'accrualsAreInTheJournal',
  run: async (db): Promise<CheckResult> => {
    const { rows } = await db.query<{ subject: string; expected: Money; actual: Money }>(entries);
    const { rows: counts } = await db.query<{ booked: number }>(
      'SELECT count(*) AS booked FROM accrual WHERE amount IS NOT NULL',
    );
    const found = rows.map(({ subject, expected, actual }) => ({
      subject: `journal ${subject}`,
      expected: expected.toFixed(),
      actual: actual.toFixed(),
    }));
    return {
      checked: { bookedAccruals: counts[0]?.booked ?? 0 },
      differences: cappedDifferences('ACCRUAL_JOURNAL_EQUALS_ACCRUAL', found, found.length),
    };
  },
};
