import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { dayOf, type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { changed, type Decision, internalCommand, touch, unchanged } from '../../../platform/posting/command.ts';
import { type RefusedAtNight, runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayContext, EndOfDayStep } from '../../eod/index.ts';
import { postingFacts } from '../operations/postingFacts.ts';
import { postedDecision } from '../operations/postTransaction.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import {
  activationDaysPayingOn,
  chargedStates,
  decideMonthlyFees,
  isChargeable,
  isMonthlyFeeDate,
  monthlyFeesOf,
} from '../rules/monthlyFees.ts';
import { accountsPayingMonthly } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositProductReference, productOfAccount } from '../store/depositProductReference.ts';

/** Charges an account the fees of a date; null where it owes none. */
const charge = (
  account: DepositAccount,
  date: LocalDate,
  context: OperationContext,
): Decision<null> | Rejection | null => {
  const { zone } = context.clock;
  if (account.activationDate === null || !isChargeable(account, date)) return null;
  const activation = zone.localDateOf(account.activationDate);
  const product = productOfAccount(context.reference, account.productTypeKey);
  const due = monthlyFeesOf(product, (method) => isMonthlyFeeDate(method, activation, date));
  if (due.length === 0) return null;
  const facts = postingFacts(account, context, { amount: zero, type: 'FEE_APPLIED', details: null });
  const charged = decideMonthlyFees(facts, due, zone.startOf(date));
  if (isRejection(charged)) return charged;
  const rows: Decision<null>['rows'][number][] = [];
  let after = account;
  for (const { definition, ...posted } of charged) {
    const decided = postedDecision(facts, posted, context, { feeRules: definition.accountingRules });
    if (isRejection(decided)) return decided;
    rows.push(...decided.rows);
    after = posted.account;
  }
  return {
    changes: [changed(depositAccounts, { ...after, monthlyFeesDate: date })],
    rows,
    outcome: null,
    subject: { type: 'DEPOSIT_ACCOUNT', key: account.encodedKey },
  };
};

/** Remembers a day for those accounts whose earlier fees could not be charged. */
const waitFor = (
  still: ReadonlyMap<EncodedKey, RefusedAtNight>,
  accountKeys: readonly EncodedKey[],
  { day, onRefused }: Pick<EndOfDayContext, 'day' | 'onRefused'>,
): void => {
  for (const key of accountKeys) {
    const earlier = still.get(key);
    if (earlier) onRefused?.({ ...earlier, day });
  }
};

const chargeOn = (date: LocalDate) =>
  internalCommand<{ readonly accountKey: EncodedKey }, null>('chargeMonthlyDepositFees', {
    touches: ({ accountKey }) => [touch(depositAccounts, accountKey)],
    decide: ({ accountKey }, state, context) => {
      const account = state.get(depositAccounts, accountKey);
      if (!account) return reject('INVALID_DEPOSIT_ACCOUNT_ID', `deposit account ${accountKey} was deleted meanwhile`);
      return charge(account, date, context) ?? unchanged(null);
    },
  });

/**
 * Charges what nights before were refused, for the dates it was due, the oldest first. Answers which accounts still can't be charged, and why: of
 * these, later dates wait, too, and none is forgotten.
 */
const chargeRefused = async (context: EndOfDayContext): Promise<ReadonlyMap<EncodedKey, RefusedAtNight>> => {
  const { refusedBefore = [], onRefused } = context;
  const still = new Map<EncodedKey, RefusedAtNight>();
  const byDay = [...Map.groupBy(refusedBefore, (one) => one.day)].toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  );
  for (const [day, refused] of byDay) {
    const keys = refused.map(({ accountKey }) => accountKey);
    waitFor(still, keys, { ...context, day });
    await runForAccounts(
      chargeOn(plusDays(day, 1)),
      keys.filter((key) => !still.has(key)),
      {
        ...context,
        day,
        onRefused: (one) => {
          still.set(one.accountKey, one);
          onRefused?.(one);
        },
      },
    );
  }
  return still;
};

/**
 * The night's step for monthly fees: those of the day that begins, with its first moment as their value date. An account remembers the last day it
 * was charged for, so a step that runs again charges only those it had not come to.
 */
export const monthlyDepositFees: EndOfDayStep = {
  name: 'deposits: monthly fees',
  run: async (context) => {
    const { pool, reference, clock } = context.tenant;
    const date = plusDays(context.day, 1);
    const refused = await chargeRefused(context);
    const products = [...(await reference.current()).get(depositProductReference).byKey.values()];
    const paying = (isDue: (method: string) => boolean): readonly EncodedKey[] =>
      products
        .filter((product: DepositProduct) => monthlyFeesOf(product, isDue).length > 0)
        .map(({ encodedKey }) => encodedKey);
    const first = dayOf(date) === 1 ? paying((method) => method === 'FIRST_OF_EVERY_MONTH') : [];
    const fromActivation = paying((method) => method === 'MONTHLY_FROM_ACTIVATION');
    if (first.length + fromActivation.length === 0) return 0;
    const found = await accountsPayingMonthly(pool, {
      states: chargedStates,
      date,
      startOfDate: clock.zone.startOf(date),
      allOf: first,
      thoseOf: fromActivation,
      activatedOn: activationDaysPayingOn(date),
      dayOf: (activation) => dayOf(clock.zone.localDateOf(activation)),
    });
    // Fees are charged in the order of their dates: a later one would hide the one that is missing.
    waitFor(refused, found, context);
    const chargeable = found.filter((accountKey) => !refused.has(accountKey));
    return runForAccounts(chargeOn(date), chargeable, context);
  },
};
