import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { money, rate } from '../../../kernel/money.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { securityRulesOf } from './productSecurities.ts';
import {
  type Asset,
  checkCover,
  checkCoverKept,
  checkNoneTwice,
  checkSecurityAmount,
  coverOf,
  type Guarantor,
  pledgeMoves,
  pledgesOf,
  type Securities,
  securityPermissions,
} from './securities.ts';
import type { ProductChanges } from './testProduct.ts';
import { type Row, refused } from './testProductRows.ts';

const keyOf = (text: string): EncodedKey => text.padEnd(32, '0') as EncodedKey;

const guarantor = (amount: number, key = 'a', account: string | null = null): Guarantor => ({
  encodedKey: keyOf(`1${key}${account ?? ''}`),
  guarantorKey: keyOf(key),
  guarantorType: 'CLIENT',
  amount: money(amount),
  depositAccountKey: account === null ? null : keyOf(account),
});

const asset = (amount: number, assetName = 'Car'): Asset => ({
  encodedKey: keyOf(`2${assetName.length}`),
  assetName,
  amount: money(amount),
  original: null,
});

const of = (guarantors: readonly Guarantor[], assets: readonly Asset[] = []): Securities => ({ guarantors, assets });

const reasonOf = (refusal: Rejection | undefined): string => refusal?.errors[0]?.reason ?? 'accepted';

const asking = (required: number | null) => ({
  guarantors: true,
  assets: true,
  required: required === null ? null : rate(required),
});

describe('what securities cover', () => {
  test.each<[string, Securities, number, number | null, string]>([
    ['nothing where nothing is asked for', of([]), 1000, null, 'accepted'],
    ['all of it, to the cent', of([guarantor(250)], [asset(250)]), 1000, 50, 'accepted'],
    ['a cent too little', of([guarantor(249.99)], [asset(250)]), 1000, 50, 'INSUFFICIENT_GUARANTEES'],
    ['more than the loan', of([guarantor(1500)]), 1000, 150, 'accepted'],
    // 33.333333 % of 1,000 are 333.33333: not rounded, so 333.33 are too little.
    ['a share that is no amount', of([guarantor(333.33)]), 1000, 33.333333, 'INSUFFICIENT_GUARANTEES'],
    ['the next amount above it', of([guarantor(333.34)]), 1000, 33.333333, 'accepted'],
    ['nothing at all', of([]), 1000, 0.01, 'INSUFFICIENT_GUARANTEES'],
  ])('%s', (_, securities, loanAmount, required, reason) => {
    expect(reasonOf(checkCover(securities, money(loanAmount), asking(required)))).toBe(reason);
  });

  test('is told with what is there and what is asked for', () => {
    expect(checkCover(of([guarantor(100)]), money(1000), asking(50))?.errors[0]?.source).toBe(
      'guarantors and assets come to 100, and the product asks for 50 % of the loan amount, 500',
    );
  });

  test.each<[string, number, number, string]>([
    ['improved and enough', 400, 600, 'accepted'],
    ['improved and still too little', 100, 200, 'accepted'],
    ['the same and too little', 100, 100, 'accepted'],
    ['lowered and enough', 700, 500, 'accepted'],
    ['lowered and too little', 500, 499.99, 'INSUFFICIENT_GUARANTEES'],
    ['too little and lowered further', 100, 99, 'INSUFFICIENT_GUARANTEES'],
  ])('of an approved loan: %s', (_, before, after, reason) => {
    const refusal = checkCoverKept(of([guarantor(before)]), of([guarantor(after)]), money(1000), asking(50));
    expect(reasonOf(refusal)).toBe(reason);
  });

  test('is the sum of all, and enough exactly where no less than the share', () => {
    const cents = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.array(cents),
        fc.array(cents),
        cents,
        fc.integer({ min: 1, max: 20_000 }),
        (words, things, loan, share) => {
          const securities = of(
            words.map((one) => guarantor(one / 100)),
            things.map((one) => asset(one / 100)),
          );
          const all = [...words, ...things].reduce((left, right) => left + right, 0);
          expect(coverOf(securities).times(100).toNumber()).toBe(all);
          // In cents and hundredths of a percent everything is whole.
          const enough = BigInt(all) * 10_000n >= BigInt(loan) * BigInt(share);
          expect(reasonOf(checkCover(securities, money(loan).dividedBy(100) as never, asking(share / 100)))).toBe(
            enough ? 'accepted' : 'INSUFFICIENT_GUARANTEES',
          );
        },
      ),
    );
  });
});

describe('securities that are named twice', () => {
  test.each<[string, Securities, string]>([
    ['two by their word', of([guarantor(1, 'a'), guarantor(1, 'b')]), 'accepted'],
    ['one by his word, twice', of([guarantor(1), guarantor(2)]), 'DUPLICATED_GUARANTOR_WITHOUT_SAVINGS_ACCOUNT'],
    [
      'one with two accounts, and by his word',
      of([guarantor(1, 'a', 'c'), guarantor(1, 'a', 'd'), guarantor(1)]),
      'accepted',
    ],
    ['one account, twice', of([guarantor(1, 'a', 'c'), guarantor(2, 'a', 'c')]), 'DUPLICATED_SAVINGS_ACCOUNT'],
    ['two things', of([], [asset(1, 'Car'), asset(1, 'House')]), 'accepted'],
    ['one thing, twice', of([], [asset(1, 'Car'), asset(1, ' CAR ')]), 'DUPLICATED_ASSET'],
  ])('%s', (_, securities, reason) => {
    expect(reasonOf(checkNoneTwice(securities))).toBe(reason);
  });
});

describe('what guarantors lock on deposit accounts', () => {
  const moves = (before: Securities, after: Securities): string[] =>
    pledgeMoves(before, after).map(({ depositKey, amount }) => `${depositKey[0]} ${amount.toFixed()}`);

  test.each<[string, Securities, Securities, string[]]>([
    ['by his word nothing', of([]), of([guarantor(5)]), []],
    ['with an account all of it', of([]), of([guarantor(5, 'a', 'c')]), ['c 5']],
    ['raised, the difference', of([guarantor(5, 'a', 'c')]), of([guarantor(7.5, 'a', 'c')]), ['c 2.5']],
    ['lowered, the difference', of([guarantor(5, 'a', 'c')]), of([guarantor(2, 'a', 'c')]), ['c -3']],
    ['another account', of([guarantor(5, 'a', 'c')]), of([guarantor(5, 'a', 'd')]), ['c -5', 'd 5']],
    ['his word instead', of([guarantor(5, 'a', 'c')]), of([guarantor(5)]), ['c -5']],
    ['the same again', of([guarantor(5, 'a', 'c')]), of([guarantor(5, 'a', 'c')], [asset(1)]), []],
  ])('%s', (_, before, after, expected) => {
    expect(moves(before, after)).toEqual(expected);
  });

  test('moves bring what is locked from any securities to any others', () => {
    const some = fc
      .uniqueArray(
        fc.record({ account: fc.constantFrom('c', 'd', 'e', null), cents: fc.integer({ min: 1, max: 99_999 }) }),
        {
          selector: ({ account }) => account,
        },
      )
      .map((list) => of(list.map(({ account, cents }) => guarantor(cents / 100, 'a', account))));
    fc.assert(
      fc.property(some, some, (before, after) => {
        const locked = new Map(pledgesOf(before));
        for (const { depositKey, amount } of pledgeMoves(before, after))
          locked.set(depositKey, money((locked.get(depositKey) ?? money(0)).plus(amount)));
        const told = (map: ReadonlyMap<string, { toFixed(): string }>) =>
          [...map]
            .map(([key, amount]) => `${key} ${amount.toFixed()}`)
            .filter((one) => !one.endsWith(' 0'))
            .sort();
        expect(told(locked)).toEqual(told(pledgesOf(after)));
      }),
    );
  });
});

test.each<[number, string]>([
  [0, 'INVALID_AMOUNT'],
  [-1, 'INVALID_AMOUNT'],
  [0.001, 'INVALID_AMOUNT'],
  [1e25, 'INVALID_AMOUNT'],
  [0.01, 'accepted'],
])('an amount of %d', (amount, reason) => {
  expect(reasonOf(checkSecurityAmount(money(amount), 2, 'guarantors[0].amount'))).toBe(reason);
});

test('what a change needs is what it does', () => {
  const [ana, bo, car] = [guarantor(1, 'a'), guarantor(1, 'b'), asset(1)];
  const none = of([]);
  expect(securityPermissions(none, none)).toEqual([]);
  expect(securityPermissions(of([ana], [car]), of([ana], [car]))).toEqual([]);
  expect(securityPermissions(none, of([ana]))).toEqual(['CREATE_SECURITIES']);
  expect(securityPermissions(of([], [car]), none)).toEqual(['DELETE_SECURITIES']);
  expect(securityPermissions(of([ana]), of([{ ...ana, amount: money(2) }]))).toEqual(['EDIT_SECURITIES']);
  expect(securityPermissions(of([ana], [car]), of([bo], [{ ...car, amount: money(2) }]))).toEqual([
    'CREATE_SECURITIES',
    'EDIT_SECURITIES',
    'DELETE_SECURITIES',
  ]);
});

describe('securities of a product', () => {
  const securities = (securitySettings: unknown): ProductChanges => ({ others: { securitySettings } as never });
  const at = 'securitySettings.requiredGuaranties';

  test.each<Row>([
    ['INVALID_PARAMETERS', at, securities({ isGuarantorsEnabled: true, requiredGuaranties: -1 })],
    ['INVALID_PARAMETERS', at, securities({ isCollateralEnabled: true, requiredGuaranties: 1000.01 })],
    ['INVALID_PARAMETERS', at, securities({ requiredGuaranties: 50 })],
    [
      'INVALID_PARAMETERS',
      at,
      securities({ isGuarantorsEnabled: false, isCollateralEnabled: false, requiredGuaranties: 1 }),
    ],
  ])('are refused: %s %s', (reason, property, changes) => {
    const refusal = refused(changes);
    expect([refusal.reason, refusal.source]).toEqual([reason, expect.stringContaining(property)]);
  });

  test.each<[ProductChanges]>([
    [securities({})],
    [securities({ requiredGuaranties: 0 })],
    [securities({ isGuarantorsEnabled: true })],
    [securities({ isCollateralEnabled: true, requiredGuaranties: 1000 })],
  ])('are accepted', (changes) => {
    expect(refused(changes).reason).toBe('accepted');
  });

  test('are read once: nothing said is nothing, and 0 percent is none', () => {
    expect(securityRulesOf(null)).toEqual({ guarantors: false, assets: false, required: null });
    expect(securityRulesOf({ isGuarantorsEnabled: true, requiredGuaranties: 0 })).toEqual({
      guarantors: true,
      assets: false,
      required: null,
    });
    expect(securityRulesOf({ isCollateralEnabled: true, requiredGuaranties: 12.5 }).required?.toFixed()).toBe('12.5');
  });
});
