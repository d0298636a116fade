import { type Decimalish, money } from '../../../kernel/money.ts';
import type { DetailsOfEvent, EventDetails, FundLine, OriginalAmount } from '../rules/loanAccount.ts';

/** What most events have nothing of is not stored. */
const nothing = {
  notes: null,
  externalId: null,
  channelKey: null,
  channelId: null,
  branchKey: null,
  linkedDepositTransactionKey: null,
} as const satisfies Partial<EventDetails>;
const names = Object.keys(nothing) as (keyof typeof nothing)[];

type StoredDetails = Omit<EventDetails, 'fundLines' | 'original' | keyof typeof nothing> &
  Partial<Pick<EventDetails, keyof typeof nothing>> & {
    readonly fundLines?: readonly (Omit<FundLine, 'amount'> & { readonly amount: Decimalish })[];
    readonly original?: Omit<OriginalAmount, 'amount'> & { readonly amount: Decimalish };
  };

const noLines: EventDetails['fundLines'] = [];

/** An event's details as they are stored in its own row: without what there is nothing of. */
export const detailsToJson = ({ eventKey: _, fundLines, ...details }: DetailsOfEvent): string => {
  const stored: { -readonly [Name in keyof StoredDetails]?: StoredDetails[Name] | undefined } = { ...details };
  for (const name of names) if (stored[name] === null) stored[name] = undefined;
  if (fundLines.length > 0) stored.fundLines = fundLines;
  return JSON.stringify(stored);
};

/** An event's details as this program stored them in its row. */
export const detailsOfJson = (eventKey: string, { original, fundLines, ...json }: StoredDetails): DetailsOfEvent => ({
  eventKey,
  ...nothing,
  ...json,
  ...(original ? { original: { ...original, amount: money(original.amount) } } : {}),
  fundLines: fundLines?.map((line) => ({ ...line, amount: money(line.amount) })) ?? noLines,
});
