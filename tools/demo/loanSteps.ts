import type { Schemas } from '../../server/src/generated/schemas.ts';
import { parseLocalDate, plusDays } from '../../server/src/kernel/localDate.ts';
import { type Decimalish, type Money, minus, money, plus } from '../../server/src/kernel/money.ts';
import type { BankClient } from '../client/bankClient.ts';
import type { ScheduleEdit } from './customer.ts';
import { type BankDays, type Journey, keyIn, type Step } from './journey.ts';
import { loanProductIds } from './loanProducts.ts';

type Instalment = Schemas['Installment'];

const scheduleOf = async (bank: BankClient, loanKey: string): Promise<readonly Instalment[]> =>
  (await bank.ok('getLoanSchedule', { path: { loanAccountId: loanKey } })).installments ?? [];

const expected = (
  element: { readonly amount?: { readonly expected?: Decimalish | undefined } | undefined } | undefined,
): Money => money(element?.amount?.expected ?? 0);

const withPrincipal = (instalment: Instalment, principal: Money): Instalment => ({
  ...instalment,
  principal: { ...instalment.principal, amount: { ...instalment.principal?.amount, expected: principal } },
});

const movedBy = (instalment: Instalment, by: number, days: BankDays): Instalment => {
  const date = parseLocalDate(instalment.dueDate?.slice(0, 10) ?? '');
  if (date === undefined) throw new Error(`The due date "${instalment.dueDate}" of an instalment is not a date.`);
  return { ...instalment, dueDate: days.dateTime(plusDays(date, by)) };
};

/** A schedule as the bank shows it, with a due date moved and principal shifted. */
export const editedSchedule = (schedule: readonly Instalment[], edit: ScheduleEdit, days: BankDays): Instalment[] =>
  schedule.map((instalment, index) => {
    const number = index + 1;
    const { moved, shifted } = edit;
    let changed = instalment;
    if (moved?.instalment === number) changed = movedBy(changed, moved.days, days);
    if (shifted?.from === number)
      changed = withPrincipal(changed, minus(expected(changed.principal), money(shifted.amount)));
    if (shifted?.to === number)
      changed = withPrincipal(changed, plus(expected(changed.principal), money(shifted.amount)));
    return changed;
  });

const repaymentAmount = async ({ customer, loanKey }: Journey, bank: BankClient): Promise<Money> => {
  const wanted = customer.loan.repayment.amount;
  if (wanted !== 'FIRST_INSTALMENT') return money(wanted);
  const [first] = await scheduleOf(bank, loanKey);
  return [first?.interest, first?.fee].reduce<Money>(
    (total, part) => plus(total, expected(part)),
    expected(first?.principal),
  );
};

/** From an application to the first repayment. The schedule is edited before the approval, since an approved loan's terms stand. */
export const loanSteps: readonly Step[] = [
  {
    label: 'loan accounts',
    perform: async ({ customer, clientKey }, { bank, days, run }) => {
      const { loan, number } = customer;
      const disbursement = plusDays(days.today, -loan.disbursedDaysAgo);
      const account = await bank.ok('createLoanAccount', {
        body: {
          id: `L${run}-${number}`,
          loanName: loan.name,
          accountHolderType: 'CLIENT',
          accountHolderKey: clientKey,
          productTypeKey: loanProductIds[loan.kind],
          loanAmount: loan.amount,
          interestSettings: { interestRate: loan.interestRate },
          scheduleSettings: {
            repaymentInstallments: loan.instalments,
            repaymentPeriodCount: 1,
            repaymentPeriodUnit: 'MONTHS',
            gracePeriod: 0,
          },
          disbursementDetails: {
            expectedDisbursementDate: days.dateTime(disbursement),
            firstRepaymentDate: days.dateTime(plusDays(disbursement, loan.firstRepaymentAfterDays)),
          },
        },
      });
      return { loanKey: keyIn(account) };
    },
  },
  {
    label: 'schedules edited',
    applies: ({ loan }) => loan.edit !== null,
    perform: async ({ customer, loanKey }, { bank, days }) => {
      const schedule = await scheduleOf(bank, loanKey);
      await bank.ok('editLoanSchedule', {
        path: { loanAccountId: loanKey },
        body: editedSchedule(schedule, customer.loan.edit ?? {}, days),
      });
      return {};
    },
  },
  {
    label: 'loans approved',
    perform: async ({ loanKey }, { bank }) => {
      await bank.ok('changeLoanAccountState', {
        path: { loanAccountId: loanKey },
        body: { action: 'APPROVE', notes: 'Migrated' },
      });
      return {};
    },
  },
  {
    label: 'settlement accounts linked',
    perform: async ({ loanKey, depositKey }, { bank }) => {
      await bank.ok('patchLoanAccount', {
        path: { loanAccountId: loanKey },
        body: [{ op: 'ADD', path: '/settlementAccountKey', value: depositKey }],
      });
      return {};
    },
  },
  {
    label: 'disbursements',
    perform: async ({ customer, loanKey, depositKey }, { bank, setup, days, run }) => {
      const { payout, disbursedDaysAgo } = customer.loan;
      await bank.ok('makeDisbursement', {
        path: { loanAccountId: loanKey },
        body: {
          ...(disbursedDaysAgo === 0 ? {} : { valueDate: days.daysAgo(disbursedDaysAgo) }),
          ...(payout === 'DEPOSIT'
            ? { transferDetails: { linkedAccountKey: depositKey } }
            : { transactionDetails: { transactionChannelId: setup.counterChannelId } }),
          externalId: `disbursement-${run}-${customer.number}`,
        },
      });
      return {};
    },
  },
  {
    label: 'manual fees',
    perform: async ({ customer, loanKey }, { bank }) => {
      const { kind, fee } = customer.loan;
      await bank.ok('applyLoanFee', {
        path: { loanAccountId: loanKey },
        body: { amount: fee, notes: 'Handling', ...(kind === 'equal' ? {} : { installmentNumber: 1 }) },
      });
      return {};
    },
  },
  {
    label: 'repayments at the counter',
    applies: ({ loan }) => loan.repayment.from === 'COUNTER',
    perform: async (journey, { bank, setup, run }) => {
      await bank.ok('makeRepayment', {
        path: { loanAccountId: journey.loanKey },
        body: {
          amount: await repaymentAmount(journey, bank),
          transactionDetails: { transactionChannelId: setup.counterChannelId },
          externalId: `repayment-${run}-${journey.customer.number}`,
        },
      });
      return {};
    },
  },
  {
    label: 'repayments from the account',
    applies: ({ loan }) => loan.repayment.from === 'DEPOSIT',
    perform: async (journey, { bank, run }) => {
      await bank.ok('makeTransfer', {
        path: { depositAccountId: journey.depositKey },
        body: {
          amount: await repaymentAmount(journey, bank),
          transferDetails: { linkedAccountType: 'LOAN', linkedAccountKey: journey.loanKey },
          externalId: `repayment-${run}-${journey.customer.number}`,
        },
      });
      return {};
    },
  },
];
