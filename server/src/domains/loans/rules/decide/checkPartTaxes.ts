import type { Money } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanTransactionDraft } from '../state.ts';

/** What a request says is tax in each part of a repayment; undefined where it says nothing. */
export type NamedTaxes = readonly (Money | undefined)[];

/**
 * Refuses parts of which something else is tax than the request says. A part pays the tax in the ratio of what is due of both, so nobody
 * chooses it: who names it makes sure that the bank and he mean the same.
 */
export const checkPartTaxes = (
  named: NamedTaxes = [],
  transactions: readonly LoanTransactionDraft[],
  eventKey: string | undefined,
): Rejection | undefined => {
  if (!named.some((tax) => tax !== undefined)) return undefined;
  const { parts = [] } = transactions.find((one) => one.eventKey === eventKey && one.parts !== undefined) ?? {};
  for (const [index, tax] of named.entries()) {
    const part = parts[index];
    if (tax === undefined || (part && tax.equals(part.tax))) continue;
    return reject(
      'INVALID_PARAMETERS',
      `customPaymentAmounts[${index}].taxOnAmount is ${tax.toFixed()}, ${part?.tax.toFixed() ?? 0} of the ${part?.amount.toFixed() ?? 0} is tax`,
    );
  }
  return undefined;
};
