import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { dayOf, type LocalDate } from '../../../kernel/localDate.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { changed, internalCommand, touch } from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayContext, EndOfDayStep } from '../../eod/index.ts';
import { applyDueInterest } from '../operations/dueInterest.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { scheduleOf, through } from '../rules/interest/accountInterest.ts';
import { isApplicationDate } from '../rules/interest/applicationDates.ts';
import { accountsWithAccruedInterest } from '../store/accrualQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositProductReference } from '../store/depositProductReference.ts';
import { accrueInterest } from './accrueInterest.ts';
import { bookAccruals } from './bookAccruals.ts';

const bearing: readonly string[] = ['ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT', 'MATURED'];

/** Applies one account's interest that is due after a day, through a date; a night that runs again finds nothing due before it. */
const applyThrough = (after: LocalDate, date: LocalDate) =>
  internalCommand<{ readonly accountKey: EncodedKey }, null>('applyDepositInterestAtNight', {
    touches: ({ accountKey }) => [touch(depositAccounts, accountKey, { interestHistory: true })],
    decide: ({ accountKey }, state, context) => {
      const account = state.get(depositAccounts, accountKey);
      const subject = { type: 'DEPOSIT_ACCOUNT', key: accountKey };
      // What an earlier night was refused may have been the booking of an accrual: that is tried again by itself.
      if (!account) return { changes: [], rows: [], outcome: null, subject };
      // One that was locked or closed meanwhile: unlocking applies what is due.
      const applied = bearing.includes(account.accountState)
        ? applyDueInterest(account, { after, through: date }, context)
        : { account, rows: [] };
      if (isRejection(applied)) return applied;
      const changes = applied.rows.length === 0 ? [] : [changed(depositAccounts, applied.account)];
      return { changes, rows: applied.rows, outcome: null, subject };
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
    applyThrough(day, date),
    due.map(({ accountKey }) => accountKey),
    context,
  );
};

/** Applies what earlier nights were refused, on the dates on which it was due. */
const applyRefused = async (context: EndOfDayContext): Promise<void> => {
  const { refusedBefore = [], day } = context;
  const byDay = Map.groupBy(refusedBefore, (refused) => refused.day);
  for (const [since, refused] of byDay) {
    const keys = refused.map(({ accountKey }) => accountKey);
    await runForAccounts(applyThrough(since, day), keys, { ...context, day: since });
  }
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
    await applyRefused(context);
    await applyInterest(context, products);
    return accrued;
  },
};
