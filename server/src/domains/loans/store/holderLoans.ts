import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Money, zero } from '../../../kernel/money.ts';
import type { ExposedLoan } from '../rules/decide/checkExposure.ts';
import type { HolderLoan } from '../rules/decide/checkOneLoan.ts';

type Queryable = Pick<pg.Pool, 'query'>;

type LoanRow = {
  id: string;
  account_state: HolderLoan['accountState'];
  currency_code: string;
  loan_amount: Money;
  principal_balance: Money;
  assigned_branch_key: EncodedKey | null;
  assigned_user_key: EncodedKey | null;
};

/** Another loan of a holder, with whose it is. */
type OpenLoan = HolderLoan &
  ExposedLoan & { readonly assignedBranchKey: EncodedKey | null; readonly assignedUserKey: EncodedKey | null };

/** A holder's loans that are not closed, as committed; complete where the holder is locked. */
export const openLoansOf = async (db: Queryable, holderKey: EncodedKey): Promise<readonly OpenLoan[]> => {
  const { rows } = await db.query<LoanRow>(
    `SELECT id, account_state, currency_code, loan_amount, assigned_branch_key, assigned_user_key,
            CASE WHEN terms ->> 'productType' = 'REVOLVING_CREDIT' THEN loan_amount ELSE principal_balance + (
              SELECT coalesce(sum((t.agreed ->> 'amount')::numeric), 0)
                FROM jsonb_array_elements(terms -> 'tranches') WITH ORDINALITY AS t (agreed, number)
               WHERE t.number > jsonb_array_length(disbursed_tranches)) END AS principal_balance
       FROM loan_account
      WHERE account_holder_key = $1::uuid AND account_state NOT LIKE 'CLOSED%' ORDER BY creation_date, encoded_key`,
    [holderKey],
  );
  return rows.map((row) => ({
    id: row.id,
    accountState: row.account_state,
    currencyCode: row.currency_code,
    loanAmount: row.loan_amount,
    principalBalance: row.principal_balance,
    assignedBranchKey: row.assigned_branch_key,
    assignedUserKey: row.assigned_user_key,
  }));
};

/** What a holder has in deposit accounts of a currency, less what is overdrawn. */
export const savingsOf = async (db: Queryable, holderKey: EncodedKey, currencyCode: string): Promise<Money> => {
  const { rows } = await db.query<{ savings: Money }>(
    'SELECT coalesce(sum(total_balance), 0) AS savings FROM deposit_account WHERE account_holder_key = $1::uuid AND currency_code = $2',
    [holderKey, currencyCode],
  );
  return rows[0]?.savings ?? zero;
};

/** What counts of a loan's holder besides the loan: keys of his other loans, closed ones too, because those may be opened again, and his savings. */
export type HolderPosition = { readonly otherLoans: readonly EncodedKey[]; readonly savings: Money };

/** The position of the holder of a loan, in the loan's currency. */
export const positionOfHolder = async (db: Queryable, loanRef: string): Promise<HolderPosition> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey | null; savings: Money }>(
    `SELECT o.encoded_key, s.savings FROM loan_account a
      CROSS JOIN LATERAL (SELECT coalesce(sum(d.total_balance), 0) AS savings FROM deposit_account d
                           WHERE d.account_holder_key = a.account_holder_key AND d.currency_code = a.currency_code) s
       LEFT JOIN loan_account o ON o.account_holder_key = a.account_holder_key AND o.encoded_key <> a.encoded_key
      WHERE a.encoded_key = $1::uuid OR a.id = $2 ORDER BY o.encoded_key`,
    [asEncodedKey(loanRef) ?? null, loanRef],
  );
  return { otherLoans: rows.flatMap((row) => row.encoded_key ?? []), savings: rows[0]?.savings ?? zero };
};
