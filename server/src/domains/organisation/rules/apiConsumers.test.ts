import { describe, expect, test } from 'vitest';
import {
  type ApiConsumerInput,
  checkApiConsumer,
  checkConsumerRemoval,
  checkConsumerStanding,
} from './apiConsumers.ts';

const known = new Set(['VIEW_COMMENTS']);
const reasonOf = (given: Partial<ApiConsumerInput>): string | undefined =>
  checkApiConsumer({ name: 'Payments', access: {}, ...given }, known)?.errors[0]?.reason;

test.each<[string, Partial<ApiConsumerInput>, string | undefined]>([
  ['a name alone', {}, undefined],
  ['any script', { name: 'Zahlungen – оплата' }, undefined],
  ['no name', { name: '' }, 'MISSING_API_CONSUMER_NAME'],
  ['a blank name', { name: '  ' }, 'MISSING_API_CONSUMER_NAME'],
  ['a padded name', { name: ' Payments' }, 'INVALID_API_CONSUMER_NAME_FORMAT'],
  ['a name over two lines', { name: 'Pay\nments' }, 'INVALID_API_CONSUMER_NAME_FORMAT'],
  ['a known permission', { access: { permissions: ['VIEW_COMMENTS'] } }, undefined],
  ['an unknown one', { access: { permissions: ['FLY'] } }, 'API_CONSUMER_INVALID_PERMISSIONS'],
  [
    'an administrator of some branches',
    { access: { administratorAccess: true } },
    'CANNOT_HAVE_ADMIN_WITHOUT_FULL_BRANCHES_ACCESS',
  ],
  ['a negative limit', { transactionLimits: { DEPOSIT: '-1' } }, 'CANNOT_HAVE_NEGATIVE_TRANSACTION_LIMITS'],
])('%s', (_case, given, reason) => {
  expect(reasonOf(given)).toBe(reason);
});

describe('what somebody may do to a consumer', () => {
  const [admin, plain] = [{ administrator: true }, { administrator: false }];
  test.each([
    ['an administrator makes one', admin, null, admin, undefined],
    ['a user makes a plain one', plain, null, plain, undefined],
    ['a user makes one with all rights', plain, null, admin, 'NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER'],
    ['a user gives one all rights', plain, plain, admin, 'NOT_ENOUGH_PRIVILEDGES_TO_CREATE_ADMIN_USER'],
    ['a user takes them away', plain, admin, plain, 'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS'],
    ['a user draws its key', plain, admin, admin, 'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS'],
    ['a user deletes it', plain, admin, null, 'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS'],
    ['an administrator deletes it', admin, admin, null, undefined],
  ])('%s', (_case, actor, before, after, reason) => {
    expect(checkConsumerStanding(actor, before, after)?.errors[0]?.reason).toBe(reason);
  });

  test('it is deleted only when it never did anything', () => {
    expect(checkConsumerRemoval('Payments', false)).toBeUndefined();
    expect(checkConsumerRemoval('Payments', true)?.errors[0]?.reason).toBe(
      'CANNOT_DELETE_API_CONSUMER_WITH_PERFORMED_ACTIVITIES',
    );
  });
});
