import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { contractSchemas } from '../src/platform/http/requestSchema.ts';
import { anyChanges, withChanges } from './harness/anyBody.ts';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { valuesOf } from './harness/contractLeaves.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody } from './harness/loanBank.ts';
import { depositRules } from './harness/openBank.ts';
import { revolvingProduct } from './harness/revolving.ts';

// Products that nobody thought of: bodies that work, with some properties changed at random. None breaks the bank; one that is accepted is told as it was sent, also when that is sent back, and
// an account of it opens, or is refused for something that is named. The seed makes every run the same; FLORIN_FUZZ_SEED tries another.

const seed = Number(process.env.FLORIN_FUZZ_SEED ?? 20_260_110);
const runs = 200;
const enoughTime = 10_000;

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let holder: string;
beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'UTC' });
  lender = await loanBank(bank);
  holder = (await lender.client()).encodedKey;
});
afterAll(() => bank.stop());

const dynamic = { repaymentScheduleMethod: 'DYNAMIC' };
const actual = { daysInYear: 'ACTUAL_365_FIXED', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' };
const mortgage = { ...actual, interestCalculationMethod: 'EQUAL_INSTALLMENTS' };

const loanProducts: readonly LoanProductChanges[] = [
  {},
  { interest: { interestCalculationMethod: 'FLAT', interestApplicationMethod: 'AFTER_DISBURSEMENT' } },
  { type: 'DYNAMIC_TERM_LOAN', schedule: dynamic, interest: actual },
  {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: dynamic,
    interest: { ...actual, interestCalculationMethod: 'DECLINING_BALANCE' },
  },
  { type: 'DYNAMIC_MORTGAGE', schedule: dynamic, interest: mortgage },
  { type: 'INTEREST_ONLY_EQUAL_INSTALLMENTS', schedule: dynamic, interest: mortgage },
  { type: 'TRANCHED_LOAN', others: { trancheSettings: { maxNumberOfTranches: 3 } } },
  revolvingProduct(),
];

const paid: Body = {
  interestPaidIntoAccount: true,
  daysInYear: 'ACTUAL_365_FIXED',
  interestCalculationBalance: 'END_OF_DAY',
  interestPaymentSettings: { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
  interestRateSettings: {
    interestRateTerms: 'FIXED',
    interestRateSource: 'FIXED_INTEREST_RATE',
    interestRate: { defaultValue: 1 },
  },
};
const overdraft: Body = { overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 } };
const term: Body = {
  maturitySettings: { maturityPeriod: { minValue: 1, defaultValue: 6, maxValue: 24 }, maturityPeriodUnit: 'MONTHS' },
};

const depositProducts: readonly Body[] = [
  { type: 'CURRENT_ACCOUNT', ...overdraft },
  { type: 'CURRENT_ACCOUNT', interestSettings: paid },
  { type: 'REGULAR_SAVINGS', interestSettings: paid },
  { type: 'FIXED_DEPOSIT', ...term },
  { type: 'SAVINGS_PLAN', ...term, interestSettings: paid },
];

const depositProductBody = (id: string, changes: Body): Body => ({
  id,
  name: id,
  state: 'ACTIVE',
  newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
  accountingSettings: {
    accountingMethod: 'CASH',
    accountingRules: [
      ...depositRules(lender.gl),
      { financialResource: 'INTEREST_EXPENSE', glAccountKey: lender.gl['5000'] },
    ],
  },
  ...changes,
});

type Refused = { readonly errors?: readonly { readonly errorReason?: string; readonly errorSource?: string }[] };

/** Whether it was accepted; a refusal must be the sender's, and say what it is about. */
const wasAccepted = ({ status, body, text }: Reply, what: unknown): boolean => {
  const told = `${status} ${text.slice(0, 300)} for ${JSON.stringify(what)}`;
  if (status < 300) return true;
  const [error] = (body as Refused).errors ?? [];
  expect([status >= 400 && status < 500, typeof error?.errorReason, typeof error?.errorSource], told).toEqual([
    true,
    'string',
    'string',
  ]);
  expect(error?.errorSource, told).not.toBe('');
  return false;
};

/** The values of a body, wherever they stand in lists; those that switch nothing on may be left out by an answer. */
const linesOf = (body: unknown): readonly string[] =>
  valuesOf(body)
    .map((line) => line.replaceAll(/\.\d+(?=[. ])/g, ''))
    .filter((line) => !/ (false|0|NONE|)$/.test(line));

const lost = (sent: Body, told: unknown): readonly string[] => {
  const kept = new Set(linesOf(told));
  return linesOf(sent).filter((line) => !kept.has(line));
};

/** What is told of a product but for when it was changed. */
const timeless = (told: Body): readonly string[] => valuesOf(told).filter((line) => !line.includes('lastModifiedDate'));

type Side = {
  readonly schema: string;
  readonly bases: readonly ((id: string) => Body)[];
  readonly create: OperationName;
  readonly get: (id: string) => Promise<Body>;
  readonly put: (id: string, body: Body) => Promise<Reply>;
  /** Opens an account of a product, and previews or uses it; how many of these were accepted. */
  readonly use: (productTypeKey: string, body: Body) => Promise<number>;
};

const sides: Readonly<Record<'loan' | 'deposit', Side>> = {
  loan: {
    schema: 'LoanProduct',
    bases: loanProducts.map((changes) => (id) => loanProductBody(id, lender.gl, changes)),
    create: 'createLoanProduct',
    get: (id) => bank.ok('getLoanProduct', { path: { loanProductId: id } }),
    put: (id, body) => bank.call('updateLoanProduct', { path: { loanProductId: id }, body }),
    use: async (productTypeKey, body) => {
      const terms = {
        productTypeKey,
        loanAmount: 1000,
        interestSettings: { interestRate: 12 },
        scheduleSettings: body.type === 'REVOLVING_CREDIT' ? {} : { gracePeriod: 0, repaymentInstallments: 3 },
        disbursementDetails: { expectedDisbursementDate: '2026-01-10T00:00:00+00:00' },
      };
      const previewed = wasAccepted(await bank.call('previewSchedule', { body: terms as never }), body);
      const account = { ...terms, accountHolderKey: holder, accountHolderType: 'CLIENT' };
      const reply = await bank.call('createLoanAccount', { body: account as never });
      if (!wasAccepted(reply, body)) return Number(previewed);
      const path = { loanAccountId: String((reply.body as { readonly id?: string }).id) };
      wasAccepted(await bank.call('changeLoanAccountState', { path, body: { action: 'REQUEST_APPROVAL' } }), body);
      wasAccepted(await bank.call('changeLoanAccountState', { path, body: { action: 'APPROVE' } }), body);
      return Number(previewed) + Number(wasAccepted(await bank.call('makeDisbursement', { path, body: {} }), body));
    },
  },
  deposit: {
    schema: 'DepositProduct',
    bases: depositProducts.map((changes) => (id) => depositProductBody(id, changes)),
    create: 'createDepositProduct',
    get: (id) => bank.ok('getDepositProduct', { path: { depositProductId: id } }),
    put: (id, body) => bank.call('updateDepositProduct', { path: { depositProductId: id }, body }),
    use: async (productTypeKey, body) => {
      const account = { productTypeKey, name: 'Any', accountHolderKey: holder, accountHolderType: 'CLIENT' };
      const reply = await bank.call('createDepositAccount', { body: account as never });
      if (!wasAccepted(reply, body)) return 0;
      const path = { depositAccountId: String((reply.body as { readonly id?: string }).id) };
      wasAccepted(await bank.call('changeDepositAccountState', { path, body: { action: 'APPROVE' } }), body);
      return 1 + Number(wasAccepted(await bank.call('makeDeposit', { path, body: { amount: 100 } }), body));
    },
  },
};

test.each(['loan', 'deposit'] as const)(
  'a %s product of any body is refused by name, or told as it was sent and used',
  async (name) => {
    const { schema, bases, create, get, put, use } = sides[name];
    const keys = Object.values(lender.gl);
    const changes = fc.sample(fc.tuple(fc.nat(), anyChanges({ $ref: `#/components/schemas/${schema}` }, keys)), {
      seed,
      numRuns: runs,
    });
    expect(contractSchemas()[schema]?.properties).toBeDefined();
    const found = { accepted: 0, refused: 0, used: 0 };
    const least = (): number => Math.min(found.accepted, found.refused, found.used);
    const begun = Date.now();
    for (const [index, [of, some]] of changes.entries()) {
      // A slow machine tries fewer, but some of each.
      if (Date.now() - begun > enoughTime && least() > 5) break;
      const base = bases[of % bases.length]?.(`F${index}`) ?? {};
      const body = withChanges(base, some);
      const reply = await bank.call(create, { body: body as never });
      if (!wasAccepted(reply, body)) {
        found.refused += 1;
        continue;
      }
      found.accepted += 1;
      const { id, encodedKey } = reply.body as { readonly id: string; readonly encodedKey: string };
      const told = await get(id);
      expect({ sent: some, lost: lost(body, told) }).toEqual({ sent: some, lost: [] });
      expect(wasAccepted(await put(id, told), told)).toBe(true);
      expect(timeless(await get(id))).toEqual(timeless(told));
      found.used += await use(encodedKey, body);
    }
    expect(least(), JSON.stringify(found)).toBeGreaterThan(5);
  },
  40_000,
);
