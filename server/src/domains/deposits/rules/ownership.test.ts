import { expect, test } from 'vitest';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { exampleAccount, exampleProduct } from './examples.ts';
import { decideTransferOfOwnership, type NewOwner } from './ownership.ts';

const now = 1_000 as Instant;
const owner = (changes: Partial<NewOwner> = {}): NewOwner => ({
  type: 'CLIENT',
  encodedKey: newEncodedKey(),
  unwelcome: undefined,
  ...changes,
});
const reasonOf = (outcome: object): string =>
  isRejection(outcome) ? String(outcome.errors[0]?.reason) : 'handed over';

test('every owner is remembered, the oldest first', () => {
  const account = exampleAccount();
  const [second, third] = [owner(), owner({ type: 'GROUP' })];
  const once = decideTransferOfOwnership(account, second, exampleProduct, now);
  if (isRejection(once)) throw new Error('refused');
  expect(decideTransferOfOwnership(once, third, exampleProduct, now)).toEqual({
    ...account,
    accountHolderKey: third.encodedKey,
    accountHolderType: 'GROUP',
    ownershipHistory: [account.accountHolderKey, second.encodedKey].map((previousOwnerKey) => ({
      previousOwnerKey,
      transferDate: now,
    })),
    lastModifiedDate: now,
  });
});

test.each([
  ['PENDING_APPROVAL', 'handed over'],
  ['LOCKED', 'handed over'],
  ['DORMANT', 'handed over'],
  ['CLOSED', 'INVALID_DEPOSIT_ACCOUNT_STATE'],
  ['CLOSED_WRITTEN_OFF', 'INVALID_DEPOSIT_ACCOUNT_STATE'],
  ['WITHDRAWN', 'INVALID_DEPOSIT_ACCOUNT_STATE'],
] as const)('an account that is %s: %s', (accountState, expected) => {
  expect(reasonOf(decideTransferOfOwnership(exampleAccount({ accountState }), owner(), exampleProduct, now))).toBe(
    expected,
  );
});

test('whoever gets no account, or is no customer of the product, gets none this way', () => {
  const unwelcome: Rejection = reject('INVALID_ACCOUNT_HOLDER_STATE', 'EXITED');
  const account = exampleAccount();
  const given = (to: NewOwner, product = exampleProduct): string =>
    reasonOf(decideTransferOfOwnership(account, to, product, now));
  expect(given(owner({ unwelcome }))).toBe('INVALID_ACCOUNT_HOLDER_STATE');
  expect(given(owner({ encodedKey: account.accountHolderKey }))).toBe('INVALID_TARGET_ACCOUNT_HOLDER_KEY');
  expect(given(owner({ type: 'GROUP' }), { ...exampleProduct, availableFor: ['INDIVIDUALS'] })).toBe(
    'INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE',
  );
  expect(given(owner(), { ...exampleProduct, state: 'INACTIVE' })).toBe('handed over');
});
