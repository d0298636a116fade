import { expect, test } from 'vitest';
import { isRejection } from '../../../../kernel/rejection.ts';
import type { LoanAccountState } from './account.ts';
import { checkOneLoan, type LoanStep } from './checkOneLoan.ts';

const steps: readonly LoanStep[] = ['OPEN', 'APPROVE', 'DISBURSE'];

/** Which steps another loan in each state stands in the way of. */
const rows: readonly (readonly [LoanAccountState, readonly LoanStep[]])[] = [
  ['PARTIAL_APPLICATION', ['OPEN']],
  ['PENDING_APPROVAL', ['OPEN']],
  ['APPROVED', ['OPEN', 'APPROVE']],
  ['ACTIVE', ['OPEN', 'APPROVE', 'DISBURSE']],
  ['ACTIVE_IN_ARREARS', ['OPEN', 'APPROVE', 'DISBURSE']],
  ['CLOSED', []],
  ['CLOSED_REJECTED', []],
];

test.each(rows)('another loan that is %s stands in the way of %j', (accountState, blocked) => {
  const others = [
    { id: 'OLD', accountState: 'CLOSED' as const },
    { id: 'OTHER', accountState },
  ];
  const refused = steps.filter((step) => checkOneLoan(others, step, () => true) !== undefined);
  expect(refused).toEqual(blocked);
});

test('nothing stands in the way of an only loan, and a refusal names the other', () => {
  expect(steps.map((step) => checkOneLoan([], step, () => true))).toEqual([undefined, undefined, undefined]);
  const refusal = checkOneLoan([{ id: 'OTHER', accountState: 'ACTIVE' }], 'OPEN', () => true);
  expect(isRejection(refusal) && refusal.errors[0]).toMatchObject({
    reason: 'NUMBER_OF_LOANS_EXCEEDED',
    source: expect.stringContaining('OTHER is ACTIVE'),
  });
});

test('a refusal names a loan that the caller may see, and none that he may not', () => {
  const others = [
    { id: 'HIDDEN', accountState: 'ACTIVE' as const },
    { id: 'SEEN', accountState: 'APPROVED' as const },
  ];
  const told = (seen: readonly string[]) =>
    checkOneLoan(others, 'OPEN', ({ id }) => seen.includes(id))?.errors[0]?.source;
  expect(told(['SEEN'])).toContain('loan account SEEN is APPROVED');
  expect(told([])).toBe('the organisation allows one loan for each holder; the holder has another');
});
