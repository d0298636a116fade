import type { OperationName } from '../../src/generated/operations.ts';
import type { CallOptions, Reply, TestBank } from './bank.ts';
import { loanPath } from './loanDesk.ts';
import type { LoanStatesBank, StatedLoan } from './loanStates.ts';
import { day, today, twoTranches } from './loanStates.ts';

// One good request for everything that can be asked about a loan: what refuses it is the state or the kind of the loan.

type Body = Readonly<Record<string, unknown>>;
type Asked = { readonly bank: TestBank; readonly states: LoanStatesBank; readonly user: string };
export type Ask = (loan: StatedLoan, asked: Asked) => Promise<Reply>;

const on =
  (name: OperationName, body?: unknown, path: Readonly<Record<string, string>> = {}): Ask =>
  (loan, { bank, user }) =>
    bank.call(name, {
      path: { ...loanPath(loan), ...path },
      ...(body === undefined ? {} : { body: body as Body }),
      user,
    } as CallOptions<typeof name>);

/** A request whose body names something of the loan. */
const about =
  (name: OperationName, body: (loan: StatedLoan, asked: Asked) => unknown): Ask =>
  (loan, asked) =>
    on(name, body(loan, asked))(loan, asked);

const state = (action: string): Ask => on('changeLoanAccountState', { action });
const patch = (path: string, value: unknown): Ask => on('patchLoanAccount', [{ op: 'REPLACE', path, value }]);
const dated = { valueDate: day(today) };
let reference = 0;
const referenceOf = (): string => {
  reference += 1;
  return `reference-${reference}`;
};
const byCard =
  (name: OperationName): Ask =>
  ({ cardToken }, { bank, user }) =>
    bank.call(name, {
      path: { cardReferenceToken: cardToken },
      body: {
        externalReferenceId: referenceOf(),
        amount: 20,
        advice: false,
        ...(name === 'createCardTransaction' ? { transactionChannelId: 'cash' } : {}),
      },
      user,
    } as CallOptions<typeof name>);

export const requests = {
  // Reads
  account: on('getLoanAccount'),
  schedule: on('getLoanSchedule'),
  transactions: on('getLoanTransactions'),
  balances: on('getLoanBalances'),
  explanation: on('explainLoan'),
  plannedFees: on('getPlannedFees'),
  tranches: on('getLoanTranches'),
  cards: on('getLoanCards'),
  holds: on('getLoanAuthorizationHolds'),
  processing: on('previewLoanPmtProcessing'),
  payOffPreview: on('previewLoanPayOff', dated),
  tranchesPreview: about('previewLoanTranches', ({ from }) => twoTranches(from, '2026-05-10')),

  // Changes that leave the state
  name: patch('/loanName', 'Another name'),
  amount: patch('/loanAmount', 11_000),
  editSchedule: async (loan, asked) => {
    const { installments = [] } = await asked.bank.ok('getLoanSchedule', { path: loanPath(loan) });
    const lines = JSON.parse(JSON.stringify(installments)) as { principal: { amount: { expected: number } } }[];
    const [from, to] = [lines.at(-1), lines.at(-2)];
    if (from && to) {
      from.principal.amount.expected = Number((from.principal.amount.expected - 1).toFixed(2));
      to.principal.amount.expected = Number((to.principal.amount.expected + 1).toFixed(2));
    }
    return on('editLoanSchedule', lines)(loan, asked);
  },
  planFee: about('createPlannedFees', ({ type, installmentKey }, { states }) => [
    { predefinedFeeKey: states.fees[type].VISIT, installmentKey, amount: 12 },
  ]),
  replanFee: about('updatePlannedFees', ({ type, installmentKey }, { states }) => [
    { predefinedFeeKey: states.fees[type].SURVEY, installmentKey, amount: 31 },
  ]),
  applyPlannedFee: about('applyPlannedFees', ({ plannedFeeKey }) => ({ encodedKeys: [plannedFeeKey] })),
  unplanFee: (loan, asked) =>
    on('deletePlannedFee', undefined, { plannedInstallmentFeeKey: loan.plannedFeeKey })(loan, asked),
  changeTranches: about('updateLoanTranches', ({ from }) => twoTranches(from, '2026-05-10')),
  card: about('createLoanCard', ({ id }) => ({ referenceToken: `second-${id}` })),
  fee: about('applyLoanFee', ({ type }) => ({
    amount: 5,
    ...(type === 'fixed' || type === 'free' ? { installmentNumber: 6 } : {}),
  })),
  productFee: about('applyLoanFee', ({ type }, { states }) => ({
    predefinedFeeKey: states.fees[type].REMINDER,
    ...(type === 'fixed' || type === 'free' ? { installmentNumber: 6 } : {}),
  })),
  adjust: ({ repaymentId }, { bank, user }) =>
    bank.call('adjustLoanTransaction', {
      path: { loanTransactionId: repaymentId },
      body: { notes: 'a mistake' },
      user,
    }),
  repay: on('makeRepayment', { amount: 10 }),
  transfer: ({ id }, { bank, states, user }) =>
    bank.call('makeTransfer', {
      path: { depositAccountId: states.deposit.id },
      body: { amount: 10, transferDetails: { linkedAccountType: 'LOAN', linkedAccountId: id } },
      user,
    }),
  refund: about('makeLoanRefund', ({ disbursementKey }) => ({ amount: 10, linkedDisbursementKey: disbursementKey })),
  overpayPrincipal: on('makePrincipalOverpayment', { amount: 10 }),
  payIn: on('applyLoanPaymentMade', { amount: 10 }),
  withdraw: on('makeLoanWithdrawal', { amount: 10 }),
  redrawRepayment: on('makeRedrawRepayment', { amount: 10 }),
  hold: byCard('createCardAuthorizationHold'),
  payByCard: byCard('createCardTransaction'),
  arrearsSettings: on('changeLoanArrearsSettings', { arrearsTolerancePeriod: 3, entryDate: day(today) }),
  repaymentValue: on('changeLoanRepaymentValue', { ...dated, percentage: 20 }),
  periodicPayment: on('changeLoanPeriodicPayment', { ...dated, periodicPayment: 1200 }),
  dueDates: on('changeLoanDueDates', { ...dated, fixedDaysOfMonth: [12] }),
  interestRate: on('changeLoanInterestRate', { ...dated, interestRate: 14 }),
  applyInterest: on('applyLoanInterest', { interestApplicationDate: day(today) }),
  chargeBalance: on(
    'applyLoanBalanceInterest',
    { interestApplicationDate: day(today) },
    { loanAccountBalance: 'PRINCIPAL' },
  ),

  // Changes of the state
  disburse: about('makeDisbursement', ({ type }) => (type === 'revolving' ? { amount: 100 } : {})),
  lock: on('lockLoan', {}),
  unlock: on('unlockLoan', {}),
  payOff: on('payOffLoan', {}),
  writeOff: on('writeOffLoan', {}),
  undoWriteOff: on('undoWriteOffLoan', {}),
  requestApproval: state('REQUEST_APPROVAL'),
  setIncomplete: state('SET_INCOMPLETE'),
  approve: state('APPROVE'),
  undoApprove: state('UNDO_APPROVE'),
  reject: state('REJECT'),
  withdrawApplication: state('WITHDRAW'),
  close: state('CLOSE'),
  undoReject: state('UNDO_REJECT'),
  undoWithdraw: state('UNDO_WITHDRAW'),
  undoClose: state('UNDO_CLOSE'),
  delete: on('deleteLoanAccount'),
} satisfies Readonly<Record<string, Ask>>;

export type RequestName = keyof typeof requests;
