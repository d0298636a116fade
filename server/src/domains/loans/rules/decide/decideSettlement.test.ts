import { expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { disbursed, on, repaid } from '../testLoan.ts';
import { decideSettlement } from './decideSettlement.ts';
import { accountOf, contextOn } from './testAccount.ts';

// 6000 in six instalments of 1000, 12 % 30/360: on 10 February 1000 and a month's interest of 60 are due.
const due = '2024-02-10';

test.each([
  ['FULL_DUE_AMOUNTS', '1060', {}, '1060'],
  ['FULL_DUE_AMOUNTS', '5000', {}, '1060'],
  ['FULL_DUE_AMOUNTS', '1059.99', {}, '0'],
  ['PARTIAL_DUE_AMOUNTS', '1059.99', {}, '1059.99'],
  ['PARTIAL_DUE_AMOUNTS', '5000', {}, '1060'],
  ['PARTIAL_DUE_AMOUNTS', '0', {}, '0'],
  ['NO_AUTOMATED_TRANSFERS', '5000', {}, '0'],
  ['FULL_DUE_AMOUNTS', '5000', { subState: 'LOCKED' }, '0'],
  ['FULL_DUE_AMOUNTS', '5000', { state: 'CLOSED' }, '0'],
  // Paid before the night, on the due date and after midnight: neither is paid again.
  ['FULL_DUE_AMOUNTS', '5000', { events: [disbursed('2024-01-10', 6000), repaid(due, 60)] }, '1000'],
  ['FULL_DUE_AMOUNTS', '5000', { events: [disbursed('2024-01-10', 6000), repaid('2024-02-11', 1060)] }, '0'],
] as const)('%s with %s available: of %j it takes %s', (method, available, given, taken) => {
  const amount = decideSettlement(accountOf(given), method, money(available), on(due), contextOn('2024-02-11'));
  expect(amount.toFixed()).toBe(taken);
});

test('takes nothing before the due date, and in a night that comes late what was due on its day', () => {
  const settled = (day: string, today: string) =>
    decideSettlement(accountOf(), 'FULL_DUE_AMOUNTS', money(9000), on(day), contextOn(today)).toFixed();
  expect(settled('2024-02-09', '2024-02-10')).toBe('0');
  expect(settled(due, '2024-03-15')).toBe('1060');
});
