import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk } from './harness/loanDesk.ts';
import { depositRules } from './harness/openBank.ts';

// New loans whose holder has no deposit account yet get one, and are linked to it.

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let creating: string;
let both: string;

const linking = (id: string, linkedAccountOptions: readonly string[], linkableDepositProductKey?: string) =>
  lender.loanProduct(id, {
    others: {
      accountLinkSettings: {
        enabled: true,
        linkedAccountOptions,
        settlementMethod: 'FULL_DUE_AMOUNTS',
        ...(linkableDepositProductKey ? { linkableDepositProductKey } : {}),
      },
    },
  });
const depositProduct = async (id: string, more: Body = {}): Promise<string> =>
  String(
    (
      await bank.ok('createDepositProduct', {
        body: {
          id,
          name: `Account of ${id}`,
          type: 'CURRENT_ACCOUNT',
          state: 'ACTIVE',
          newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '5000' },
          accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(lender.gl) },
          ...more,
        } as never,
      })
    ).encodedKey,
  );

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  creating = await linking('CREATES', ['AUTO_CREATE_LINKED_ACCOUNTS'], await depositProduct('SETTLING'));
  both = await linking(
    'LINKS_OR_CREATES',
    ['AUTO_LINK_ACCOUNTS', 'AUTO_CREATE_LINKED_ACCOUNTS'],
    lender.currentProductKey,
  );
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const accountsOf = (holder: string) =>
  bank.ok('getDepositAccounts', { query: { accountHolderId: holder, accountHolderType: 'CLIENT' } });
const holderOf = async (): Promise<string> => (await lender.client()).encodedKey;
const settlementOf = async (product: string, accountHolderKey: string, more: Body = {}): Promise<unknown> =>
  (await desk.account(await lender.loan(product, { accountHolderKey, ...more }))).settlementAccountKey;

describe('a new loan of a product that makes accounts', () => {
  test('gets an account of the linkable product with its defaults, linked on both sides and recorded', async () => {
    const holder = await holderOf();
    const loan = await lender.loan(creating, { accountHolderKey: holder });
    const [made, ...others] = await accountsOf(holder);
    expect(others).toEqual([]);
    const account = await bank.ok('getDepositAccount', {
      path: { depositAccountId: String(made?.id) },
      query: { detailsLevel: 'FULL' },
    });
    expect(account).toMatchObject({
      id: '5000',
      name: 'Account of SETTLING',
      accountState: 'PENDING_APPROVAL',
      accountHolderKey: holder,
      currencyCode: 'EUR',
      linkedSettlementAccountKeys: [loan.encodedKey],
    });
    expect((await desk.account(loan)).settlementAccountKey).toBe(account.encodedKey);
    const { rows } = await bank.db.query(`SELECT operation FROM audit_record WHERE entity_key = $1`, [
      account.encodedKey,
    ]);
    expect(rows).toEqual([{ operation: 'createLoanAccount' }]);
  });

  test('gets none where its holder has one, and one that it names goes first', async () => {
    const holder = await holderOf();
    await settlementOf(creating, holder);
    expect(await settlementOf(creating, holder)).toBeUndefined();
    const [made] = await accountsOf(holder);
    expect(await settlementOf(creating, holder, { settlementAccountKey: made?.encodedKey })).toBe(made?.encodedKey);
    expect(await accountsOf(holder)).toHaveLength(1);
  });

  test('that links as well takes the only one, makes the first one, and guesses none of several', async () => {
    const holder = await holderOf();
    const first = await settlementOf(both, holder);
    expect(await settlementOf(both, holder)).toBe(first);
    await lender.depositAccount({ accountHolderKey: holder });
    expect(await settlementOf(both, holder)).toBeUndefined();
    expect(await accountsOf(holder)).toHaveLength(2);
  });

  test('settles from the account once there is money on it', async () => {
    const holder = await holderOf();
    const loan = await lender.approvedLoan(creating, { accountHolderKey: holder, loanAmount: 1200 });
    const [made] = await accountsOf(holder);
    const path = { depositAccountId: String(made?.id) };
    await bank.ok('changeDepositAccountState', { path, body: { action: 'APPROVE' } });
    await bank.ok('makeDeposit', { path, body: { amount: 500 } });
    await desk.disburse(loan);
    await desk.advanceTo('2026-03-02');
    expect((await desk.standing(loan)).filter((line) => line.startsWith('REPAYMENT'))).toHaveLength(1);
    await desk.verify();
  });

  test('two of one holder at once make one account', async () => {
    const holder = await holderOf();
    await Promise.all([settlementOf(both, holder), settlementOf(both, holder), settlementOf(both, holder)]);
    expect(await accountsOf(holder)).toHaveLength(1);
  });
});

describe('refused', () => {
  const asked = async (product: string): Promise<{ holder: string; answer: string; status: number }> => {
    const holder = await holderOf();
    const answer = await bank.call('createLoanAccount', {
      body: {
        productTypeKey: product,
        accountHolderKey: holder,
        accountHolderType: 'CLIENT',
        loanAmount: 1000,
        loanName: 'Loan',
        interestSettings: { interestRate: 12 },
        scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
      } as never,
    });
    return { holder, answer: answer.text, status: answer.status };
  };

  test.each([
    ['INACTIVE', { state: 'INACTIVE' }, 'PRODUCT_MUST_BE_ACTIVE'],
    [
      'GROUPS',
      { availabilitySettings: { availableFor: ['PURE_GROUPS'] } },
      'INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE',
    ],
  ])('the account can’t be made, so the loan is not: %s', async (id, more, reason) => {
    const product = await linking(`OF_${id}`, ['AUTO_CREATE_LINKED_ACCOUNTS'], await depositProduct(id, more));
    const { holder, answer, status } = await asked(product);
    expect([status, answer]).toEqual([400, expect.stringContaining(reason)]);
    expect(answer).toContain("the loan's settlement account");
    expect(await accountsOf(holder)).toEqual([]);
    expect(
      await bank.ok('getLoanAccounts', { query: { accountHolderId: holder, accountHolderType: 'CLIENT' } }),
    ).toEqual([]);
  });

  test.each([
    ['linkableDepositProductKey is missing', { linkedAccountOptions: ['AUTO_CREATE_LINKED_ACCOUNTS'] }],
    [
      'LINKED_DEPOSIT_PRODUCT_DOES_NOT_EXIST',
      { linkedAccountOptions: ['AUTO_CREATE_LINKED_ACCOUNTS'], linkableDepositProductKey: 'NOBODY 💥' },
    ],
    ['linkedAccountOptions', { linkedAccountOptions: [7] }],
  ])('a product whose settings leave open what is made: %s', async (sentence, more) => {
    const path = { loanProductId: creating };
    const before = await bank.ok('getLoanProduct', { path, query: { detailsLevel: 'FULL' } });
    const accountLinkSettings = { enabled: true, ...more };
    const answer = await bank.call('updateLoanProduct', { path, body: { ...before, accountLinkSettings } as never });
    expect(answer.text).toContain(sentence);
    expect([400, 404]).toContain(answer.status);
    expect(await bank.ok('getLoanProduct', { path, query: { detailsLevel: 'FULL' } })).toEqual(before);
  });
});
