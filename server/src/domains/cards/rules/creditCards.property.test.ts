import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import { type Money, minus, money, plus, smallest, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { AuthorizationHold } from '../../deposits/rules/holds/authorizationHold.ts';
import {
  decideDecrease,
  decideHold,
  decideIncrease,
  decideRelease,
  decideSettled,
  type HoldBearer,
} from '../../deposits/rules/holds/decideHold.ts';
import type { LoanAccountFacts, LoanContext, LoanDecision } from '../../loans/rules/decide/account.ts';
import { decideCardDraw, decideCardReversal } from '../../loans/rules/decide/decideCardDraw.ts';
import { decideCardReturn } from '../../loans/rules/decide/decideCardReturn.ts';
import { decideRepayment } from '../../loans/rules/decide/decideRepayment.ts';
import { decideWithdrawal, undrawnOf } from '../../loans/rules/decide/decideWithdrawal.ts';
import { heldCredit } from '../../loans/rules/decide/heldCredit.ts';
import { approved, contextOn } from '../../loans/rules/decide/testAccount.ts';
import { on } from '../../loans/rules/testLoan.ts';
import { revolvingTermsOf } from '../../loans/rules/testTerms.ts';

// Cards on a revolving credit, in any order of things, against a small model in whole numbers that was written from the guide. The credit bears
// no interest, so that its principal is all that is owed, whatever days pass.

const limit = 150;

type Model = {
  owed: number;
  readonly holds: { amount: number; open: boolean }[];
  readonly payments: { left: number }[];
  /** Payments by card to the credit. */
  readonly credits: { left: number }[];
};

const kinds = [
  'draw',
  'repay',
  'hold',
  'increase',
  'decrease',
  'reverse',
  'expire',
  'settle',
  'pay',
  'takeBack',
  'payIn',
  'return',
] as const;

type Step = {
  readonly kind: (typeof kinds)[number];
  readonly days: number;
  readonly amount: number;
  readonly of: number;
  readonly advice: boolean;
  readonly partial: boolean;
};

const heldIn = ({ holds }: Model): number => holds.reduce((sum, { amount, open }) => (open ? sum + amount : sum), 0);
const availableIn = (model: Model): number => limit - model.owed - heldIn(model);
const chosen = <T>(list: readonly T[], of: number): T | undefined =>
  list.length === 0 ? undefined : list[of % list.length];

/** Takes a step in the model; answers whether it may be taken. */
const stepped = (model: Model, { kind, amount, of, advice, partial }: Step): boolean => {
  const hold = chosen(model.holds, of);
  const payment = chosen(model.payments, of);
  const credit = chosen(model.credits, of);
  const available = availableIn(model);
  switch (kind) {
    case 'draw':
      if (amount > available) return false;
      model.owed += amount;
      return true;
    case 'repay':
      if (amount > model.owed) return false;
      model.owed -= amount;
      return true;
    case 'hold': {
      const taken = advice || amount <= available ? amount : partial ? available : 0;
      if (taken <= 0) return false;
      model.holds.push({ amount: taken, open: true });
      return true;
    }
    case 'increase':
      if (!hold?.open || (!advice && amount > available)) return false;
      hold.amount += amount;
      return true;
    case 'decrease':
      if (!hold?.open) return false;
      if (amount >= hold.amount) hold.open = false;
      else hold.amount -= amount;
      return true;
    case 'reverse':
    case 'expire':
      if (!hold?.open) return false;
      hold.open = false;
      return true;
    case 'settle':
      if (!hold?.open || amount > limit - model.owed) return false;
      if (!advice && amount - hold.amount > Math.max(available, 0)) return false;
      if (partial && amount < hold.amount) hold.amount -= amount;
      else hold.open = false;
      model.owed += amount;
      model.payments.push({ left: amount });
      return true;
    case 'pay':
      if (amount > (advice ? limit - model.owed : available)) return false;
      model.owed += amount;
      model.payments.push({ left: amount });
      return true;
    case 'takeBack':
      if (!payment || amount > payment.left || amount > model.owed) return false;
      payment.left -= amount;
      model.owed -= amount;
      return true;
    case 'payIn':
      if (amount > model.owed) return false;
      model.owed -= amount;
      model.credits.push({ left: amount });
      return true;
    case 'return':
      if (!credit || amount > credit.left || amount > available) return false;
      credit.left -= amount;
      model.owed += amount;
      return true;
  }
};

type Real = {
  account: LoanAccountFacts;
  readonly holds: AuthorizationHold[];
  /** The events of the payments, from the credit and to it. */
  readonly payments: string[];
  readonly credits: string[];
};

const bearerOf = (account: LoanAccountFacts, context: LoanContext): HoldBearer<LoanAccountFacts> => ({
  ...heldCredit(account, context),
  account,
  encodedKey: 'c'.repeat(32) as EncodedKey,
  currencyCode: 'EUR',
  decimals: 2,
  now: 0 as Instant,
  withHeld: (_direction, amount) => ({ ...account, held: plus(account.held ?? zero, amount) }),
  told: ({ id }) => ({
    accountId: id,
    availableBalance: zero,
    totalBalance: zero,
    creditLimit: zero,
    currencyCode: 'EUR',
    cardType: 'CREDIT',
  }),
});

/** Takes over a decision about the loan; what is held stays as it was before. */
const moved = (real: Real, decision: LoanDecision | Rejection, held: Money | undefined): boolean => {
  if (isRejection(decision)) return false;
  real.account = { ...decision.account, held: held ?? zero };
  return true;
};

const payment = (
  real: Real,
  context: LoanContext,
  hold: AuthorizationHold | null,
  { amount: units, of, advice, partial }: Step,
): boolean => {
  const amount = money(units);
  const { account } = real;
  const settled = hold && decideSettled(bearerOf(account, context), hold, amount, partial);
  if (settled && isRejection(settled)) return false;
  const kept = hold ? smallest(hold.amount, amount) : zero;
  const decision = decideCardDraw(account, { amount, kept, advice }, context);
  if (!moved(real, decision, settled ? settled.account.held : account.held)) return false;
  if (settled) real.holds[of % real.holds.length] = settled.hold;
  real.payments.push(real.account.events.at(-1)?.key ?? '');
  return true;
};

/** Takes a step by the rules; answers whether they let it be taken. */
const taken = (real: Real, context: LoanContext, step: Step): boolean => {
  const { kind, of, advice, partial } = step;
  const amount = money(step.amount);
  const { account } = real;
  const bearer = bearerOf(account, context);
  const hold = chosen(real.holds, of);
  const change = { amount, originalAmount: null, advice, change: null };
  switch (kind) {
    case 'draw':
      return moved(real, decideWithdrawal(account, { amount }, context), account.held);
    case 'repay':
      return moved(real, decideRepayment(account, { amount }, context), account.held);
    case 'payIn': {
      const paid = moved(real, decideRepayment(account, { amount, byCard: true }, context), account.held);
      if (paid) real.credits.push(real.account.events.at(-1)?.key ?? '');
      return paid;
    }
    case 'return': {
      const paid = chosen(real.credits, of);
      return (
        paid !== undefined && moved(real, decideCardReturn(account, { payment: paid, amount }, context), account.held)
      );
    }
    case 'hold': {
      const held = decideHold(bearer, {
        cardKey: null,
        cardToken: null,
        externalReferenceId: 'H',
        amount,
        direction: 'DBIT',
        originalAmount: null,
        originalCurrency: null,
        exchangeRate: null,
        advice,
        partial,
        customExpirationPeriod: null,
        cardAcceptor: null,
        userTransactionTime: null,
        request: '',
      });
      if (isRejection(held)) return false;
      real.account = held.account;
      real.holds.push(held.hold);
      return true;
    }
    case 'pay':
      return payment(real, context, null, step);
    case 'settle':
      return hold ? payment(real, context, hold, step) : false;
    case 'takeBack': {
      const draw = chosen(real.payments, of);
      return (
        draw !== undefined && moved(real, decideCardReversal(account, { payment: draw, amount }, context), account.held)
      );
    }
    default: {
      if (!hold) return false;
      const held =
        kind === 'increase'
          ? decideIncrease(bearer, hold, change)
          : kind === 'decrease'
            ? decideDecrease(bearer, hold, change)
            : decideRelease(bearer, hold, kind === 'reverse' ? 'REVERSED' : 'EXPIRED');
      if (isRejection(held)) return false;
      real.account = held.account;
      real.holds[of % real.holds.length] = held.hold;
      return true;
    }
  }
};

test('in any order of holds, changes, payments, settlements, reversals, expiries, draws and repayments, the credit is what the model says', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom(...kinds, 'hold', 'pay', 'takeBack', 'takeBack', 'return'),
    days: fc.constantFrom(0, 0, 0, 1, 20),
    amount: fc.integer({ min: 1, max: 60 }),
    of: fc.nat(2),
    advice: fc.boolean(),
    partial: fc.boolean(),
  });
  const terms = revolvingTermsOf({ loanAmount: limit, rate: '0' });
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
      const model: Model = { owed: 0, holds: [], payments: [], credits: [] };
      const real: Real = { account: approved({ terms, nextSequence: 0 }), holds: [], payments: [], credits: [] };
      let day = on('2024-01-10');
      for (const one of steps) {
        day = plusDays(day, one.days);
        const context = contextOn(day);
        const before = availableIn(model);
        const may = stepped(model, one);
        expect([one.kind, one.amount, taken(real, context, one)]).toEqual([one.kind, one.amount, may]);
        const undrawn = undrawnOf(real.account, context);
        const held = real.account.held ?? zero;
        expect([undrawn, held, minus(undrawn, held)].map(Number)).toEqual([
          limit - model.owed,
          heldIn(model),
          availableIn(model),
        ]);
        expect(real.holds.map(({ status, amount }) => (status === 'PENDING' ? Number(amount) : 'ended'))).toEqual(
          model.holds.map(({ amount, open }) => (open ? amount : 'ended')),
        );
        // Only an advice takes what is not there; and nothing is ever drawn beyond the credit.
        if (!one.advice) expect(availableIn(model)).toBeGreaterThanOrEqual(Math.min(0, before));
        expect(Number(undrawn)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 2000 },
  );
}, 120_000);
