import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import { isZero, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import {
  appended,
  changed,
  type Decision,
  internalCommand,
  touch,
  unchanged,
} from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayContext } from '../../eod/index.ts';
import {
  accountingRateAt,
  bookedLines,
  type FinancialResource,
  glAccountReference,
  type NumberedPosting,
  numberedPostings,
  resolveRule,
} from '../../ledger/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import { closureOf } from '../operations/postingFacts.ts';
import { amountToBook } from '../rules/interest/booked.ts';
import { accrualLines, type ResourceLine } from '../rules/journal.ts';
import { type Accrual, accruals, openAccruals } from '../store/accrualBookStore.ts';
import { productOfAccount } from '../store/depositProductReference.ts';

/** The posting of an accrual, with what it will be known by; no rows where rounding leaves nothing. */
const posted = (accrual: Accrual, context: OperationContext): Decision<null> | Rejection => {
  const { encodedKey, day, productKey, branchKey, currencyCode, kind, accrued, carried } = accrual;
  const glAccounts = context.reference.get(glAccountReference);
  const product = productOfAccount(context.reference, productKey);
  const keyOf = ({ resource }: ResourceLine): EncodedKey | Rejection =>
    resolveRule(
      product.accountingRules as ReadonlyMap<FinancialResource, EncodedKey>,
      resource as FinancialResource,
      glAccounts,
    );
  const decimals = context.reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;
  const amount = amountToBook(accrued, carried, decimals);
  const [onResult, onOwed] = accrualLines(kind, amount);
  const [resultKey, owedKey] = [keyOf(onResult), keyOf(onOwed)];
  if (isRejection(resultKey)) return resultKey;
  if (isRejection(owedKey)) return owedKey;
  const dated = context.clock.zone.startOf(plusDays(day, 1));
  // What would lie in a closed period is booked today.
  const bookingDate = closureOf(branchKey, dated, context) ? context.now : dated;
  const lines = bookedLines(
    [
      { glAccountKey: resultKey, side: onResult.side, amount: onResult.amount, branchKey },
      { glAccountKey: owedKey, side: onOwed.side, amount: onOwed.amount, branchKey },
    ],
    currencyCode,
    bookingDate,
    glAccounts,
  );
  if (isRejection(lines)) return lines;
  const isForeign = glAccounts.baseCurrency?.code !== currencyCode;
  const posting: NumberedPosting = {
    draft: {
      source: { transactionId: `ACCRUAL-${day}-${encodedKey}` },
      lines,
      bookingDate,
      creationDate: context.now,
      accountKey: null,
      productKey,
      productType: 'SAVINGS',
      userKey: context.principal.userKey,
      notes: `Interest accrued on ${day}`,
      currencyCode,
    },
    written: [],
  };
  const { creationDate } = posting.draft;
  const booking = {
    amount,
    transactionId: `ACCRUAL-${day}-${encodedKey}`,
    bookingDate,
    creationDate,
    resultGlAccountKey: resultKey,
    owedGlAccountKey: owedKey,
    written: posting.written,
    accountingRate: isForeign ? (accountingRateAt(glAccounts, currencyCode, bookingDate)?.rate ?? null) : null,
    told: product.interestAccrualCalculation === 'BREAKDOWN_PER_ACCOUNT' ? carried : zero,
  };
  return {
    changes: [changed(accruals, { ...accrual, booking, isBooked: true })],
    rows: isZero(amount) ? [] : [appended(numberedPostings, posting)],
    outcome: null,
    subject: { type: 'DEPOSIT_PRODUCT', key: productKey },
  };
};

const bookAccrual = internalCommand<{ readonly accountKey: EncodedKey }, null>('bookDepositAccrual', {
  touches: ({ accountKey }) => [touch(accruals, accountKey)],
  decide: ({ accountKey }, state, context) => {
    const accrual = state.get(accruals, accountKey);
    if (!accrual) return reject('INTERNAL_ERROR', `accrual ${accountKey} does not exist`);
    return accrual.isBooked ? unchanged(null) : posted(accrual, context);
  },
});

/**
 * Books what the accounts of each product accrued: one posting for all of them in a branch and a currency, dated with the first moment after the
 * day. What was left of an earlier night is booked first.
 */
export const bookAccruals = async (context: EndOfDayContext): Promise<void> => {
  for (const keys of await openAccruals(context.tenant.pool, context.day))
    await runForAccounts(bookAccrual, keys, context);
};
