import type { Instant } from '../../../kernel/instant.ts';
import { absolute, isPositive, isZero, type Money, minus, plus, rounded, times, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { balancedLines } from './balancedLines.ts';
import type { AccountingRate, GlAccounts } from './glAccount.ts';
import type { JournalLine } from './journal.ts';

/** The accounting rate of a foreign currency in force at a moment. */
export const accountingRateAt = (
  { accountingRates }: Pick<GlAccounts, 'accountingRates'>,
  currencyCode: string,
  at: Instant,
): AccountingRate | undefined => accountingRates.get(currencyCode)?.find(({ startDate }) => startDate <= at);

/**
 * The lines of a posting in one currency, ready to be written: balanced in it per branch and, where it is not the ledger's, worth what the
 * accounting rate in force at `at` says. Refused with RATE_NOT_SET where there is none, and as `balancedLines` refuses.
 */
export const bookedLines = (
  lines: readonly JournalLine[],
  currencyCode: string,
  at: Instant,
  glAccounts: GlAccounts,
): readonly JournalLine[] | Rejection => {
  const { baseCurrency } = glAccounts;
  if (baseCurrency?.code === currencyCode) return balancedLines(lines, glAccounts);
  const rate = accountingRateAt(glAccounts, currencyCode, at);
  if (!baseCurrency || !rate) {
    return reject('RATE_NOT_SET', `there is no accounting rate for currencyCode ${currencyCode} at that time`);
  }
  const balanced = balancedLines(lines, glAccounts);
  return isRejection(balanced) ? balanced : inLedgerCurrency(balanced, currencyCode, rate, baseCurrency.decimals);
};

/** Each line rounded by itself, half up; the cents by which a branch then differs go to the largest line of its smaller side. */
const inLedgerCurrency = (
  lines: readonly JournalLine[],
  currencyCode: string,
  { encodedKey, rate }: AccountingRate,
  decimals: number,
): readonly JournalLine[] => {
  const converted = lines.map((line) => ({
    ...line,
    amount: rounded(times(line.amount, rate), decimals),
    foreign: { amount: line.amount, currencyCode, accountingRateKey: encodedKey },
  }));
  for (const branchKey of new Set(lines.map((line) => line.branchKey))) {
    const ofBranch = converted.filter((line) => line.branchKey === branchKey);
    let excess: Money = zero;
    for (const { side, amount } of ofBranch) excess = side === 'DEBIT' ? plus(excess, amount) : minus(excess, amount);
    if (isZero(excess)) continue;
    const smaller = isPositive(excess) ? 'CREDIT' : 'DEBIT';
    const [largest] = ofBranch
      .filter(({ side }) => side === smaller)
      .toSorted((left, right) => right.foreign.amount.comparedTo(left.foreign.amount));
    if (!largest) throw new Error('a branch of a balanced posting has lines of one side only');
    largest.amount = plus(largest.amount, absolute(excess));
  }
  return converted;
};
