import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permissions } from '../src/generated/permissions.ts';
import { adminUser, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { openOffice } from './harness/loanOffice.ts';
import { type RequestName, requests } from './harness/loanRequests.ts';
import {
  type LoanStateName,
  type LoanStatesBank,
  type LoanType,
  loanStates,
  loanTypes,
  openLoanStates,
  type StatedLoan,
  today,
} from './harness/loanStates.ts';

// What can be asked of a loan, in each state and of each type, and what is answered: a right success, or the contract's error and nothing changed.

/** Columns are states in the order of `loanStates`; `ok`, or a refusal by its short name; `-` where there is nothing to ask about. */
const short: Readonly<Record<string, string>> = {
  STATE: 'INVALID_ACCOUNT_STATE',
  REPAY: 'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS',
  MOVE: 'INVALID_STATE_TRANSITION',
  LOCK: 'ACCOUNT_IS_LOCKED',
  EDIT: 'LOAN_ACCOUNT_FIELD_NOT_EDITABLE',
  TERMS: 'ILLEGAL_LOAN_PARAMETERS_MODIFICATION',
  DONE: 'ACCOUNT_ALREADY_DISBURSED',
  SHUT: 'CANNOT_DISBURSE_LOCKED_ACCOUNTS',
  OWES: 'ACCOUNT_HAS_REMAINING_BALANCE',
  USED: 'ACCOUNT_HAS_TRANSACTIONS',
  PLAN: 'PLANNED_FEE_ENCODED_KEY_INVALID',
};

type Row = Readonly<Partial<Record<'all' | LoanType, string>>>;

const always = 'ok ok ok ok ok ok ok ok ok ok ok';
const running = (reason: string): string => `STATE STATE STATE ${reason} ${reason} LOCK LOCK STATE STATE STATE STATE`;
const never = (reason: string): { readonly all: string } => ({ all: Array.from(loanStates, () => reason).join(' ') });
const payment = 'REPAY REPAY REPAY ok ok ok LOCK REPAY REPAY REPAY REPAY';
const noTranches = never('TRANCHES_NOT_ALLOWED');
const tranched =
  'ok ok ok ok ok TRANCHES_CANNOT_BE_EDITED TRANCHES_CANNOT_BE_EDITED TRANCHES_CANNOT_BE_EDITED TRANCHES_CANNOT_BE_EDITED TRANCHES_CANNOT_BE_EDITED TRANCHES_CANNOT_BE_EDITED';
/** Interest of a fixed schedule is not applied by hand; who may post on locked loans hears that, too. */
const agreed = 'STATE STATE STATE NOT NOT NOT LOCK STATE STATE STATE STATE'.replaceAll(
  'NOT',
  'INTEREST_CANNOT_BE_APPLIED',
);

const matrix: Readonly<Record<RequestName, Row>> = {
  //                          PARTIAL PENDING APPROVED ACTIVE ARREARS LOCKED BARRED REPAID WRITTEN_OFF REJECTED WITHDRAWN
  account: { all: always },
  schedule: { all: always },
  transactions: { all: always },
  balances: { all: always },
  explanation: { all: always },
  plannedFees: { all: always },
  tranches: { all: always },
  cards: { all: always },
  holds: { all: always },
  processing: { all: always },
  payOffPreview: { all: 'STATE STATE STATE ok ok ok ok STATE STATE STATE STATE' },
  tranchesPreview: { ...noTranches, tranched },

  name: { all: 'ok ok ok ok ok ok ok EDIT EDIT EDIT EDIT' },
  amount: { all: 'ok ok TERMS TERMS TERMS TERMS TERMS EDIT EDIT EDIT EDIT' },
  editSchedule: {
    all: 'ok ok STATE ok ok LOCK LOCK STATE STATE STATE STATE',
    tranched: 'NO NO STATE ok ok LOCK LOCK STATE STATE STATE STATE'.replaceAll('NO', 'EDITING_REPAYMENTS_NOT_ALLOWED'),
    revolving: 'NO NO STATE NO NO LOCK LOCK STATE STATE STATE STATE'.replaceAll('NO', 'EDITING_REPAYMENTS_NOT_ALLOWED'),
  },
  planFee: {
    all: 'ok ok ok ok ok ok LOCK STATE STATE STATE STATE',
    revolving: 'KEY KEY KEY ok ok ok LOCK STATE STATE STATE STATE'.replaceAll('KEY', 'INVALID_INSTALLMENT_KEY'),
  },
  replanFee: {
    all: 'ok ok ok ok ok ok LOCK STATE STATE STATE STATE',
    revolving: 'KEY KEY KEY ok ok ok LOCK STATE STATE STATE STATE'.replaceAll('KEY', 'INVALID_INSTALLMENT_KEY'),
  },
  applyPlannedFee: { all: running('ok') },
  unplanFee: {
    all: 'ok ok ok ok ok ok LOCK STATE STATE STATE STATE',
    revolving: 'PLAN PLAN PLAN ok ok ok LOCK STATE STATE STATE STATE',
  },
  changeTranches: { ...noTranches, tranched },
  card: { ...never('INVALID_ACCOUNT_TYPE'), revolving: 'STATE STATE ok ok ok ok ok STATE STATE STATE STATE' },
  fee: { all: 'ok ok ok ok ok LOCK LOCK STATE STATE STATE STATE' },
  productFee: { all: running('ok') },
  adjust: { all: '- - - ok ok ok LOCK STATE STATE - -' },
  repay: { all: payment },
  transfer: { all: payment },
  refund: { all: payment },
  overpayPrincipal: {
    all: payment,
    fixed: never('INVALID_TRANSACTION_TYPE').all,
    free: never('INVALID_TRANSACTION_TYPE').all,
  },
  payIn: { ...never('PRODUCT_DOES_NOT_ALLOW_PAYMENT_MADE_TRANSACTIONS'), dynamic: payment },
  withdraw: {
    ...never('PRODUCT_DOES_NOT_ALLOW_WITHDRAWAL_TRANSACTIONS'),
    dynamic: 'REPAY REPAY REPAY ok LATE ok LOCK REPAY REPAY REPAY REPAY'.replace(
      'LATE',
      'WITHDRAWAL_COVERING_LATE_REPAYMENTS_NOT_ALLOWED_WITHOUT_REDRAW_REPAYMENT',
    ),
  },
  redrawRepayment: {
    ...never('REDRAW_DISABLED'),
    dynamic: 'REPAY REPAY REPAY EARLY ok EARLY LOCK REPAY REPAY REPAY REPAY'.replaceAll(
      'EARLY',
      'PREPAYMENT_NOT_ALLOWED_ERROR',
    ),
  },
  hold: { all: '- - - - - - - - - - -', revolving: '- - ok ok ok SHUT SHUT STATE STATE - STATE' },
  payByCard: { all: '- - - - - - - - - - -', revolving: '- - ok ok ok SHUT SHUT STATE STATE - STATE' },
  arrearsSettings: { all: running('ok') },
  repaymentValue: { all: running('SETTINGS_ONLY_AVAILABLE_FOR_REVOLVING_CREDIT_ACCOUNTS'), revolving: running('ok') },
  periodicPayment: { all: running('INVALID_PMT_VALUE'), dynamic: running('ok') },
  dueDates: { all: running('FIXED_DAYS_OF_MONTH_NOT_ALLOWED'), fixed: running('ok') },
  interestRate: {
    all: running('ok'),
    fixed: running('INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_LOAN_PRODUCT_TYPE'),
    free: running('INTEREST_RATE_CHANGED_TRANSACTION_NOT_ALLOWED_FOR_LOAN_PRODUCT_TYPE'),
  },
  applyInterest: { all: running('ok'), fixed: agreed, free: agreed },
  chargeBalance: { all: running('ok'), fixed: agreed, free: agreed },

  disburse: {
    all: 'STATE STATE ok DONE DONE SHUT SHUT STATE STATE STATE STATE',
    tranched: 'STATE STATE ok ok ok SHUT SHUT STATE STATE STATE STATE',
    revolving: 'STATE STATE ok ok ok SHUT SHUT STATE STATE STATE STATE',
  },
  lock: { all: 'STATE STATE STATE ok ok ON ON STATE STATE STATE STATE'.replaceAll('ON', 'ACCOUNT_ALREADY_LOCKED') },
  unlock: {
    all: 'STATE STATE STATE OFF OFF ok ok STATE STATE STATE STATE'.replaceAll('OFF', 'ACCOUNT_ALREADY_UNLOCKED'),
  },
  payOff: { all: 'STATE STATE STATE ok ok ok LOCK STATE STATE STATE STATE' },
  writeOff: { all: 'STATE STATE STATE ok ok ok ok STATE STATE STATE STATE' },
  undoWriteOff: { all: 'STATE STATE STATE STATE STATE STATE STATE STATE ok STATE STATE' },
  requestApproval: { all: 'ok MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE' },
  setIncomplete: { all: 'MOVE ok MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE' },
  approve: { all: 'MOVE ok MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE' },
  undoApprove: { all: 'MOVE MOVE ok MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE' },
  reject: { all: 'ok ok MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE' },
  withdrawApplication: { all: 'ok ok ok MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE' },
  close: { all: 'MOVE MOVE MOVE OWES OWES OWES LOCK MOVE MOVE MOVE MOVE' },
  undoReject: { all: 'MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE ok MOVE' },
  undoWithdraw: { all: 'MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE MOVE ok' },
  undoClose: { all: 'MOVE MOVE MOVE MOVE MOVE MOVE MOVE ok MOVE MOVE MOVE' },
  delete: { all: 'ok ok ok USED USED USED USED USED USED ok ok' },
};

/** What these leave behind: what the account tells, state and sub-state. */
const becomes: Readonly<Partial<Record<RequestName, string>>> = {
  payOff: 'CLOSED REPAID',
  writeOff: 'CLOSED_WRITTEN_OFF WRITTEN_OFF',
  requestApproval: 'PENDING_APPROVAL',
  setIncomplete: 'PARTIAL_APPLICATION',
  approve: 'APPROVED',
  undoApprove: 'PENDING_APPROVAL',
  reject: 'CLOSED_REJECTED REJECTED',
  withdrawApplication: 'CLOSED WITHDRAWN',
  undoReject: 'PENDING_APPROVAL',
  undoWithdraw: 'APPROVED',
};

const names = Object.keys(matrix) as RequestName[];
const reads: readonly RequestName[] = names.slice(0, names.indexOf('name'));
/** Each of these needs a loan of its own: it ends the state, or what another request would find. */
const alone: readonly RequestName[] = [
  ...names.slice(names.indexOf('disburse')),
  'chargeBalance',
  'adjust',
  'applyPlannedFee',
  'applyInterest',
];

const expected = (name: RequestName, type: LoanType, state: LoanStateName): string => {
  const words = (matrix[name][type] ?? matrix[name].all ?? '').split(' ');
  const word = words[loanStates.indexOf(state)];
  if (words.length !== loanStates.length || word === undefined) throw new Error(`${name} has ${words.length} columns`);
  return short[word] ?? word;
};

let bank: TestBank;
let states: LoanStatesBank;
let junior: string;
/** Loans by type and state, made once: the first one takes what shares a loan, the others one request each. */
const loans = new Map<string, StatedLoan[]>();

beforeAll(async () => {
  bank = await startBank({ today, timeZone: 'UTC' });
  states = await openLoanStates(bank);
  junior = await openOffice(bank, states.lender).user(
    'junior',
    permissions.filter((one) => one !== 'POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'),
  );
  await Promise.all(
    loanTypes.flatMap((type) =>
      loanStates.map(async (state) => {
        const own = alone.filter((name) => expected(name, type, state) === 'ok');
        const made = await Promise.all(['shared', ...own].map(() => states.loan(type, state)));
        loans.set(`${type} ${state}`, made);
      }),
    ),
  );
}, 120_000);
afterAll(async () => {
  await states.desk.verify();
  await bank.stop();
});

const answered = async (name: RequestName, loan: StatedLoan, user: string): Promise<string> => {
  const reply = await requests[name](loan, { bank, states, user });
  return reply.status < 300 ? 'ok' : reasonOf(reply).replace(/^400 /, '');
};

/** A change that succeeds must be seen, and where it moves the account, as the state that it leads to. */
const succeeded = async (name: RequestName, loan: StatedLoan, user: string): Promise<string> => {
  const before = await states.picture(loan);
  const answer = await answered(name, loan, user);
  if (answer !== 'ok') return answer;
  if ((await states.picture(loan)) === before) return 'ok, and nothing changed';
  const wanted = becomes[name];
  if (wanted === undefined) return answer;
  const { accountState, accountSubState } = await states.desk.account(loan);
  const now = `${accountState} ${accountSubState ?? ''}`.trim();
  return now === wanted ? answer : `ok, and the account is ${now}`;
};

describe.each(loanTypes)('%s', (type) => {
  test.each(loanStates)('%s', async (state) => {
    const [shared, ...own] = loans.get(`${type} ${state}`) ?? [];
    if (!shared) throw new Error('no loan');
    const user = state === 'BARRED' ? junior : adminUser;
    const asked = names.filter((name) => expected(name, type, state) !== '-');
    const isOk = (name: RequestName): boolean => expected(name, type, state) === 'ok';
    const answers: Record<string, string> = {};
    // What looks or is refused leaves the loan as it was made, so all of it can be asked at once.
    const before = await states.picture(shared);
    const harmless = asked.filter((name) => reads.includes(name) || !isOk(name));
    await Promise.all(
      harmless.map(async (name) => {
        answers[name] = await answered(name, shared, user);
      }),
    );
    expect(await states.picture(shared)).toBe(before);
    await Promise.all(
      alone.filter(isOk).map(async (name, index) => {
        const loan = own[index];
        if (loan) answers[name] = await succeeded(name, loan, user);
      }),
    );
    for (const name of asked) answers[name] ??= await succeeded(name, shared, user);
    expect(answers).toEqual(Object.fromEntries(asked.map((name) => [name, expected(name, type, state)])));
  });
});
