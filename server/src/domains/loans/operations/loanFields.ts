import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { columnValue, judgedCustomFields } from '../../../platform/customFields/entityFields.ts';
import { toldValues } from '../../../platform/customFields/values.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { storeCustomFields } from '../store/loanAccountStore.ts';

/** The loan with the custom fields that a body asks for, or why they are refused. A PUT (`replaces`) keeps what its caller could not know of. */
export const withLoanFields = async (
  before: LoanAccount | undefined,
  account: LoanAccount,
  body: Readonly<Record<string, unknown>>,
  context: WriteContext,
  replaces: boolean,
): Promise<LoanAccount | Rejection> => {
  const judged = await judgedCustomFields(
    { table: 'loan_account', key: account.encodedKey, hosts: new Map([['LOAN_ACCOUNT', account.productTypeKey]]) },
    before && toldValues(before.customFields ?? {}),
    body,
    context,
    replaces,
  );
  return isRejection(judged) ? judged : { ...account, customFields: columnValue(judged.values) };
};

/** Stores the custom fields of a loan whose row is there, where it has or had any. */
export const storeLoanFields = async (
  before: LoanAccount | undefined,
  { encodedKey, customFields }: LoanAccount,
  { db }: WriteContext,
): Promise<void> => {
  if ((before?.customFields ?? null) !== null || customFields !== null) {
    await storeCustomFields(db, encodedKey, customFields);
  }
};
