import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money, plus, zero } from '../../../../kernel/money.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import { type DepositBlock, decideBlock, decideSeizure, decideUnblock } from '../block.ts';
import { decideDeposit, decideWithdrawal } from '../decidePosting.ts';
import { availableBalance, type DepositAccount } from '../depositAccount.ts';
import { exampleAccount, exampleFacts, noon, request } from '../examples.ts';
import type { AuthorizationHold } from './authorizationHold.ts';
import { decideCardPayment, decideCardReversal, type TakenBack } from './decideCardPosting.ts';
import { decideHeldPosting } from './decideHeldPosting.ts';
import { decideDecrease, decideHold, decideIncrease, decideRelease } from './decideHold.ts';
import { depositBearer } from './depositBearer.ts';

const limit = 50;

/** What an account, its holds, blocks and card payments are, in whole numbers: written from the guide, not from the rules. */
type Model = {
  balance: number;
  readonly holds: { amount: number; open: boolean }[];
  readonly blocks: { amount: number; seized: number; open: boolean }[];
  readonly payments: { left: number }[];
};

type Step = {
  readonly kind: (typeof kinds)[number];
  readonly amount: number;
  readonly of: number;
  readonly advice: boolean;
  readonly partial: boolean;
};
const kinds = [
  'deposit',
  'withdraw',
  'hold',
  'increase',
  'decrease',
  'reverse',
  'expire',
  'settle',
  'settleWhole',
  'seizeRest',
  'pay',
  'takeBack',
  'block',
  'release',
  'seize',
] as const;

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
const heldIn = ({ holds }: Model): number => total(holds.map(({ amount, open }) => (open ? amount : 0)));
const blockedIn = ({ blocks }: Model): number =>
  total(blocks.map(({ amount, seized, open }) => (open ? amount - seized : 0)));
const availableIn = (model: Model): number => model.balance + limit - heldIn(model) - blockedIn(model);
const chosen = <T>(list: readonly T[], of: number): T | undefined =>
  list.length === 0 ? undefined : list[of % list.length];

/** Takes a step in the model; answers whether it may be taken. */
const stepped = (model: Model, { kind, amount, of, advice, partial }: Step): boolean => {
  const hold = chosen(model.holds, of);
  const block = chosen(model.blocks, of);
  const payment = chosen(model.payments, of);
  const available = availableIn(model);
  switch (kind) {
    case 'deposit':
      model.balance += amount;
      return true;
    case 'withdraw':
      if (amount > available) return false;
      model.balance -= amount;
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
    case 'settle': {
      if (!hold?.open || amount > model.balance + limit) return false;
      if (!advice && amount - hold.amount > Math.max(available, 0)) return false;
      if (partial && amount < hold.amount) hold.amount -= amount;
      else hold.open = false;
      model.balance -= amount;
      model.payments.push({ left: amount });
      return true;
    }
    case 'settleWhole':
      if (!hold?.open || hold.amount > model.balance + limit) return false;
      hold.open = false;
      model.balance -= hold.amount;
      return true;
    case 'pay':
      if (amount > (advice ? model.balance + limit : available)) return false;
      model.balance -= amount;
      model.payments.push({ left: amount });
      return true;
    case 'takeBack':
      if (!payment || amount > payment.left) return false;
      payment.left -= amount;
      model.balance += amount;
      return true;
    case 'block':
      model.blocks.push({ amount, seized: 0, open: true });
      return true;
    case 'release':
      if (!block?.open || block.seized > 0) return false;
      block.open = false;
      return true;
    case 'seizeRest': {
      const rest = block ? block.amount - block.seized : 0;
      if (!block?.open || rest > model.balance) return false;
      block.seized += rest;
      block.open = false;
      model.balance -= rest;
      return true;
    }
    default:
      if (!block?.open || amount > block.amount - block.seized || amount > model.balance) return false;
      block.seized += amount;
      model.balance -= amount;
      if (block.seized === block.amount) block.open = false;
      return true;
  }
};

type Real = {
  account: DepositAccount;
  readonly holds: AuthorizationHold[];
  readonly blocks: DepositBlock[];
  readonly payments: TakenBack[];
};

const card = { advice: false, amount: money(1), externalReferenceId: 'P' };

/** Takes a step by the rules; answers whether they let it be taken. */
const taken = (real: Real, { kind, amount: units, of, advice, partial }: Step): boolean => {
  const facts = { ...exampleFacts(), account: real.account };
  const amount = money(units);
  const [hold, block, payment] = [chosen(real.holds, of), chosen(real.blocks, of), chosen(real.payments, of)];
  const change = { amount, originalAmount: null, advice, change: null };
  const put = (result: { account: DepositAccount; hold: AuthorizationHold }, at = real.holds.length): void => {
    real.account = result.account;
    real.holds[at] = result.hold;
  };
  switch (kind) {
    case 'deposit':
    case 'withdraw': {
      const posted =
        kind === 'deposit' ? decideDeposit(facts, request(units)) : decideWithdrawal(facts, request(units));
      if (isRejection(posted)) return false;
      real.account = posted.account;
      return true;
    }
    case 'hold': {
      const held = decideHold(depositBearer(facts), {
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
      put(held);
      return true;
    }
    case 'increase':
    case 'decrease':
    case 'reverse':
    case 'expire': {
      if (!hold) return false;
      const held =
        kind === 'increase'
          ? decideIncrease(depositBearer(facts), hold, change)
          : kind === 'decrease'
            ? decideDecrease(depositBearer(facts), hold, change)
            : decideRelease(depositBearer(facts), hold, kind === 'reverse' ? 'REVERSED' : 'EXPIRED');
      if (isRejection(held)) return false;
      put(held, of % real.holds.length);
      return true;
    }
    case 'settleWhole': {
      if (!hold) return false;
      const whole = { type: 'WITHDRAWAL', request: request(Number(hold.amount)), skipMaximum: false } as const;
      const paid = decideHeldPosting(facts, hold, whole);
      if (isRejection(paid)) return false;
      real.account = paid.account;
      if (paid.hold) real.holds[of % real.holds.length] = paid.hold;
      return true;
    }
    case 'settle':
    case 'pay': {
      if (kind === 'settle' && !hold) return false;
      const settling = kind === 'settle' ? (hold ?? null) : null;
      const paid = decideCardPayment(facts, settling, { amount, direction: 'DBIT', advice, partial, card });
      if (isRejection(paid)) return false;
      real.account = paid.account;
      if (paid.hold) real.holds[of % real.holds.length] = paid.hold;
      real.payments.push({ direction: 'DBIT', amount, reversedAmount: zero });
      return true;
    }
    case 'takeBack': {
      if (!payment) return false;
      const posted = decideCardReversal(facts, payment, amount, card);
      if (isRejection(posted)) return false;
      real.account = posted.account;
      real.payments[of % real.payments.length] = { ...payment, reversedAmount: plus(payment.reversedAmount, amount) };
      return true;
    }
    default:
      return takenOnBlock(real, kind, units, of, block);
  }
};

const takenOnBlock = (
  real: Real,
  kind: 'block' | 'release' | 'seize' | 'seizeRest',
  units: number,
  of: number,
  block: DepositBlock | undefined,
): boolean => {
  const facts = { ...exampleFacts(), account: real.account };
  const amount = money(units);
  if (kind !== 'block' && !block) return false;
  const result =
    kind === 'block' || !block
      ? decideBlock(facts, undefined, { externalReferenceId: `B${real.blocks.length}`, amount, notes: null })
      : kind === 'release'
        ? decideUnblock(facts, block)
        : decideSeizure(facts, block, { amount: kind === 'seize' ? amount : null, externalId: null, notes: null });
  if (isRejection(result)) return false;
  real.account = result.account;
  real.blocks[kind === 'block' ? real.blocks.length : of % real.blocks.length] = result.block;
  return true;
};

test('in any order of holds, changes, settlements, reversals, expiries, blocks, seizures and postings, the account is what the model says', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom(...kinds),
    amount: fc.integer({ min: 1, max: 60 }),
    of: fc.nat(5),
    advice: fc.boolean(),
    partial: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const model: Model = { balance: 100, holds: [], blocks: [], payments: [] };
      const real: Real = {
        account: exampleAccount({ totalBalance: money(100), allowOverdraft: true, overdraftLimit: money(limit) }),
        holds: [],
        blocks: [],
        payments: [],
      };
      for (const one of steps) {
        const before = availableIn(model);
        const may = stepped(model, one);
        const told = [one.kind, one.amount, taken(real, one)];
        expect(told).toEqual([one.kind, one.amount, may]);
        const { totalBalance, holdBalance, blockedBalance } = real.account;
        const available = availableBalance(real.account, noon);
        expect([totalBalance, holdBalance, blockedBalance, available].map(Number)).toEqual([
          model.balance,
          heldIn(model),
          blockedIn(model),
          availableIn(model),
        ]);
        expect(real.holds.map(({ status, amount }) => (status === 'PENDING' ? Number(amount) : 'ended'))).toEqual(
          model.holds.map(({ amount, open }) => (open ? amount : 'ended')),
        );
        // Only an advice and a block take what is not there; and nothing goes below the limit.
        if (!one.advice && one.kind !== 'block') expect(Number(available)).toBeGreaterThanOrEqual(Math.min(0, before));
        expect(Number(totalBalance)).toBeGreaterThanOrEqual(-limit);
      }
    }),
    { numRuns: 10_000 },
  );
}, 120_000);
