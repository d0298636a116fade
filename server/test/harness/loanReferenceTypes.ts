// What the reference of loans is told, and what it answers.

/** What an overpayment does to the instalments to come: fills the next ones, makes all of them smaller, or lets the last ones vanish. */
export type Overpaid = 'NEXT' | 'SMALLER' | 'FEWER';

export type ReferenceLoan = {
  readonly principal: string;
  readonly instalments: number;
  /** Percent a year. */
  readonly rate: string;
  /** Other rates, each from a day on: of a fixed loan from a due date on. */
  readonly rates?: readonly (readonly [from: string, percent: string])[];
  /** Rates by the balance instead, each up to an amount: of all of it, or of the slice that lies there. */
  readonly tiers?: { readonly sliced: boolean; readonly rates: readonly (readonly [upTo: string, percent: string])[] };
  /** Interest that the schedule fixes, each month a twelfth of the rate; or that follows the principal day by day. */
  readonly type: 'FIXED' | 'DYNAMIC';
  /** INTEREST_ONLY: instalments of interest only, and all principal with the last one. */
  readonly method: 'FLAT' | 'DECLINING' | 'EQUAL' | 'INTEREST_ONLY';
  /** MONTHS: each month bears a twelfth of the rate, however many days it has, and each of its days the same part of that. */
  readonly year: 'ACT/365' | '30/360' | 'MONTHS';
  /** All interest is charged with the disbursement. */
  readonly atOnce?: boolean;
  readonly overpaid?: Overpaid;
  /** Interest that is owed bears interest. */
  readonly onInterest?: boolean;
  /** What late principal costs beyond the plan stays on the instalment that falls due, also where instalments are equal. */
  readonly lateStays?: boolean;
  /** Percent of the principal that is repaid early beyond what is free in each year of the loan. */
  readonly charge?: { readonly percent: string; readonly free: string };
  /** Percent a day of what is overdue, principal and interest, once an instalment is later than so many days. */
  readonly penalty?: { readonly rate: string; readonly grace: number };
  /** Percent of tax on top of every charge, each from a day on. */
  readonly taxes?: readonly (readonly [from: string, percent: string])[];
  /** Interest on overdue principal is told apart. */
  readonly apart?: boolean;
  /** What is paid beyond what is due lies at the loan, lowers what bears interest, pays what falls due, and is drawn again. */
  readonly redraw?: boolean;
};

/** What happened, with the day it counts for; of one day, in the order of the list. */
export type ReferenceEvent =
  | { readonly day: string; readonly type: 'DISBURSED' | 'INTEREST' | 'ARREARS_INTEREST' | 'LOCKED' | 'UNLOCKED' }
  | {
      readonly day: string;
      readonly type: 'DRAWN' | 'PAID_IN' | 'WITHDRAWN' | 'REDRAW_PAID';
      readonly amount: string | number;
    }
  | {
      readonly day: string;
      readonly type: 'REPAID' | 'PRINCIPAL_PAID';
      readonly amount: string | number;
      /** What becomes of the instalments to come, where it is not what the loan agreed on. */
      readonly overpaid?: Overpaid;
    }
  | { readonly day: string; readonly type: 'RATE'; readonly rate: string }
  | { readonly day: string; readonly type: 'FEE'; readonly amount: string | number; readonly instalment?: number };

export type ReferenceFigures = {
  readonly principal: string;
  readonly interest: string;
  readonly fees: string;
  readonly penalty: string;
  readonly principalDue: string;
  readonly daysLate: number;
  /** What has accrued and is not applied, of a dynamic loan. */
  readonly accrued: string;
  /** What of interest and accrued interest is from arrears, where that is told apart. */
  readonly fromArrears?: string;
  readonly accruedFromArrears?: string;
  /** The borrower's money at the loan, where there may be some. */
  readonly redraw?: string;
};
