import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, minus, money, smallest, zero } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { type DepositBlock, decideBlock, decideBlockAmount, decideSeizure, decideUnblock } from './block.ts';
import { decideDeposit, decideWithdrawal } from './decidePosting.ts';
import { availableBalance, type DepositAccount } from './depositAccount.ts';
import { exampleAccount, exampleFacts, noon, request } from './examples.ts';

/** What an account and its blocks are, in whole numbers: written from the guide, not from the rules. */
type Model = { balance: number; readonly blocks: { amount: number; seized: number; open: boolean }[] };

const limit = 50;
const left = ({ amount, seized, open }: Model['blocks'][number]): number => (open ? amount - seized : 0);
const blockedIn = ({ blocks }: Model): number => blocks.reduce((sum, block) => sum + left(block), 0);
const availableIn = (model: Model): number => model.balance + limit - blockedIn(model);

type Step =
  | { readonly kind: 'deposit' | 'withdraw' | 'block'; readonly amount: number }
  | { readonly kind: 'change' | 'seize'; readonly of: number; readonly amount: number }
  | { readonly kind: 'release' | 'seizeAll'; readonly of: number };

/** Takes a step in the model; answers whether it may be taken. */
const stepped = (model: Model, step: Step): boolean => {
  const block = 'of' in step && model.blocks.length > 0 ? model.blocks[step.of % model.blocks.length] : undefined;
  switch (step.kind) {
    case 'deposit':
      model.balance += step.amount;
      return true;
    case 'withdraw':
      if (step.amount > availableIn(model)) return false;
      model.balance -= step.amount;
      return true;
    case 'block':
      model.blocks.push({ amount: step.amount, seized: 0, open: true });
      return true;
    case 'change':
      if (!block?.open || step.amount < block.seized) return false;
      block.amount = step.amount;
      if (left(block) === 0) block.open = false;
      return true;
    case 'release':
      if (!block?.open || block.seized > 0) return false;
      block.open = false;
      return true;
    default: {
      const amount = step.kind === 'seize' ? step.amount : block ? left(block) : 0;
      if (!block?.open || amount > left(block) || amount > model.balance) return false;
      block.seized += amount;
      model.balance -= amount;
      if (left(block) === 0) block.open = false;
      return true;
    }
  }
};

type Real = { account: DepositAccount; readonly blocks: DepositBlock[] };

const taken = (real: Real, step: Step): boolean => {
  const facts = { ...exampleFacts(), account: real.account };
  const index = 'of' in step ? step.of % Math.max(1, real.blocks.length) : real.blocks.length;
  const of = real.blocks[index];
  const seizure = { amount: step.kind === 'seize' ? money(step.amount) : null, externalId: null, notes: null };
  if ('of' in step && !of) return false;
  const decide = (): ReturnType<typeof decideDeposit> | ReturnType<typeof decideBlock> => {
    if (step.kind === 'deposit') return decideDeposit(facts, request(step.amount));
    if (step.kind === 'withdraw') return decideWithdrawal(facts, request(step.amount));
    if (step.kind === 'block' || !of)
      return decideBlock(facts, of, {
        externalReferenceId: `B${index}`,
        amount: money('amount' in step ? step.amount : 0),
        notes: null,
      });
    if (step.kind === 'change') return decideBlockAmount(facts, of, money(step.amount));
    return step.kind === 'release' ? decideUnblock(facts, of) : decideSeizure(facts, of, seizure);
  };
  const result = decide();
  if (isRejection(result)) return false;
  real.account = result.account;
  if ('block' in result) real.blocks[index] = result.block;
  return true;
};

const amount = fc.integer({ min: 1, max: 120 });
const of = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('deposit' as const, 'withdraw' as const, 'block' as const), amount }),
  fc.record({ kind: fc.constantFrom('change' as const, 'seize' as const), of, amount }),
  fc.record({ kind: fc.constantFrom('release' as const, 'seizeAll' as const), of }),
);

test('blocks, seizures, deposits and withdrawals in any order leave what a small model says, and a debit never more debt than allowed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const model: Model = { balance: 0, blocks: [] };
      const overdraft = { allowOverdraft: true, overdraftLimit: money(limit) };
      const real: Real = { account: exampleAccount(overdraft), blocks: [] };
      for (const each of steps) {
        const before: Money = availableBalance(real.account, noon);
        expect(taken(real, each)).toBe(stepped(model, each));
        const { account } = real;
        const available = availableBalance(account, noon);
        expect([account.totalBalance, account.blockedBalance, available].map(Number)).toEqual([
          model.balance,
          blockedIn(model),
          availableIn(model),
        ]);
        // Only a block goes below zero; money that leaves never does.
        if (each.kind === 'withdraw') expect(available.lessThan(smallest(before, zero))).toBe(false);
        if (each.kind === 'seize' || each.kind === 'seizeAll') expect(minus(available, before).isZero()).toBe(true);
        expect(account.totalBalance.lessThan(-limit)).toBe(false);
      }
    }),
    { numRuns: 2000 },
  );
});
