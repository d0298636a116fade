import { type Decimalish, money } from '../../../kernel/money.ts';
import type { EventDetails, FundLine } from '../rules/loanAccount.ts';

type StoredDetails = Omit<EventDetails, 'fundLines'> & {
  readonly fundLines: readonly (Omit<FundLine, 'amount'> & { readonly amount: Decimalish })[];
};

/** An event's details as this program stored them. */
export const detailsOfJson = (json: StoredDetails): EventDetails => ({
  ...json,
  fundLines: json.fundLines.map((line) => ({ ...line, amount: money(line.amount) })),
});
