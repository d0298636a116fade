import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { dayOf, type LocalDate } from '../../../kernel/localDate.ts';
import { zero } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { internalCommand, touch } from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayContext, EndOfDayStep } from '../../eod/index.ts';
import { appliedDecision } from '../operations/applied.ts';
import { interestFactsOf } from '../operations/interestFacts.ts';
import { postingFacts } from '../operations/postingFacts.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { scheduleOf, through } from '../rules/interest/accountInterest.ts';
import { isApplicationDate } from '../rules/interest/applicationDates.ts';
import { decideApplication } from '../rules/interest/decideApplication.ts';
import { accountsWithAccruedInterest } from '../store/accrualQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositProductReference, productOfAccount } from '../store/depositProductReference.ts';
import { accrueInterest } from './accrueInterest.ts';
import { bookAccruals } from './bookAccruals.ts';

/** Applies one account's interest on a date, unless that was done: a night that runs again finds nothing accrued before it. */
const applyOn = (date: LocalDate) =>
  internalCommand<{ readonly accountKey: EncodedKey }, null>('applyDepositInterestAtNight', {
    touches: ({ accountKey }) => [touch(depositAccounts, accountKey, { interestHistory: true })],
    decide: ({ accountKey }, state, context) => {
      const account = state.get(depositAccounts, accountKey);
      if (!account) return reject('INVALID_DEPOSIT_ACCOUNT_ID', `deposit account ${accountKey} was deleted meanwhile`);
      const nothing = { changes: [], rows: [], outcome: null, subject: { type: 'DEPOSIT_ACCOUNT', key: accountKey } };
      const { zone } = context.clock;
      const activation = account.activationDate && zone.localDateOf(account.activationDate);
      const product = productOfAccount(context.reference, account.productTypeKey);
      const maturity = account.maturityDate && zone.localDateOf(account.maturityDate);
      const schedule = activation && scheduleOf(activation, maturity, product, account.interest?.own ?? null);
      if (!schedule || !isApplicationDate(schedule, date)) return nothing;
      const facts = postingFacts(account, context, { amount: zero, type: 'INTEREST_APPLIED', details: null });
      const applied = decideApplication(
        facts,
        { date, valueDate: zone.startOf(date), notes: null },
        interestFactsOf(context, account.assignedBranchKey),
      );
      // Days without a value of the index are applied together with later ones, and so is what nobody knows the tax of.
      if (isRejection(applied) || applied.posted === null) return nothing;
      const decided = appliedDecision(facts, applied, context);
      return isRejection(decided) ? decided : { ...decided, outcome: null };
    },
  });

/** Whether accounts that follow their product can have a date at all: where the calendar alone decides, most nights have nothing to do. */
const mayApplyOn =
  (date: LocalDate) =>
  ({ interest, maturity }: DepositProduct): boolean =>
    interest !== null &&
    (interest.interestPaymentPoint !== 'FIRST_DAY_OF_MONTH' || maturity !== null || dayOf(date) === 1);

/** Posts INTEREST_APPLIED on every account whose schedule has the day after as an application date. */
const applyInterest = async (
  context: EndOfDayContext,
  products: ReadonlyMap<EncodedKey, DepositProduct>,
): Promise<number> => {
  const { tenant, day } = context;
  const date = through(day);
  const { zone } = tenant.clock;
  const paying = [...products.values()].filter(mayApplyOn(date)).map(({ encodedKey }) => encodedKey);
  const accounts = await accountsWithAccruedInterest(tenant.pool, paying, date);
  const due = accounts.filter(({ productKey, activationDate, maturityDate, payment }) => {
    const product = products.get(productKey);
    const schedule =
      product &&
      scheduleOf(zone.localDateOf(activationDate), maturityDate && zone.localDateOf(maturityDate), product, {
        payment,
      });
    return schedule && isApplicationDate(schedule, date);
  });
  return runForAccounts(
    applyOn(date),
    due.map(({ accountKey }) => accountKey),
    context,
  );
};

/** The night's step for interest: the day's interest of every account accrues, and is applied where the day after is an application date. */
export const depositInterest: EndOfDayStep = {
  name: 'deposits: accrue and apply interest',
  run: async (context) => {
    const reference = await context.tenant.reference.current();
    const products = reference.get(depositProductReference).byKey;
    if (!products.values().some(({ interest, overdraftInterest }) => interest !== null || overdraftInterest !== null))
      return 0;
    const accrued = await accrueInterest(context);
    await bookAccruals(context);
    await applyInterest(context, products);
    return accrued;
  },
};
