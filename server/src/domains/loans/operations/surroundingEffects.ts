import { appended, type RowEffect } from '../../../platform/posting/command.ts';
import { clientAccountActivity } from '../../clients/index.ts';
import { loanTransactionLinks, pledges, settlementLinks } from '../../deposits/index.ts';
import { groupLoanActivity } from '../../groups/index.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { noSecurities, pledgeMoves, type Securities } from '../rules/securities.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';

// What a change of a loan does to those around it.

/** The deposit half of a transfer follows its loan half to the key under which that was posted again. */
export const linkedAgain = ({ encodedKey, linkedDepositTransactionKey }: LoanTransaction): readonly RowEffect[] =>
  linkedDepositTransactionKey === null
    ? []
    : [
        appended(loanTransactionLinks, {
          depositTransactionKey: linkedDepositTransactionKey,
          loanTransactionKey: encodedKey,
        }),
      ];

const activity = (before: LoanAccount, after: LoanAccount): readonly RowEffect[] => {
  if (before.accountState === after.accountState) return [];
  const { accountHolderKey: holder, accountHolderType, lastModifiedDate: now } = after;
  return accountHolderType === 'CLIENT'
    ? [appended(clientAccountActivity, { clientKey: holder, now })]
    : [appended(groupLoanActivity, { groupKey: holder, now })];
};

const isClosed = ({ accountState }: LoanAccount): boolean => accountState.startsWith('CLOSED');

/** A closed loan lets go of its settlement account, so that that one can be closed too; an opened one takes it again. */
const settlementLink = (before: LoanAccount, after: LoanAccount): readonly RowEffect[] =>
  after.settlementAccountKey !== null && isClosed(before) !== isClosed(after)
    ? [
        appended(settlementLinks, {
          depositKey: after.settlementAccountKey,
          loanKey: after.encodedKey,
          linked: !isClosed(after),
        }),
      ]
    : [];

/** The securities of a loan that lock money on deposit accounts: none once it is closed. */
export const standingSecurities = (account: LoanAccount): Securities =>
  isClosed(account) ? noSecurities : account.securities;

/** A loan that is closed sets the money of its guarantors free, and one that is opened again locks it again. */
const pledgesMoved = (before: LoanAccount, after: LoanAccount): readonly RowEffect[] =>
  isClosed(before) === isClosed(after)
    ? []
    : pledgeMoves(standingSecurities(before), standingSecurities(after)).map((move) => appended(pledges, move));

/** A change of the loan's state as its holder, its guarantors and its settlement account see it. */
export const surroundingEffects = (before: LoanAccount, after: LoanAccount): readonly RowEffect[] => [
  ...activity(before, after),
  ...settlementLink(before, after),
  ...pledgesMoved(before, after),
];
