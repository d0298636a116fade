import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// New loans that are linked to the deposit account of their holder by themselves.

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let automatic: string;

const linking = (id: string, more: Body = {}) =>
  lender.loanProduct(id, {
    others: { accountLinkSettings: { enabled: true, linkedAccountOptions: ['AUTO_LINK_ACCOUNTS'], ...more } },
  });

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-31', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  automatic = await linking('AUTOMATIC');
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const holderWith = async (accounts: number): Promise<{ holder: string; keys: string[] }> => {
  const holder = (await lender.client()).encodedKey;
  const keys: string[] = [];
  for (let made = 0; made < accounts; made += 1) {
    keys.push((await lender.depositAccount({ accountHolderKey: holder })).encodedKey);
  }
  return { holder, keys };
};
const settlementOf = async (product: string, accountHolderKey: string, more: Body = {}): Promise<unknown> =>
  (await desk.account(await lender.loan(product, { accountHolderKey, ...more }))).settlementAccountKey;

describe('a new loan of a product that links by itself', () => {
  test('takes the only account of its holder', async () => {
    const { holder, keys } = await holderWith(1);
    expect(await settlementOf(automatic, holder)).toBe(keys[0]);
    expect(await settlementOf(lender.fixedEqual, holder)).toBeUndefined();
  });

  test('takes none of several, and none where there is none', async () => {
    expect(await settlementOf(automatic, (await holderWith(0)).holder)).toBeUndefined();
    const { holder, keys } = await holderWith(2);
    expect(await settlementOf(automatic, holder)).toBeUndefined();
    expect(await settlementOf(automatic, holder, { settlementAccountKey: keys[1] })).toBe(keys[1]);
  });

  test('takes only an account of the product that it may be linked to', async () => {
    const { holder } = await holderWith(1);
    const product = await linking('SAVERS', { linkableDepositProductKey: lender.savingsProductKey });
    expect(await settlementOf(product, holder)).toBeUndefined();
    const productTypeKey = lender.savingsProductKey;
    const savings = await lender.depositAccount({ accountHolderKey: holder, productTypeKey });
    expect(await settlementOf(product, holder)).toBe(savings.encodedKey);
  });

  test('does so only when it is made', async () => {
    const { holder } = await holderWith(1);
    const loan = await lender.loan(automatic, { accountHolderKey: holder });
    const { settlementAccountKey: _linked, ...body } = await desk.account(loan);
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body });
    expect((await desk.account(loan)).settlementAccountKey).toBeUndefined();
  });

  test('does not where its product forbids links', async () => {
    const { holder } = await holderWith(1);
    expect(await settlementOf(await linking('FORBIDDEN', { enabled: false }), holder)).toBeUndefined();
  });

  test.each([
    ['linkableDepositProductKey is missing', ['AUTO_LINK_ACCOUNTS', 'AUTO_CREATE_LINKED_ACCOUNTS']],
    ['linkedAccountOptions', ['AUTO']],
    ['linkedAccountOptions', 'AUTO_LINK_ACCOUNTS 💥'],
  ])('is not to be had with other options: %s', async (sentence, linkedAccountOptions) => {
    const path = { loanProductId: automatic };
    const before = await bank.ok('getLoanProduct', { path, query: { detailsLevel: 'FULL' } });
    const accountLinkSettings = { enabled: true, linkedAccountOptions };
    const answer = await bank.call('updateLoanProduct', { path, body: { ...before, accountLinkSettings } as never });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(sentence)]);
    expect(await bank.ok('getLoanProduct', { path, query: { detailsLevel: 'FULL' } })).toEqual(before);
  });
});
