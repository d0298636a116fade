import { type Decimalish, money } from '../../../kernel/money.ts';
import type { EventDetails, FundLine, OriginalAmount } from '../rules/loanAccount.ts';

type StoredDetails = Omit<EventDetails, 'fundLines' | 'original'> & {
  readonly fundLines: readonly (Omit<FundLine, 'amount'> & { readonly amount: Decimalish })[];
  readonly original?: Omit<OriginalAmount, 'amount'> & { readonly amount: Decimalish };
};

/** An event's details as this program stored them. */
export const detailsOfJson = ({ original, ...json }: StoredDetails): EventDetails => ({
  ...json,
  ...(original ? { original: { ...original, amount: money(original.amount) } } : {}),
  fundLines: json.fundLines.map((line) => ({ ...line, amount: money(line.amount) })),
});
