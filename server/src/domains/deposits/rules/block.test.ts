import { describe, expect, it } from 'vitest';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { money, zero } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import {
  type BlockState,
  type DepositBlock,
  decideBlock,
  decideBlockAmount,
  decideSeizure,
  decideUnblock,
  remainderOf,
} from './block.ts';
import { decideWithdrawal } from './decidePosting.ts';
import { availableBalance, type DepositAccount } from './depositAccount.ts';
import { exampleFacts, noon, request } from './examples.ts';
import { journalLines } from './journal.ts';

const reasonOf = (result: unknown): string | undefined => (isRejection(result) ? result.errors[0]?.reason : undefined);
const accepted = <T>(result: T): Exclude<T, ReturnType<typeof reject>> => {
  if (isRejection(result)) throw new Error(`refused: ${result.errors[0]?.source}`);
  return result as Exclude<T, ReturnType<typeof reject>>;
};

const block = (state: BlockState, amount: number, seized = 0): DepositBlock => ({
  encodedKey: newEncodedKey(),
  accountKey: newEncodedKey(),
  externalReferenceId: 'court-1',
  amount: money(amount),
  seizedAmount: money(seized),
  state,
  notes: null,
  creationDate: noon,
  lastModifiedDate: noon,
});
/** An account on which just this block lies. */
const under = (one: DepositBlock, totalBalance: number, more: Partial<DepositAccount> = {}) =>
  exampleFacts({ totalBalance: money(totalBalance), blockedBalance: remainderOf(one), ...more });
const wanted = (amount: number | string) => ({ externalReferenceId: 'court-1', amount: money(amount), notes: null });
const seizure = (amount: number | string | null) => ({
  amount: amount === null ? null : money(amount),
  externalId: null,
  notes: null,
});

describe('a new block', () => {
  it('lowers what is available, below zero too, and nothing else', () => {
    const { account } = accepted(decideBlock(exampleFacts({ totalBalance: money(100) }), undefined, wanted(250)));
    expect([account.totalBalance, account.blockedBalance, availableBalance(account, noon)].map(String)).toEqual([
      '100',
      '250',
      '-150',
    ]);
  });
  it.each(['ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED', 'DORMANT', 'MATURED'] as const)(
    'lies on an account that is %s',
    (accountState) => {
      const { account } = accepted(decideBlock(exampleFacts({ accountState }), undefined, wanted(1)));
      expect(account.accountState).toBe(accountState);
    },
  );
  it.each(['PENDING_APPROVAL', 'APPROVED', 'CLOSED', 'CLOSED_WRITTEN_OFF', 'CLOSED_REJECTED', 'WITHDRAWN'] as const)(
    'is refused on an account that is %s',
    (accountState) => {
      const result = decideBlock(exampleFacts({ accountState }), block('REMOVED', 1), wanted(0));
      expect(reasonOf(result)).toBe('INVALID_DEPOSIT_ACCOUNT_STATE');
    },
  );
  it.each([0, -1, '0.001', '1e30'])('is refused with an amount of %s', (amount) => {
    expect(reasonOf(decideBlock(exampleFacts(), undefined, wanted(amount)))).toBe('INVALID_AMOUNT');
  });
  it.each(['PENDING', 'PARTIALLY_SEIZED', 'SEIZED', 'REMOVED'] as const)(
    'is refused under the reference of one that is %s',
    (state) => {
      expect(reasonOf(decideBlock(exampleFacts(), block(state, 5, 1), wanted(5)))).toBe('DUPLICATE_BLOCK_ID');
    },
  );
});

describe('another amount of a block', () => {
  it.each([
    ['more', block('PENDING', 200), 300, 'PENDING', '300'],
    ['less', block('PENDING', 200), 20, 'PENDING', '20'],
    ['more, after a seizure', block('PARTIALLY_SEIZED', 200, 50), 300, 'PARTIALLY_SEIZED', '250'],
    ['what was seized', block('PARTIALLY_SEIZED', 200, 50), 50, 'SEIZED', '0'],
  ])('%s', (_case, one, amount, state, blocked) => {
    const changed = accepted(decideBlockAmount(under(one, 500), one, money(amount)));
    expect([changed.block.state, String(changed.account.blockedBalance)]).toEqual([state, blocked]);
  });
  it.each([
    ['less than was seized', block('PARTIALLY_SEIZED', 200, 50), 49, 'INVALID_AMOUNT'],
    ['nothing', block('PENDING', 200), 0, 'INVALID_AMOUNT'],
    ['of a seized one', block('SEIZED', 200, 200), 300, 'INVALID_BLOCK_FUND_STATE'],
    ['of a removed one', block('REMOVED', 200), 300, 'INVALID_BLOCK_FUND_STATE'],
  ])('is refused: %s', (_case, one, amount, reason) => {
    expect(reasonOf(decideBlockAmount(under(one, 500), one, money(amount)))).toBe(reason);
  });
});

describe('releasing a block', () => {
  it('gives everything back', () => {
    const one = block('PENDING', 200);
    const { account, block: after } = accepted(decideUnblock(under(one, 500), one));
    expect([after.state, String(account.blockedBalance)]).toEqual(['REMOVED', '0']);
  });
  it.each([block('PARTIALLY_SEIZED', 200, 50), block('SEIZED', 200, 200), block('REMOVED', 200)])(
    'is refused when it is $state',
    (one) => {
      expect(reasonOf(decideUnblock(under(one, 500), one))).toBe('INVALID_BLOCK_FUND_STATE');
    },
  );
});

describe('a seizure', () => {
  it('takes 50 of 200 that are blocked of 500', () => {
    const one = block('PENDING', 200);
    const seized = accepted(decideSeizure(under(one, 500), one, seizure(50)));
    expect([
      seized.block.state,
      String(seized.account.totalBalance),
      String(seized.account.blockedBalance),
      String(availableBalance(seized.account, noon)),
    ]).toEqual(['PARTIALLY_SEIZED', '450', '150', '300']);
    expect(seized.transaction).toMatchObject({ type: 'SEIZED_AMOUNT', amount: money(-50), blockId: 'court-1' });
    expect(
      journalLines(
        { accountingMethod: 'CASH', interestAccruedAccountingMethod: 'NONE' },
        'SEIZED_AMOUNT',
        seized.transaction,
      ).map(({ resource, side, amount }) => `${side} ${resource} ${amount}`),
    ).toEqual(['DEBIT SAVINGS_CONTROL 50', 'CREDIT DEPOSIT_REFERENCE 50']);
  });
  it('takes what is left when no amount is named', () => {
    const one = block('PARTIALLY_SEIZED', 200, 50);
    const seized = accepted(decideSeizure(under(one, 450), one, seizure(null)));
    expect([seized.block.state, String(seized.transaction.amount), String(seized.account.blockedBalance)]).toEqual([
      'SEIZED',
      '-150',
      '0',
    ]);
  });
  it('comes before holds, which stay', () => {
    const one = block('PENDING', 50);
    const seized = accepted(decideSeizure(under(one, 100, { holdBalance: money(80) }), one, seizure(null)));
    expect([String(seized.account.totalBalance), String(availableBalance(seized.account, noon))]).toEqual([
      '50',
      '-30',
    ]);
  });
  it('leaves a locked account locked, and wakes a dormant one', () => {
    const one = block('PENDING', 50);
    const states = (['LOCKED', 'DORMANT'] as const).map(
      (accountState) =>
        accepted(decideSeizure(under(one, 100, { accountState }), one, seizure(1))).account.accountState,
    );
    expect(states).toEqual(['LOCKED', 'ACTIVE']);
  });
  it.each([
    ['more than is left', block('PARTIALLY_SEIZED', 200, 50), 500, 151, 'INVALID_AMOUNT'],
    ['nothing', block('PENDING', 200), 500, 0, 'INVALID_AMOUNT'],
    ['more than the account has', block('PENDING', 200), 100, 101, 'INSUFFICIENT_BALANCE'],
    ['all of a block above the balance', block('PENDING', 200), 100, null, 'INSUFFICIENT_BALANCE'],
    ['from a seized block', block('SEIZED', 200, 200), 500, null, 'INVALID_BLOCK_FUND_STATE'],
    ['from a removed block', block('REMOVED', 200), 500, 1, 'INVALID_BLOCK_FUND_STATE'],
  ])('is refused: %s', (_case, one, balance, amount, reason) => {
    expect(reasonOf(decideSeizure(under(one, balance), one, seizure(amount)))).toBe(reason);
  });
  it('never draws on an overdraft', () => {
    const one = block('PENDING', 50);
    const facts = under(one, 20, { allowOverdraft: true, overdraftLimit: money(500) });
    expect(reasonOf(decideSeizure(facts, one, seizure(21)))).toBe('INSUFFICIENT_BALANCE');
  });
  it('asks for the channel, the limit of the user, and leave to post on dormant accounts', () => {
    const one = block('PENDING', 50);
    const facts = under(one, 100);
    const refused = [
      { ...facts, channel: reject('INVALID_TRANSACTION_CHANNEL') },
      { ...facts, limitOf: (kind: string) => (kind === 'SEIZED_AMOUNT' ? money(5) : undefined) },
      { ...facts, account: { ...facts.account, accountState: 'DORMANT' as const }, may: () => false },
      { ...facts, closure: () => reject('JOURNAL_ENTRY_BEFORE_CLOSURE') },
    ].map((each) => reasonOf(decideSeizure(each, one, seizure(10))));
    expect(refused).toEqual([
      'INVALID_TRANSACTION_CHANNEL',
      'USER_TRANSACTION_LIMIT_EXCEEDED',
      'INVALID_PERMISSIONS',
      'JOURNAL_ENTRY_BEFORE_CLOSURE',
    ]);
  });
});

describe('a withdrawal beside a block', () => {
  const facts = exampleFacts({ totalBalance: money(100), blockedBalance: money(60) });
  it('takes what is free', () => {
    expect(String(accepted(decideWithdrawal(facts, request(40))).account.totalBalance)).toBe('60');
    expect(reasonOf(decideWithdrawal(facts, request('40.01')))).toBe('INSUFFICIENT_BALANCE');
  });
  it('takes what is blocked only by leave, and never more than there is', () => {
    const { account } = accepted(decideWithdrawal(facts, request(100), true));
    expect([account.totalBalance.equals(zero), String(account.blockedBalance)]).toEqual([true, '60']);
    expect(reasonOf(decideWithdrawal(facts, request('100.01'), true))).toBe('INSUFFICIENT_BALANCE');
  });
});
