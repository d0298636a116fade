import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const actions = [
  'REQUEST_APPROVAL',
  'SET_INCOMPLETE',
  'APPROVE',
  'UNDO_APPROVE',
  'REJECT',
  'WITHDRAW',
  'CLOSE',
  'UNDO_REJECT',
  'UNDO_WITHDRAW',
  'UNDO_CLOSE',
] as const;

const disburse = (loan: Loan) => bank.ok('makeDisbursement', { path: pathOf(loan), body: {} });
const steps =
  (...names: readonly string[]) =>
  async (loan: Loan): Promise<void> => {
    for (const name of names) {
      if (name === 'disburse') await disburse(loan);
      else if (name === 'pay off') await bank.ok('payOffLoan', { path: pathOf(loan), body: {} });
      else expect(reasonOf(await office.changeState(loan, name))).toBe('200');
    }
  };

/** How a loan gets into each state, and where each action leads from there; what is not named is refused. */
const states: readonly (readonly [
  state: string,
  way: (loan: Loan) => Promise<void>,
  allowed: Partial<Record<(typeof actions)[number], string>>,
])[] = [
  [
    'PARTIAL_APPLICATION',
    steps('SET_INCOMPLETE'),
    { REQUEST_APPROVAL: 'PENDING_APPROVAL', REJECT: 'CLOSED_REJECTED REJECTED', WITHDRAW: 'CLOSED WITHDRAWN' },
  ],
  [
    'PENDING_APPROVAL',
    steps(),
    {
      SET_INCOMPLETE: 'PARTIAL_APPLICATION',
      APPROVE: 'APPROVED',
      REJECT: 'CLOSED_REJECTED REJECTED',
      WITHDRAW: 'CLOSED WITHDRAWN',
    },
  ],
  ['APPROVED', steps('APPROVE'), { UNDO_APPROVE: 'PENDING_APPROVAL', WITHDRAW: 'CLOSED WITHDRAWN' }],
  ['ACTIVE', steps('APPROVE', 'disburse'), {}],
  ['ACTIVE_IN_ARREARS', steps('APPROVE', 'disburse'), {}],
  ['CLOSED_REJECTED REJECTED', steps('REJECT'), { UNDO_REJECT: 'PENDING_APPROVAL' }],
  ['CLOSED WITHDRAWN', steps('APPROVE', 'WITHDRAW'), { UNDO_WITHDRAW: 'APPROVED' }],
  ['CLOSED REPAID', steps('APPROVE', 'disburse', 'pay off'), { UNDO_CLOSE: 'ACTIVE' }],
];

const stateOf = async (loan: Loan): Promise<string> => {
  const { accountState, accountSubState } = await office.account(loan);
  return [accountState, accountSubState].filter((part) => part !== undefined).join(' ');
};

describe.each(states)('a loan that is %s', (state, way, allowed) => {
  test('takes the actions of the table and no others', async () => {
    const loans = new Map<string, Loan>();
    for (const action of actions) {
      const loan = await lender.loan(lender.fixedEqual);
      await way(loan);
      loans.set(action, loan);
    }
    if (state === 'ACTIVE_IN_ARREARS') await bank.ok('advanceClock', { body: { days: 40 } });
    for (const [action, loan] of loans) {
      expect(await stateOf(loan)).toBe(state);
      const before = await office.account(loan);
      const reply = await office.changeState(loan, action);
      const expected = allowed[action as keyof typeof allowed];
      if (expected) expect([action, reasonOf(reply), await stateOf(loan)]).toEqual([action, '200', expected]);
      else {
        const owes = action === 'CLOSE' && state.startsWith('ACTIVE');
        const reason = owes ? 'ACCOUNT_HAS_REMAINING_BALANCE' : 'INVALID_STATE_TRANSITION';
        expect([action, reasonOf(reply)]).toEqual([action, `400 ${reason}`]);
        expect(await office.account(loan)).toEqual(before);
      }
    }
  });
});

describe('the way back', () => {
  test.each([
    ['PARTIAL_APPLICATION', ['SET_INCOMPLETE', 'REJECT', 'UNDO_REJECT']],
    ['PARTIAL_APPLICATION', ['SET_INCOMPLETE', 'WITHDRAW', 'UNDO_WITHDRAW']],
    ['PENDING_APPROVAL', ['WITHDRAW', 'UNDO_WITHDRAW']],
    ['PENDING_APPROVAL', ['SET_INCOMPLETE', 'REQUEST_APPROVAL', 'APPROVE', 'UNDO_APPROVE']],
  ])('leads to %s by %s', async (state, way) => {
    const loan = await lender.loan(lender.fixedEqual);
    const before = await office.account(loan);
    await steps(...way)(loan);
    const after = await office.account(loan);
    expect(after).toEqual({ ...before, accountState: state, lastModifiedDate: after.lastModifiedDate });
  });

  test('sets and clears dates, in organisation time', async () => {
    const loan = await lender.loan(lender.fixedEqual);
    const approved = (await office.changeState(loan, 'APPROVE')).body;
    expect(approved).toMatchObject({ approvedDate: expect.stringMatching(/\+0[23]:00$/) });
    expect((await office.account(loan)).approvedDate).toBe((approved as { approvedDate: string }).approvedDate);
    await office.changeState(loan, 'WITHDRAW');
    expect((await office.account(loan)).closedDate).toMatch(/\+0[23]:00$/);
    await office.changeState(loan, 'UNDO_WITHDRAW');
    const again = await office.account(loan);
    expect(again.closedDate).toBeUndefined();
    expect(again.approvedDate).toBeDefined();
  });

  test('of a loan that was approved remembers no approver once the approval is undone', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const approver = async () =>
      (await bank.db.query('SELECT approved_by_key FROM loan_account WHERE id = $1', [loan.id])).rows[0];
    expect(await approver()).not.toEqual({ approved_by_key: null });
    await office.changeState(loan, 'UNDO_APPROVE');
    expect(await approver()).toEqual({ approved_by_key: null });
  });

  test('closes a loan that was paid in full, and opens it again for some days only', async () => {
    const loan = await lender.loan(lender.fixedEqual);
    await steps('APPROVE', 'disburse', 'pay off', 'UNDO_CLOSE')(loan);
    expect(await stateOf(loan)).toBe('ACTIVE');
    await steps('CLOSE')(loan);
    expect(await stateOf(loan)).toBe('CLOSED REPAID');
    await bank.db.query(`UPDATE general_setup SET settings = settings || '{"maxAllowedUndoClosurePeriod": 3}'`);
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
    await bank.ok('advanceClock', { body: { days: 4 } });
    expect(reasonOf(await office.changeState(loan, 'UNDO_CLOSE'))).toBe(
      '400 CLOSURE_DATE_AFTER_MAX_ALLOWED_UNDO_CLOSURE_PERIOD',
    );
  });
});

test('the holder tells how many of his loans were paid in full', async () => {
  const holder = await lender.client();
  const cycle = async () => (await bank.ok('getClient', { path: { clientId: holder.id } })).loanCycle;
  const loan = (): Promise<Loan> => lender.loan(lender.fixedEqual, { accountHolderKey: holder.encodedKey });
  const [first, second, third] = [await loan(), await loan(), await loan()];
  await steps('APPROVE', 'disburse', 'pay off')(first);
  expect(await cycle()).toBe(1);
  await steps('APPROVE', 'disburse')(second);
  await steps('WITHDRAW')(third);
  expect(await cycle()).toBe(1);
  await steps('pay off')(second);
  expect(await cycle()).toBe(2);
  await bank.ok('patchClient', {
    path: { clientId: holder.id },
    body: [{ op: 'REPLACE', path: '/state', value: 'BLACKLISTED' }],
  });
  await steps('UNDO_CLOSE')(first);
  expect(await cycle()).toBe(1);
  expect((await bank.ok('getClient', { path: { clientId: holder.id } })).state).toBe('BLACKLISTED');
});

describe('the way back of a loan whose settlement account', () => {
  const settled = async () => {
    const accountHolderKey = (await lender.client()).encodedKey;
    const deposit = await lender.depositAccount({ accountHolderKey });
    const loan = await lender.loan(lender.fixedEqual, { accountHolderKey, settlementAccountKey: deposit.id });
    return { loan, path: { depositAccountId: deposit.id } };
  };

  test.each([
    ['UNDO_REJECT', ['REJECT']],
    ['UNDO_WITHDRAW', ['APPROVE', 'WITHDRAW']],
    ['UNDO_CLOSE', ['APPROVE', 'disburse', 'pay off']],
  ])('was closed since: %s is refused until that is open again', async (undo, way) => {
    const { loan, path } = await settled();
    await steps(...way)(loan);
    await bank.ok('changeDepositAccountState', { path, body: { action: 'CLOSE_WITHDRAW' } });
    const before = await office.account(loan);
    const reply = await office.changeState(loan, undo);
    expect(reasonOf(reply)).toBe('400 INVALID_SETTLEMENT_ACCOUNT_STATE');
    expect(sourceOf(reply)).toContain(path.depositAccountId);
    expect(await office.account(loan)).toEqual(before);
    const { linkedSettlementAccountKeys } = await bank.ok('getDepositAccount', { path });
    expect(linkedSettlementAccountKeys ?? []).toEqual([]);
    await bank.ok('reopenDepositAccount', { path, body: {} });
    await steps(undo)(loan);
    const again = await bank.ok('getDepositAccount', { path });
    expect(again.linkedSettlementAccountKeys).toEqual([loan.encodedKey]);
  });

  test('was deleted since: the loan comes back without one', async () => {
    const { loan, path } = await settled();
    await steps('WITHDRAW')(loan);
    await bank.ok('deleteDepositAccount', { path });
    const reply = await office.changeState(loan, 'UNDO_WITHDRAW');
    expect(reasonOf(reply)).toBe('200');
    expect(reply.body).not.toHaveProperty('settlementAccountKey');
    expect((await office.account(loan)).settlementAccountKey).toBeUndefined();
  });
});

describe('notes and wrong requests', () => {
  test('notes stay until others come', async () => {
    const loan = await lender.loan(lender.fixedEqual, { notes: 'applied by phone' });
    expect((await office.changeState(loan, 'APPROVE')).body).toMatchObject({ notes: 'applied by phone' });
    expect((await office.changeState(loan, 'UNDO_APPROVE', { notes: 'наново' })).body).toMatchObject({
      notes: 'наново',
    });
    expect((await office.account(loan)).notes).toBe('наново');
    expect(reasonOf(await office.changeState(loan, 'APPROVE', { notes: 'x'.repeat(10_001) }))).toBe(
      '400 INVALID_PARAMETERS',
    );
    expect(await stateOf(loan)).toBe('PENDING_APPROVAL');
  });

  test.each([
    [{}],
    [{ action: 'LOCK' }],
    [{ action: 'approve' }],
    [{ action: null }],
    [{ action: 1 }],
    [{ action: 'APPROVE', date: '2026-03-10' }],
    [{ action: 'APPROVE', notes: 7 }],
    [[]],
    ['APPROVE'],
  ])('refuses %j', async (body) => {
    const loan = await lender.loan(lender.fixedEqual);
    const reply = await bank.request('POST', `/api/loans/${loan.id}:changeState`, { body: JSON.stringify(body) });
    expect(reasonOf(reply)).toMatch(/^400 INVALID_/);
    expect(await stateOf(loan)).toBe('PENDING_APPROVAL');
  });

  test('names a loan that does not exist', async () => {
    expect(reasonOf(await office.changeState({ id: 'NOBODY', encodedKey: '' }, 'APPROVE'))).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });

  test('takes the key as well as the id, and answers a repeated key once', async () => {
    const loan = await lender.loan(lender.fixedEqual);
    const request = {
      path: { loanAccountId: loan.encodedKey },
      body: { action: 'APPROVE' },
      headers: { 'Idempotency-Key': '0f8fad5b-d9cb-469f-a165-70867728950e' },
    } as const;
    const first = await bank.ok('changeLoanAccountState', request);
    expect(await bank.ok('changeLoanAccountState', request)).toEqual(first);
    const other = await bank.call('changeLoanAccountState', { ...request, body: { action: 'UNDO_APPROVE' } });
    expect(other.status).toBeGreaterThanOrEqual(400);
    expect(await stateOf(loan)).toBe('APPROVED');
  });
});

describe('who may', () => {
  const needed = {
    REQUEST_APPROVAL: 'REQUEST_LOAN_APPROVAL',
    SET_INCOMPLETE: 'SET_LOAN_INCOMPLETE',
    APPROVE: 'APPROVE_LOANS',
    UNDO_APPROVE: 'APPROVE_LOANS',
    REJECT: 'REJECT_LOANS',
    WITHDRAW: 'WITHDRAW_LOAN_ACCOUNTS',
    CLOSE: 'CLOSE_LOAN_ACCOUNTS',
    UNDO_REJECT: 'UNDO_REJECT_LOANS',
    UNDO_WITHDRAW: 'UNDO_WITHDRAW_LOAN_ACCOUNTS',
    UNDO_CLOSE: 'UNDO_LOAN_ACCOUNT_CLOSURE',
  } as const;

  test('each action needs its own permission', async () => {
    const loan = await lender.loan(lender.fixedEqual);
    for (const [permission, holder] of Object.values(needed).map((name, index) => [name, `holder${index}`] as const)) {
      const user = await office.user(holder, [permission]);
      for (const action of actions) {
        const path = pathOf(loan);
        const reply = await bank.call('changeLoanAccountState', { path, body: { action }, user });
        const may = needed[action] === permission;
        expect([permission, action, reply.status === 403]).toEqual([permission, action, !may]);
        if (!may) expect(sourceOf(reply)).toContain(needed[action]);
        await bank.db.query(
          `UPDATE loan_account SET account_state = 'PENDING_APPROVAL', account_sub_state = NULL, state_before_closure = NULL,
                  approved_date = NULL, approved_by_key = NULL, closed_date = NULL WHERE id = $1`,
          [loan.id],
        );
      }
    }
  });

  test('where the product asks for four eyes, not who entered the loan', async () => {
    const product = await lender.loanProduct('FOUR-EYES', {
      others: { internalControls: { fourEyesPrinciple: { activeForLoanApproval: true } } },
    });
    const clerk = await office.user('clerk', ['CREATE_LOAN_ACCOUNT', 'EDIT_LOAN_ACCOUNT', 'APPROVE_LOANS']);
    const chief = await office.user('chief', ['APPROVE_LOANS', 'EDIT_LOAN_ACCOUNT']);
    const created = await bank.ok('createLoanAccount', {
      body: await office.body({ productTypeKey: product }),
      user: clerk,
    });
    const path = { loanAccountId: String(created.id) };
    const approve = (user: string) => bank.call('changeLoanAccountState', { path, body: { action: 'APPROVE' }, user });
    expect(reasonOf(await approve(clerk))).toBe('403 INVALID_PERMISSIONS');
    await bank.ok('patchLoanAccount', { path, body: [{ op: 'ADD', path: '/notes', value: 'seen' }], user: chief });
    expect(reasonOf(await approve(clerk))).toBe('403 INVALID_PERMISSIONS');
    expect(reasonOf(await approve(chief))).toBe('200');
  });
});

describe('the client', () => {
  const clientState = async (key: string) => (await bank.ok('getClient', { path: { clientId: key } })).state;

  test('becomes active with the disbursement and inactive with the end', async () => {
    const client = await lender.client();
    const loan = await lender.loan(lender.fixedEqual, { accountHolderKey: client.encodedKey });
    const seen = [await clientState(client.id)];
    for (const step of ['APPROVE', 'disburse', 'pay off', 'UNDO_CLOSE', 'CLOSE']) {
      await steps(step)(loan);
      seen.push(await clientState(client.id));
    }
    expect(seen).toEqual(['INACTIVE', 'INACTIVE', 'ACTIVE', 'INACTIVE', 'ACTIVE', 'INACTIVE']);
  });

  test('who was blacklisted since gets no approval', async () => {
    const client = await lender.client();
    const loan = await lender.loan(lender.fixedEqual, { accountHolderKey: client.encodedKey });
    const path = { clientId: client.id };
    await bank.ok('patchClient', { path, body: [{ op: 'REPLACE', path: '/state', value: 'BLACKLISTED' }] });
    expect(reasonOf(await office.changeState(loan, 'APPROVE'))).toMatch(/^400 INVALID_ACCOUNT_HOLDER_STATE/);
    expect(reasonOf(await office.changeState(loan, 'WITHDRAW'))).toBe('200');
  });
});

test('two approvals at once: one is', async () => {
  const loan = await lender.loan(lender.fixedEqual);
  const replies = await Promise.all([1, 2, 3, 4].map(() => office.changeState(loan, 'APPROVE')));
  expect(replies.map(reasonOf).sort()).toEqual([
    '200',
    ...Array.from({ length: 3 }, () => '400 INVALID_STATE_TRANSITION'),
  ]);
});

describe('a first repayment date that time has passed', () => {
  test('stops neither looking nor the way back, and is named by the disbursement', async () => {
    const today = String((await office.account(await lender.loan(lender.fixedEqual))).creationDate).slice(0, 10);
    const first = new Date(Date.parse(today) + 20 * 86_400_000).toISOString().slice(0, 10);
    const loan = await lender.loan(lender.fixedEqual, {
      disbursementDetails: { firstRepaymentDate: `${first}T00:00:00+03:00` },
    });
    await bank.ok('advanceClock', { body: { days: 30 } });
    expect((await office.lines(loan)).map(({ interest }) => interest.amount.expected < 0)).not.toContain(true);
    await steps('APPROVE', 'UNDO_APPROVE', 'APPROVE')(loan);
    expect((await office.lines(loan))[0]?.dueDate.slice(0, 10)).toBe(first);
    expect((await office.lines(loan)).map(({ interest }) => interest.amount.expected < 0)).not.toContain(true);
    expect(reasonOf(await office.patch(loan, ['ADD', '/notes', 'late']))).toBe('204');
    const reply = await bank.call('makeDisbursement', { path: pathOf(loan), body: {} });
    expect(reasonOf(reply)).toBe('400 FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE');
  });
});
