import { expect, test } from 'vitest';
import { isRejection } from '../../../kernel/rejection.ts';
import { afterStep, type ClientStanding, type ClientState, stepTo } from './clientStates.ts';

const states: readonly ClientState[] = ['PENDING_APPROVAL', 'INACTIVE', 'ACTIVE', 'EXITED', 'BLACKLISTED', 'REJECTED'];

const standing = (state: ClientState, given: Partial<ClientStanding> = {}): ClientStanding => ({
  state,
  previousState: state === 'BLACKLISTED' ? 'INACTIVE' : null,
  approved: true,
  hasOpenAccounts: false,
  isGuarantor: false,
  isGroupMember: false,
  ...given,
});

// Rows: from; columns: to, in the order of `states`. A dot is no step, = stays.
const table: Readonly<Record<ClientState, readonly string[]>> = {
  PENDING_APPROVAL: ['=', 'approve', '.', '.', 'blacklist', 'reject'],
  INACTIVE: ['undoApprove', '=', '.', 'exit', 'blacklist', '.'],
  ACTIVE: ['.', '.', '=', '.', 'blacklist', '.'],
  EXITED: ['.', 'undoExit', '.', '=', 'blacklist', '.'],
  BLACKLISTED: ['.', 'undoBlacklist', '.', '.', '=', '.'],
  REJECTED: ['undoReject', '.', '.', '.', 'blacklist', '='],
};

const cases = states.flatMap((from) => states.map((to, index) => [from, to, table[from][index] ?? ''] as const));

test.each(cases)('%s to %s: %s', (from, to, expected) => {
  const step = stepTo(standing(from), to);
  if (expected === '=') return expect(step).toBeNull();
  if (expected !== '.') return expect(step).toBe(expected);
  expect(isRejection(step) && step.errors[0]?.reason).toBe('INVALID_CLIENT_STATE_TRANSITION');
});

test.each<[string, ClientStanding, ClientState, string]>([
  ['exit of a member', standing('INACTIVE', { isGroupMember: true }), 'EXITED', 'CLIENT_IS_MEMBER_OF_A_GROUP'],
  ['exit of a guarantor', standing('INACTIVE', { isGuarantor: true }), 'EXITED', 'CLIENT_IS_GUARANTOR'],
  [
    'undone approval of a guarantor',
    standing('INACTIVE', { isGuarantor: true }),
    'PENDING_APPROVAL',
    'CLIENT_IS_GUARANTOR',
  ],
  ['exit with accounts', standing('INACTIVE', { hasOpenAccounts: true }), 'EXITED', 'CLIENT_HAS_ACCOUNTS'],
  [
    'undo an approval with accounts',
    standing('INACTIVE', { hasOpenAccounts: true }),
    'PENDING_APPROVAL',
    'CLIENT_HAS_ACCOUNTS',
  ],
  [
    'undo what never was',
    standing('INACTIVE', { approved: false }),
    'PENDING_APPROVAL',
    'INVALID_CLIENT_STATE_TRANSITION',
  ],
  [
    'undo a blacklisting to elsewhere',
    standing('BLACKLISTED', { previousState: 'EXITED' }),
    'INACTIVE',
    'INVALID_CLIENT_STATE_TRANSITION',
  ],
])('%s', (_case, from, to, reason) => {
  const step = stepTo(from, to);
  expect(isRejection(step) && step.errors[0]?.reason).toBe(reason);
});

test('accounts do not stop a blacklisting', () => {
  expect(stepTo(standing('ACTIVE', { hasOpenAccounts: true }), 'BLACKLISTED')).toBe('blacklist');
});

test.each([
  ['approve', 'PENDING_APPROVAL', 'INACTIVE', { approvedDate: 7 }],
  ['undoApprove', 'INACTIVE', 'PENDING_APPROVAL', { approvedDate: null }],
  ['reject', 'PENDING_APPROVAL', 'REJECTED', { closedDate: 7 }],
  ['undoReject', 'REJECTED', 'PENDING_APPROVAL', { closedDate: null }],
  ['exit', 'INACTIVE', 'EXITED', { closedDate: 7 }],
  ['undoExit', 'EXITED', 'INACTIVE', { closedDate: null }],
  ['undoBlacklist', 'BLACKLISTED', 'EXITED', {}],
] as const)('%s sets its dates', (step, from, to, dates) => {
  expect(afterStep(step, from, to, 7)).toEqual({ state: to, previousState: null, ...dates });
});

test('a blacklisting remembers where it came from', () => {
  expect(afterStep('blacklist', 'ACTIVE', 'BLACKLISTED', 7)).toEqual({ state: 'BLACKLISTED', previousState: 'ACTIVE' });
});
