import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let north: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  north = String((await bank.ok('createBranch', { body: { id: 'NORTH', name: 'North' } })).encodedKey);
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const disburse = (loan: Loan) => bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
const ways: Readonly<Record<string, (loan: Loan) => Promise<unknown>>> = {
  PENDING_APPROVAL: async () => undefined,
  PARTIAL_APPLICATION: (loan) => office.changeState(loan, 'SET_INCOMPLETE'),
  APPROVED: (loan) => office.changeState(loan, 'APPROVE'),
  ACTIVE: async (loan) => {
    await office.changeState(loan, 'APPROVE');
    await disburse(loan);
  },
  CLOSED: (loan) => office.changeState(loan, 'WITHDRAW'),
  CLOSED_REJECTED: (loan) => office.changeState(loan, 'REJECT'),
};
const put = async (loan: Loan, changes: Record<string, unknown> = {}) =>
  bank.call('updateLoanAccount', {
    path: pathOf(loan),
    body: { ...JSON.parse(JSON.stringify(await office.account(loan))), ...changes },
  });

/** What each state lets change; the others are refused and change nothing. */
const changes: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['/loanName', 'House', ['PENDING_APPROVAL', 'PARTIAL_APPLICATION', 'APPROVED', 'ACTIVE']],
  ['/notes', 'Привет 🏠', ['PENDING_APPROVAL', 'PARTIAL_APPLICATION', 'APPROVED', 'ACTIVE']],
  ['/assignedBranchKey', 'NORTH', ['PENDING_APPROVAL', 'PARTIAL_APPLICATION', 'APPROVED']],
  ['/loanAmount', 5_000, ['PENDING_APPROVAL', 'PARTIAL_APPLICATION']],
  ['/interestSettings/interestRate', 8.5, ['PENDING_APPROVAL', 'PARTIAL_APPLICATION']],
  ['/scheduleSettings/repaymentInstallments', 6, ['PENDING_APPROVAL', 'PARTIAL_APPLICATION']],
  ['/arrearsTolerancePeriod', 4, ['PENDING_APPROVAL', 'PARTIAL_APPLICATION']],
  [
    '/disbursementDetails/expectedDisbursementDate',
    '2026-01-20T00:00:00+01:00',
    ['PENDING_APPROVAL', 'PARTIAL_APPLICATION', 'APPROVED'],
  ],
  [
    '/disbursementDetails/firstRepaymentDate',
    '2026-03-20T00:00:00+01:00',
    ['PENDING_APPROVAL', 'PARTIAL_APPLICATION', 'APPROVED'],
  ],
];
const at = (body: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], body);

describe.each(Object.keys(ways))('a loan that is %s', (state) => {
  test.each(changes)('%s', async (path, value, allowed) => {
    const loan = await lender.loan(lender.fixedEqual);
    await ways[state]?.(loan);
    const before = await office.account(loan);
    const schedule = await office.lines(loan);
    expect(before.accountState).toBe(state);
    const reply = await office.patch(loan, ['ADD', path, value]);
    const after = await office.account(loan);
    if (allowed.includes(state)) {
      expect([reasonOf(reply), at(after, path)]).toEqual(['204', value === 'NORTH' ? north : value]);
      expect(reasonOf(await put(loan))).toBe('200');
    } else {
      expect(reasonOf(reply)).toMatch(/^400 (ILLEGAL_LOAN_PARAMETERS_MODIFICATION|LOAN_ACCOUNT_FIELD_NOT_EDITABLE)$/);
      expect(after).toEqual(before);
      expect(await office.lines(loan)).toEqual(schedule);
    }
  });

  test('sent back as fetched', async () => {
    const loan = await lender.loan(lender.dynamicEqual, {
      disbursementDetails: { firstRepaymentDate: '2026-03-01T00:00:00+01:00' },
    });
    await ways[state]?.(loan);
    const before = await office.account(loan);
    const schedule = await office.lines(loan);
    const reply = await put(loan);
    if (state.startsWith('CLOSED')) expect(reply.status).toBe(400);
    else expect(reply.body).toEqual({ ...before, lastModifiedDate: expect.any(String) });
    expect(await office.lines(loan)).toEqual(schedule);
  });
});

describe('whatever became of the product since', () => {
  test.each(['PENDING_APPROVAL', 'APPROVED', 'ACTIVE'])('a %s loan keeps its terms', async (state) => {
    const id = `SHRINKING-${state}`;
    const loan = await lender.loan(await lender.loanProduct(id));
    await ways[state]?.(loan);
    const path = { loanProductId: id };
    await bank.ok('patchLoanProduct', {
      path,
      body: [
        { op: 'REPLACE', path: '/loanAmountSettings/loanAmount/maxValue', value: 9_999 },
        { op: 'REPLACE', path: '/loanAmountSettings/loanAmount/defaultValue', value: 5_000 },
        { op: 'REPLACE', path: '/state', value: 'INACTIVE' },
      ],
    });
    expect(reasonOf(await office.patch(loan, ['ADD', '/notes', 'still here']))).toBe('204');
    expect(reasonOf(await put(loan))).toBe('200');
    expect(reasonOf(await office.patch(loan, ['REPLACE', '/loanAmount', 9_998]))).toBe(
      state === 'PENDING_APPROVAL' ? '204' : '400 ILLEGAL_LOAN_PARAMETERS_MODIFICATION',
    );
  });

  test('a loan whose first repayment date has passed still takes notes', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual, {
      disbursementDetails: { firstRepaymentDate: '2026-02-20T00:00:00+01:00' },
    });
    await disburse(loan);
    await bank.ok('advanceClock', { body: { to: '2026-03-01' } });
    expect(reasonOf(await office.patch(loan, ['ADD', '/notes', 'late']))).toBe('204');
    expect(await office.account(loan)).toMatchObject({ notes: 'late', accountState: 'ACTIVE_IN_ARREARS' });
  });
});

describe('a whole account', () => {
  test('may name its product and client by id, but no others', async () => {
    const client = await lender.client();
    const loan = await lender.loan(lender.fixedEqual, { accountHolderKey: client.id });
    expect(reasonOf(await put(loan, { productTypeKey: 'FIXED-EQUAL', accountHolderKey: client.id }))).toBe('200');
    const other = await lender.client();
    for (const change of [
      { accountHolderKey: other.id },
      { accountHolderKey: 'NOBODY' },
      { accountHolderType: 'GROUP' },
      { productTypeKey: 'FIXED-FLAT' },
      { productTypeKey: 'NOTHING' },
      { id: 'NEW' },
    ]) {
      const reply = await put(loan, change);
      expect([change, reasonOf(reply)]).toEqual([change, '400 LOAN_ACCOUNT_FIELD_NOT_EDITABLE']);
      expect(sourceOf(reply)).toContain(Object.keys(change)[0]);
    }
  });

  test('clears what it leaves out', async () => {
    const loan = await lender.loan(lender.fixedEqual, { notes: 'x', loanName: 'y', assignedBranchKey: north });
    const body = await office.body({ accountHolderKey: (await office.account(loan)).accountHolderKey });
    const after = await bank.ok('updateLoanAccount', { path: pathOf(loan), body });
    expect([after.notes, after.assignedBranchKey, after.loanName]).toEqual([undefined, undefined, 'FIXED-EQUAL']);
  });

  test.each([
    [{ loanAmount: 1 }, 'INVALID_AMOUNT'],
    [{ loanAmount: 'x' }, 'INVALID_PARAMETERS'],
    [{ nonsense: 1 }, 'INVALID_PARAMETERS'],
    [{ assignedUserKey: '0'.repeat(32) }, 'INVALID_CREDIT_OFFICER_KEY'],
    [{ assignedCentreKey: '0'.repeat(32) }, 'INVALID_CENTRE_KEY'],
    [{ assignedBranchKey: 'NOWHERE' }, 'INVALID_BRANCH_KEY'],
    [{ tranches: [{ amount: 5 }] }, 'TRANCHES_NOT_ALLOWED'],
    [{ settlementAccountKey: 'NONE' }, 'INVALID_SETTLEMENT_ACCOUNT_KEY'],
  ])('with %j is refused', async (change, reason) => {
    const loan = await lender.loan(lender.fixedEqual);
    const before = await office.account(loan);
    expect(reasonOf(await put(loan, change))).toBe(`400 ${reason}`);
    expect(await office.account(loan)).toEqual(before);
  });

  test('stays in a branch that its product is for', async () => {
    const product = await lender.loanProduct('NORTHERN', {
      others: {
        availabilitySettings: { branchSettings: { forAllBranches: false, availableProductBranches: [north] } },
      },
    });
    await bank.ok('createBranch', { body: { id: 'SOUTH', name: 'South' } });
    const loan = await lender.loan(product, { assignedBranchKey: north });
    expect(reasonOf(await office.patch(loan, ['REPLACE', '/assignedBranchKey', 'SOUTH']))).toBe(
      '400 ACCOUNT_PRODUCT_BRANCH_AVAILABILITY_MISMATCH',
    );
    expect(reasonOf(await office.patch(loan, ['ADD', '/notes', 'stays']))).toBe('204');
  });
});

describe('a patch', () => {
  test.each<readonly [string, readonly (readonly [string, string, unknown?])[], string]>([
    [
      'several, all or nothing',
      [
        ['ADD', '/notes', 'x'],
        ['REPLACE', '/loanAmount', -1],
      ],
      '400 INVALID_AMOUNT',
    ],
    ['an unknown path', [['REPLACE', '/nonsense', 1]], '400 FIELD_NOT_ALLOWED'],
    ['an empty path', [['REPLACE', '', 1]], '400 INVALID_PARAMETERS'],
    ['a path without a slash', [['REPLACE', 'notes', 'x']], '400 INVALID_PARAMETERS'],
    ['the key', [['REPLACE', '/encodedKey', 'x']], '400 FIELD_IS_NOT_EDITABLE'],
    ['a wrong type', [['REPLACE', '/loanAmount', 'much']], '400 INVALID_PARAMETERS'],
    ['an unknown operation', [['COPY', '/notes', 'x']], '400 INVALID_PARAMETERS'],
    ['a value that is missing', [['REPLACE', '/notes']], '400 INVALID_PARAMETERS'],
    ['what a loan needs', [['REMOVE', '/loanAmount']], '400 INVALID_PARAMETERS'],
    ['what is not supported', [['ADD', '/creditArrangementKey', 'x']], '400 INVALID_PARAMETERS'],
    ['what was not there', [['REMOVE', '/notes']], '204'],
    ['nothing', [], '204'],
  ])('%s', async (_what, operations, expected) => {
    const loan = await lender.loan(lender.fixedEqual);
    const before = await office.account(loan);
    expect(reasonOf(await office.patch(loan, ...operations))).toBe(expected);
    expect(await office.account(loan)).toEqual({ ...before, lastModifiedDate: expect.any(String) });
  });

  test('removes', async () => {
    const loan = await lender.loan(lender.fixedEqual, { notes: 'x', assignedBranchKey: north });
    await office.patch(loan, ['REMOVE', '/notes'], ['REMOVE', '/assignedBranchKey']);
    const after = await office.account(loan);
    expect([after.notes, after.assignedBranchKey]).toEqual([undefined, undefined]);
  });

  test('four at once all stay', async () => {
    const loan = await lender.loan(lender.fixedEqual);
    const replies = await Promise.all([
      office.patch(loan, ['ADD', '/notes', 'a']),
      office.patch(loan, ['REPLACE', '/loanName', 'b']),
      office.patch(loan, ['REPLACE', '/loanAmount', 2_000]),
      office.patch(loan, ['REPLACE', '/interestSettings/interestRate', 3]),
    ]);
    expect(replies.map(reasonOf)).toEqual(['204', '204', '204', '204']);
    expect(await office.account(loan)).toMatchObject({
      notes: 'a',
      loanName: 'b',
      loanAmount: 2_000,
      interestSettings: { interestRate: 3 },
    });
  });

  test('of the terms is refused once the schedule was edited by hand; the rest is not', async () => {
    const loan = await lender.loan(lender.fixedEqual);
    const lines = await office.lines(loan);
    if (lines[0]) lines[0].dueDate = lines[0].dueDate.replace('-15T', '-18T');
    await office.edit(loan, lines);
    const edited = await office.lines(loan);
    expect(reasonOf(await office.patch(loan, ['REPLACE', '/loanAmount', 5_000]))).toBe(
      '400 ILLEGAL_LOAN_PARAMETERS_MODIFICATION',
    );
    expect(reasonOf(await office.patch(loan, ['ADD', '/notes', 'x']))).toBe('204');
    expect(reasonOf(await put(loan))).toBe('200');
    expect(await office.lines(loan)).toEqual(edited);
  });

  test('needs the permission, and an account', async () => {
    const user = await office.user('reader', ['VIEW_LOAN_ACCOUNT_DETAILS']);
    const loan = await lender.loan(lender.fixedEqual);
    const body = [{ op: 'ADD', path: '/notes', value: 'x' }];
    expect(reasonOf(await bank.call('patchLoanAccount', { path: pathOf(loan), body, user }))).toMatch(/^403/);
    expect(reasonOf(await bank.call('deleteLoanAccount', { path: pathOf(loan), user }))).toMatch(/^403/);
    for (const name of ['patchLoanAccount', 'deleteLoanAccount'] as const)
      expect(reasonOf(await bank.call(name, { path: { loanAccountId: 'NOBODY' }, body }))).toBe(
        '404 INVALID_LOAN_ACCOUNT_ID',
      );
  });
});

test('a closed loan that is sent back as it was told is refused for being closed', async () => {
  const loan = await lender.loan(lender.fixedEqual);
  await office.changeState(loan, 'WITHDRAW');
  const told = await office.account(loan);
  expect(told.closedDate).toBeDefined();
  expect(reasonOf(await bank.call('updateLoanAccount', { path: pathOf(loan), body: told }))).toBe(
    '400 LOAN_ACCOUNT_FIELD_NOT_EDITABLE',
  );
});

describe('the settlement account', () => {
  const links = async (account: Loan) =>
    (await bank.ok('getDepositAccount', { path: { depositAccountId: account.id } })).linkedSettlementAccountKeys ?? [];

  test('is linked, changed, let go of and taken again', async () => {
    const client = await lender.client();
    const accountHolderKey = client.encodedKey;
    const [first, second] = [
      await lender.depositAccount({ accountHolderKey }),
      await lender.depositAccount({ accountHolderKey }),
    ];
    const loan = await lender.loan(lender.fixedEqual, { accountHolderKey, settlementAccountKey: first.id });
    const seen = async () => [await links(first), await links(second)];
    const { encodedKey } = loan;
    expect(await seen()).toEqual([[encodedKey], []]);
    await office.patch(loan, ['REPLACE', '/settlementAccountKey', second.encodedKey]);
    expect(await seen()).toEqual([[], [encodedKey]]);
    await office.changeState(loan, 'WITHDRAW');
    expect(await seen()).toEqual([[], []]);
    await office.changeState(loan, 'UNDO_WITHDRAW');
    expect(await seen()).toEqual([[], [encodedKey]]);
    await office.patch(loan, ['REMOVE', '/settlementAccountKey']);
    expect(await seen()).toEqual([[], []]);
    await office.patch(loan, ['ADD', '/settlementAccountKey', second.id]);
    expect(reasonOf(await bank.call('deleteLoanAccount', { path: pathOf(loan) }))).toBe('204');
    expect(await seen()).toEqual([[], []]);
  });
});

test('a patch and a deletion at once leave no half of a loan', async () => {
  const loan = await lender.loan(lender.fixedEqual);
  const [patched, deleted] = await Promise.all([
    office.patch(loan, ['ADD', '/notes', 'x']),
    bank.call('deleteLoanAccount', { path: pathOf(loan) }),
  ]);
  expect(['204', '404 INVALID_LOAN_ACCOUNT_ID']).toContain(reasonOf(patched));
  expect(reasonOf(deleted)).toBe('204');
  expect((await bank.call('getLoanAccount', { path: pathOf(loan) })).status).toBe(404);
  const { rows } = await bank.db.query('SELECT 1 FROM loan_instalment WHERE account_key = $1::uuid', [loan.encodedKey]);
  expect(rows).toEqual([]);
});

test('an approval, a deletion and an edit of the schedule at once end without a failure', async () => {
  const loan = await lender.loan(lender.fixedEqual);
  const lines = await office.lines(loan);
  const replies = await Promise.all([
    office.changeState(loan, 'APPROVE'),
    office.edit(loan, lines),
    bank.call('deleteLoanAccount', { path: pathOf(loan) }),
    put(loan, { notes: 'x' }).catch(() => ({ status: 404, body: undefined })),
  ]);
  for (const { status } of replies) expect(status).toBeLessThan(500);
});

describe('deleting', () => {
  test.each(Object.keys(ways))('a loan that is %s', async (state) => {
    const loan = await lender.loan(lender.fixedEqual);
    await ways[state]?.(loan);
    const reply = await bank.call('deleteLoanAccount', { path: pathOf(loan) });
    expect(reasonOf(reply)).toBe(state === 'ACTIVE' ? '400 ACCOUNT_HAS_TRANSACTIONS' : '204');
    const after = await bank.call('getLoanAccount', { path: pathOf(loan) });
    expect(after.status).toBe(state === 'ACTIVE' ? 200 : 404);
  });

  test('a loan whose disbursement was undone is refused: its transactions stay', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const { id } = await disburse(loan);
    await bank.ok('adjustLoanTransaction', { path: { loanTransactionId: String(id) }, body: { notes: 'undone' } });
    expect(reasonOf(await bank.call('deleteLoanAccount', { path: pathOf(loan) }))).toBe('400 ACCOUNT_HAS_TRANSACTIONS');
  });
});
