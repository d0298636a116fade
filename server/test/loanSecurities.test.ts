import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type LoanOffice, openOffice } from './harness/loanOffice.ts';

// Guarantors and collateral of loans: who and what may secure one, until when, and how much approval asks for.

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let office: LoanOffice;
/** Asks for securities of half the loan. */
let half: string;
let onlyGuarantors: string;
let onlyAssets: string;
let uncle: { readonly id: string; readonly encodedKey: string };

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  office = openOffice(bank, lender);
  for (const code of ['USD', 'JPY']) {
    await bank.ok('createCurrency', {
      body: { code, name: code, symbol: code, currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' } as never,
    });
  }
  await bank.ok('createExchangeRate', {
    path: { currencyCode: 'USD' },
    body: { buyRate: '0.80', sellRate: '0.85', startDate: '2026-01-01T00:00:00+00:00' } as never,
  });
  const secured = (id: string, securitySettings: Body) => lender.loanProduct(id, { others: { securitySettings } });
  half = await secured('HALF', { isGuarantorsEnabled: true, isCollateralEnabled: true, requiredGuaranties: 50 });
  onlyGuarantors = await secured('GUARANTORS', { isGuarantorsEnabled: true });
  onlyAssets = await secured('ASSETS', { isCollateralEnabled: true });
  uncle = await lender.client({ firstName: 'Uncle' });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const by = (guarantorKey: string, amount: number, more: Body = {}) => ({
  guarantorKey,
  guarantorType: 'CLIENT',
  amount,
  ...more,
});
const car = (amount: number, more: Body = {}) => ({ assetName: 'Car', amount, ...more });

const full = (loan: LoanRef, user?: string) =>
  bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' }, ...(user ? { user } : {}) });

const put = async (loan: LoanRef, changes: Body) =>
  bank.call('updateLoanAccount', { path: loanPath(loan), body: { ...(await full(loan)), ...changes } as never });

const patch = (loan: LoanRef, op: string, path: string, value?: unknown, user?: string) =>
  bank.call('patchLoanAccount', {
    path: loanPath(loan),
    body: [{ op, path, ...(value === undefined ? {} : { value }) }] as never,
    ...(user ? { user } : {}),
  });

const approve = (loan: LoanRef) =>
  bank.call('changeLoanAccountState', { path: loanPath(loan), body: { action: 'APPROVE' } });

/** Loans of a new client whose creation is refused. */
const refusal = async (product: string, changes: Body): Promise<string> => {
  const reply = await bank.call('createLoanAccount', {
    body: (await office.body({ productTypeKey: product, ...changes })) as never,
  });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};

describe('securities', () => {
  test('are told in full, with keys of their own that stay, and can be sent back', async () => {
    const loan = await lender.loan(half, {
      guarantors: [by(uncle.id, 3000)],
      assets: [car(1500), { assetName: 'House', amount: 1, originalAmount: 1000, originalCurrency: { code: 'USD' } }],
    });
    const told = await full(loan);
    expect(told.guarantors).toEqual([
      { encodedKey: expect.any(String), guarantorKey: uncle.encodedKey, guarantorType: 'CLIENT', amount: 3000 },
    ]);
    // What the bank buys 1,000 US dollars for.
    expect(told.assets).toEqual([
      { encodedKey: expect.any(String), assetName: 'Car', amount: 1500 },
      {
        encodedKey: expect.any(String),
        assetName: 'House',
        amount: 800,
        originalAmount: 1000,
        originalCurrency: { code: 'USD', currencyCode: 'USD' },
      },
    ]);
    const basic = await desk.account(loan);
    expect([basic.guarantors, basic.assets]).toEqual([undefined, undefined]);
    expect(reasonOf(await put(loan, {}))).toBe('200');
    // Who was not told of them does not take them away.
    expect(reasonOf(await bank.call('updateLoanAccount', { path: loanPath(loan), body: basic as never }))).toBe('200');
    expect(reasonOf(await put(loan, { guarantors: [by(uncle.encodedKey, 3500)], assets: [car(1600)] }))).toBe('200');
    const changed = await full(loan);
    expect(changed.guarantors).toEqual([{ ...told.guarantors?.[0], amount: 3500 }]);
    expect(changed.assets).toEqual([{ ...told.assets?.[0], amount: 1600 }]);
    const { rows } = await bank.db.query(
      `SELECT count(*)::int AS count FROM audit_record WHERE entity_key = $1 AND changes::text LIKE '%3500%'`,
      [loan.encodedKey],
    );
    expect(rows[0]?.count).toBeGreaterThan(0);
  });

  test('stay as they were valued until somebody values them anew', async () => {
    const asset = { assetName: 'Bond', amount: 1, originalAmount: 100, originalCurrency: { code: 'USD' } };
    const loan = await lender.loan(onlyAssets, { assets: [asset] });
    await bank.ok('createExchangeRate', {
      path: { currencyCode: 'USD' },
      body: { buyRate: '0.90', sellRate: '0.95', startDate: '2026-03-10T00:00:00+00:00' } as never,
    });
    await put(loan, { loanName: 'Other' });
    expect((await full(loan)).assets?.[0]?.amount).toBe(80);
    await put(loan, { assets: [{ ...asset, originalAmount: 200 }] });
    expect((await full(loan)).assets?.[0]?.amount).toBe(180);
  });

  test('of groups and in other clients’ PATCH requests: added, changed and taken away', async () => {
    const group = await bank.ok('createGroup', { body: { groupName: 'Savers' } });
    const loan = await lender.loan(half);
    expect(
      (await patch(loan, 'ADD', '/guarantors', by(String(group.encodedKey), 5, { guarantorType: 'GROUP' }))).status,
    ).toBe(204);
    expect((await patch(loan, 'ADD', '/assets', car(10))).status).toBe(204);
    expect(await full(loan)).toMatchObject({
      guarantors: [{ guarantorKey: group.encodedKey, guarantorType: 'GROUP', amount: 5 }],
      assets: [{ assetName: 'Car', amount: 10 }],
    });
    expect((await patch(loan, 'REPLACE', '/assets', [car(11)])).status).toBe(204);
    expect((await patch(loan, 'REMOVE', '/guarantors')).status).toBe(204);
    expect(await full(loan)).toMatchObject({ guarantors: [], assets: [{ assetName: 'Car', amount: 11 }] });
  });

  test('change until the loan is closed', async () => {
    const guarantors = [by(uncle.encodedKey, 6000)];
    const loan = await lender.loan(half, { guarantors });
    for (const action of ['SET_INCOMPLETE', 'REQUEST_APPROVAL', 'APPROVE'] as const) {
      await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action } });
      expect(reasonOf(await put(loan, { assets: [car(100)] }))).toBe('200');
      expect(reasonOf(await put(loan, { assets: [] }))).toBe('200');
    }
    await desk.disburse(loan);
    expect(reasonOf(await put(loan, { assets: [car(100)] }))).toBe('200');
    await bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    const closed = await put(loan, { assets: [] });
    expect(reasonOf(closed)).toBe('400 LOAN_ACCOUNT_FIELD_NOT_EDITABLE');
  });
});

describe('securities that are refused', () => {
  const someone = 'f'.repeat(32);

  test.each<[string, () => string, (uncleKey: string) => Body]>([
    ['GUARANTOR_NOT_ALLOWED_BY_PRODUCT: guarantors[0]', () => onlyAssets, (key) => ({ guarantors: [by(key, 5)] })],
    ['COLLATERAL_NOT_ALLOWED_BY_PRODUCT: assets[0]', () => onlyGuarantors, () => ({ assets: [car(5)] })],
    ['GUARANTOR_NOT_ALLOWED_BY_PRODUCT', () => lender.fixedEqual, (key) => ({ guarantors: [by(key, 5)] })],
    ['COLLATERAL_NOT_ALLOWED_BY_PRODUCT', () => lender.fixedEqual, () => ({ assets: [car(5)] })],
    [
      'INVALID_GUARANTOR_KEY: guarantors[1].guarantorKey',
      () => half,
      (key) => ({ guarantors: [by(key, 5), by(someone, 5)] }),
    ],
    [
      'GUARANTY_KEY_TYPE_MISMATCH: guarantors[0]',
      () => half,
      (key) => ({ guarantors: [by(key, 5, { guarantorType: 'GROUP' })] }),
    ],
    ['INVALID_PARAMETERS', () => half, (key) => ({ guarantors: [by(key, 5, { guarantorType: 'ASSET' })] })],
    ['INVALID_AMOUNT: guarantors[0].amount', () => half, (key) => ({ guarantors: [by(key, 0)] })],
    ['INVALID_AMOUNT: guarantors[0].amount', () => half, (key) => ({ guarantors: [by(key, 0.001)] })],
    ['INVALID_AMOUNT: assets[0].amount', () => half, () => ({ assets: [car(-5)] })],
    ['INVALID_AMOUNT: assets[0].amount', () => half, () => ({ assets: [car(1e30)] })],
    [
      'GUARANTOR_ASSET_NAME_NOT_ALLOWED: guarantors[0]',
      () => half,
      (key) => ({ guarantors: [by(key, 5, { assetName: 'Car' })] }),
    ],
    ['GUARANTOR_KEY_NOT_ALLOWED: assets[0]', () => half, (key) => ({ assets: [car(5, { guarantorKey: key })] })],
    [
      'GUARANTOR_SAVINGS_KEY_NOT_ALLOWED: assets[0]',
      () => half,
      () => ({ assets: [car(5, { depositAccountKey: 'x' })] }),
    ],
    ['INVALID_ASSET_NAME: assets[0].assetName', () => half, () => ({ assets: [{ assetName: '  ', amount: 5 }] })],
    [
      'DUPLICATED_ASSET: assets[1].assetName',
      () => half,
      () => ({ assets: [car(5), { assetName: 'car', amount: 6 }] }),
    ],
    [
      'DUPLICATED_GUARANTOR_WITHOUT_SAVINGS_ACCOUNT: guarantors[1]',
      () => half,
      (key) => ({ guarantors: [by(key, 5), by(key, 6)] }),
    ],
    ['INVALID_PARAMETERS: assets[0]', () => half, () => ({ assets: [car(5, { originalAmount: 5 })] })],
    ['INVALID_PARAMETERS: assets[0]', () => half, () => ({ assets: [car(5, { originalCurrency: { code: 'USD' } })] })],
    [
      'CURRENCY_NOT_DEFINED: assets[0].originalCurrency',
      () => half,
      () => ({ assets: [car(5, { originalAmount: 5, originalCurrency: { code: 'CHF' } })] }),
    ],
    [
      'INVALID_AMOUNT: assets[0].originalAmount',
      () => half,
      () => ({ assets: [car(5, { originalAmount: 0, originalCurrency: { code: 'USD' } })] }),
    ],
    [
      'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY',
      () => half,
      () => ({ assets: [car(5, { originalAmount: 5, originalCurrency: { code: 'JPY' } })] }),
    ],
    [
      'INVALID_PARAMETERS: guarantors has more',
      () => half,
      (key) => ({ guarantors: Array.from({ length: 101 }, () => by(key, 5)) }),
    ],
    ['INVALID_PARAMETERS: Property assets', () => half, () => ({ assets: [car(5, { _set: { field: 1 } })] })],
  ])('%s', async (expected, product, changes) => {
    const before = await bank.db.query('SELECT count(*)::int AS count FROM loan_account');
    expect(await refusal(product(), changes(uncle.encodedKey))).toContain(`400 ${expected}`);
    const after = await bank.db.query('SELECT count(*)::int AS count FROM loan_account');
    expect(after.rows).toEqual(before.rows);
  });

  test('the borrower does not guarantee his own loan by his word', async () => {
    const { encodedKey: accountHolderKey } = await lender.client();
    expect(await refusal(half, { accountHolderKey, guarantors: [by(accountHolderKey, 5)] })).toContain(
      '400 INVALID_GUARANTOR_KEY: guarantors[0].guarantorKey is the borrower',
    );
  });

  test('by whoever is not welcome, and roles that may not guarantee', async () => {
    const state = async (changes: Body, wanted?: string): Promise<string> => {
      const { id, encodedKey } = await lender.client(changes);
      if (wanted)
        await bank.ok('patchClient', {
          path: { clientId: id },
          body: [{ op: 'REPLACE', path: '/state', value: wanted }] as never,
        });
      return refusal(half, { guarantors: [by(encodedKey, 5)] });
    };
    expect(await state({}, 'EXITED')).toContain('400 INVALID_GUARANTOR_STATE');
    expect(await state({}, 'BLACKLISTED')).toContain('400 INVALID_GUARANTOR_STATE');
    expect(await state({ state: 'PENDING_APPROVAL' })).toContain('400 INVALID_GUARANTOR_STATE');
    for (const type of ['CLIENT', 'GROUP']) {
      await bank.db.query(
        `INSERT INTO client_role (encoded_key, id, name, client_type, creation_date, last_modified_date, can_guarantee)
         VALUES ($1, $2, $2, $3, '2026-01-01', '2026-01-01', false)`,
        [newEncodedKey(), `minor ${type}`, type],
      );
    }
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
    expect(await state({ clientRoleKey: 'minor CLIENT' })).toContain('400 INVALID_GUARANTOR_PERMISSION');
    const group = await bank.ok('createGroup', { body: { groupName: 'Minors', groupRoleKey: 'minor GROUP' } as never });
    expect(
      await refusal(half, { guarantors: [by(String(group.encodedKey), 5, { guarantorType: 'GROUP' })] }),
    ).toContain('400 INVALID_GUARANTOR_PERMISSION');
  });

  test('leave the loan as it was', async () => {
    const loan = await lender.loan(half, { guarantors: [by(uncle.encodedKey, 3000)] });
    const body = { ...(await full(loan)), assets: [car(0)] };
    expect(await desk.refused('updateLoanAccount', loan, { path: loanPath(loan), body: body as never })).toContain(
      '400 INVALID_AMOUNT',
    );
    expect((await full(loan)).guarantors).toHaveLength(1);
  });

  test('to whom they are not granted', async () => {
    const clerk = await office.user('clerk', ['VIEW_LOAN_ACCOUNT_DETAILS', 'EDIT_LOAN_ACCOUNT', 'CREATE_SECURITIES']);
    const loan = await lender.loan(half, { guarantors: [by(uncle.encodedKey, 3000)] });
    const shown = await full(loan, clerk);
    expect([shown.guarantors, shown.assets]).toEqual([undefined, undefined]);
    expect((await patch(loan, 'ADD', '/assets', car(10), clerk)).status).toBe(204);
    for (const [op, path, value, permission] of [
      ['REPLACE', '/assets', [car(11)], 'EDIT_SECURITIES'],
      ['REMOVE', '/assets', undefined, 'DELETE_SECURITIES'],
    ] as const) {
      const reply = await patch(loan, op, path, value, clerk);
      expect(`${reasonOf(reply)}: ${sourceOf(reply)}`).toMatch(new RegExp(`INVALID_PERMISSIONS: .*${permission}`));
    }
    expect((await full(loan)).assets).toMatchObject([{ amount: 10 }]);
  });
});

describe('what approval asks for', () => {
  const insufficient = '400 INSUFFICIENT_GUARANTEES';

  test('is the share of the loan amount, of guarantors and assets together', async () => {
    const loan = await lender.loan(half, { guarantors: [by(uncle.encodedKey, 3000)], assets: [car(1999.99)] });
    expect(reasonOf(await approve(loan))).toBe(insufficient);
    expect((await desk.account(loan)).accountState).toBe('PENDING_APPROVAL');
    expect(reasonOf(await put(loan, { assets: [car(2000)] }))).toBe('200');
    expect(reasonOf(await approve(loan))).toBe('200');
  });

  test('holds after it: what is left must do, and another amount is approved anew', async () => {
    const loan = await lender.loan(half, { guarantors: [by(uncle.encodedKey, 3000)], assets: [car(2500)] });
    expect(reasonOf(await approve(loan))).toBe('200');
    expect(reasonOf(await put(loan, { assets: [car(2000)] }))).toBe('200');
    expect(reasonOf(await put(loan, { assets: [car(1999)] }))).toBe(insufficient);
    expect(reasonOf(await patch(loan, 'REMOVE', '/guarantors'))).toBe(insufficient);
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'UNDO_APPROVE' } });
    expect(reasonOf(await put(loan, { loanAmount: 10_001 }))).toBe('200');
    expect(reasonOf(await approve(loan))).toBe(insufficient);
  });

  test('asks nothing where the product asks for nothing', async () => {
    expect(reasonOf(await approve(await lender.loan(onlyGuarantors)))).toBe('200');
  });
});

describe('whoever guarantees a loan', () => {
  test('stays until it is closed, and is kept as a client after that', async () => {
    const friend = await lender.client();
    const loan = await lender.loan(half, { guarantors: [by(friend.encodedKey, 3000)] });
    const exit = () =>
      bank.call('patchClient', {
        path: { clientId: friend.id },
        body: [{ op: 'REPLACE', path: '/state', value: 'EXITED' }] as never,
      });
    const remove = () => bank.call('deleteClient', { path: { clientId: friend.id } });
    expect(reasonOf(await exit())).toBe('400 CLIENT_IS_GUARANTOR');
    expect(reasonOf(await remove())).toBe('400 CLIENT_IS_GUARANTOR');
    await bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action: 'REJECT' } });
    expect(reasonOf(await remove())).toBe('400 CLIENT_IS_GUARANTOR');
    expect(reasonOf(await exit())).toBe('204');
  });

  test('may go once the loan has nobody to guarantee it', async () => {
    const friend = await lender.client();
    const loan = await lender.loan(half, { guarantors: [by(friend.encodedKey, 3000)] });
    expect(reasonOf(await put(loan, { guarantors: [] }))).toBe('200');
    expect(reasonOf(await bank.call('deleteClient', { path: { clientId: friend.id } }))).toBe('204');
    const group = await bank.ok('createGroup', { body: { groupName: 'Friends' } });
    const guarantors = [by(String(group.encodedKey), 5, { guarantorType: 'GROUP' })];
    const other = await lender.loan(half, { guarantors });
    const remove = () => bank.call('deleteGroup', { path: { groupId: String(group.id) } });
    expect(reasonOf(await remove())).toBe('400 CLIENT_IS_GUARANTOR');
    await bank.ok('deleteLoanAccount', { path: loanPath(other) });
    expect(reasonOf(await remove())).toBe('204');
  });

  test('does not exit while a loan begins to count on him', async () => {
    const friends = await Promise.all(Array.from({ length: 5 }, () => lender.client()));
    for (const friend of friends) {
      const [loan, exit] = await Promise.all([
        refusal(half, { guarantors: [by(friend.encodedKey, 5)] }),
        bank.call('patchClient', {
          path: { clientId: friend.id },
          body: [{ op: 'REPLACE', path: '/state', value: 'EXITED' }] as never,
        }),
      ]);
      expect([
        ['201: ', '400 CLIENT_IS_GUARANTOR'],
        ['400 INVALID_GUARANTOR_STATE', '204'],
      ]).toContainEqual([loan.startsWith('400') ? loan.split(':')[0] : '201: ', reasonOf(exit)]);
    }
  });
});
