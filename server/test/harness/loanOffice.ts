import type { ResponseBody } from '../../src/generated/operations.ts';
import type { Reply, TestBank } from './bank.ts';
import type { LoanBank } from './loanBank.ts';

export type Loan = { readonly id: string; readonly encodedKey: string };
export type Line = {
  number?: string;
  dueDate: string;
  state: string;
  isPaymentHoliday?: boolean;
  principal: { amount: { expected: number; paid: number } };
  interest: { amount: { expected: number } };
  fee?: { amount: { expected: number } };
  penalty?: { amount: { expected: number } };
};
type Body = Readonly<Record<string, unknown>>;

export const pathOf = ({ id }: { readonly id: string }): { loanAccountId: string } => ({ loanAccountId: id });

/** What a credit officer does with loan accounts, over HTTP. */
export type LoanOffice = {
  account(loan: Loan): Promise<ResponseBody<'getLoanAccount'>>;
  /** The schedule as plain JSON, to be changed and sent back. */
  lines(loan: Loan): Promise<Line[]>;
  edit(loan: Loan, lines: unknown): Promise<Reply>;
  changeState(loan: Loan, action: string, more?: Body): Promise<Reply>;
  patch(loan: Loan, ...operations: readonly (readonly [op: string, path: string, value?: unknown])[]): Promise<Reply>;
  /** The body of an application of a new client, 10,000 in 12 monthly instalments, with changes. */
  body(changes?: Body): Promise<Record<string, unknown>>;
  /** Adds a user with these permissions; answers the credentials. */
  user(name: string, permissions: readonly string[]): Promise<string>;
  /** Throws unless every account, journal and balance agrees. */
  verify(): Promise<void>;
};

/** Opens an office in a running bank. */
export const openOffice = (bank: TestBank, lender: LoanBank): LoanOffice => ({
  account: (loan) => bank.ok('getLoanAccount', { path: pathOf(loan) }),
  lines: async (loan) => {
    const { installments } = await bank.ok('getLoanSchedule', { path: pathOf(loan) });
    return JSON.parse(JSON.stringify(installments)) as Line[];
  },
  edit: (loan, lines) => bank.call('editLoanSchedule', { path: pathOf(loan), body: lines as Line[] }),
  changeState: (loan, action, more = {}) =>
    bank.call('changeLoanAccountState', { path: pathOf(loan), body: { action, ...more } }),
  patch: (loan, ...operations) =>
    bank.call('patchLoanAccount', {
      path: pathOf(loan),
      body: operations.map(([op, path, value]) => ({ op, path, ...(value === undefined ? {} : { value }) })),
    }),
  body: async (changes = {}) => ({
    accountHolderKey: changes.accountHolderKey ?? (await lender.client()).encodedKey,
    accountHolderType: 'CLIENT',
    productTypeKey: lender.fixedEqual,
    loanAmount: 10_000,
    interestSettings: { interestRate: 12 },
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
    ...changes,
  }),
  user: async (name, permissions) => {
    await bank.ok('createUser', {
      body: {
        username: name,
        firstName: name,
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: [...permissions],
        },
      },
    });
    return `${name}:long enough`;
  },
  verify: async () => {
    const { differences } = await bank.ok('verifyLedger');
    if (differences.length > 0) throw new Error(`the books do not agree: ${JSON.stringify(differences.slice(0, 5))}`);
  },
});
