import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money, Rate } from '../../../kernel/money.ts';
import type { PaidPart } from './customPayment.ts';
import type { Locked, LockedOperation } from './events.ts';
import type { RatePlan } from './rates/ratePlan.ts';
import type { TransactionTaxes } from './taxes.ts';
import type { AutomaticTrigger, DisbursementTrigger, LoanTerms } from './terms.ts';

// What a loan is after its events: the answer of the fold.

export type InstalmentState = 'PENDING' | 'LATE' | 'PAID' | 'PARTIALLY_PAID' | 'GRACE';

/** What an instalment asks for and has got of one element; due is expected less paid. */
export type InstalmentElement = { readonly expected: Money; readonly paid: Money };

/** One fee on an instalment. */
export type InstalmentFee = InstalmentElement & {
  readonly eventKey: string;
  readonly predefinedFeeKey?: string;
  readonly name?: string;
  /** What was let off. */
  readonly reduced: Money;
  /** The tax in it; left out where there is none. */
  readonly tax?: InstalmentElement & { readonly reduced: Money };
};

export type Instalment = {
  /** Stays with the instalment through every fold: '1' to 'n' of the terms, the edit's key and a position for an added one. */
  readonly slot: string;
  /** The position by due date, from 1; it may change with an edit. */
  readonly number: number;
  readonly dueDate: LocalDate;
  readonly state: InstalmentState;
  readonly principal: InstalmentElement;
  /** Applied is the part of the expected interest that is in the balance and can be paid. */
  readonly interest: InstalmentElement & { readonly applied: Money };
  readonly fee: InstalmentElement & { readonly expectedUnapplied: Money };
  readonly penalty: InstalmentElement;
  readonly feeDetails: readonly InstalmentFee[];
  /** Interest of the running period that is not applied yet, 20 decimals; zero on all other instalments. */
  readonly interestAccrued: Money;
  readonly lastPaidDate?: LocalDate;
  readonly lastPenaltyAppliedDate?: LocalDate;
  /** When it was fully paid. */
  readonly repaidDate?: LocalDate;
  readonly holiday?: true;
  /** What was written on it when its schedule was edited. */
  readonly notes?: string;
  /** Interest of its period that became principal, here or on the next instalment that carries some. */
  readonly capitalised?: Money;
  /** What of its principal was paid outside the schedule: nobody had asked for it. */
  readonly outside?: Money;
  /** Of a loan whose instalments pay interest only: the principal that is left after it. */
  readonly closing?: Money;
  /** Of a revolving credit: the period whose interest and balance it asks for. */
  readonly period?: { readonly from: LocalDate; readonly to: LocalDate };
  /** The tax in each of its charges; left out where there is none. */
  readonly tax?: {
    readonly interest: InstalmentElement;
    readonly fee: InstalmentElement;
    readonly penalty: InstalmentElement;
  };
};

/** Owed, overdue-or-due and paid of one element. Balance of interest and charges is what is applied less what is paid. */
export type ElementBalance = { readonly balance: Money; readonly due: Money; readonly paid: Money };

export type LoanBalances = {
  readonly principal: ElementBalance;
  /** Interest of both kinds. */
  readonly interest: ElementBalance;
  /** What of the interest is from arrears, where the loan tells it apart. */
  readonly fromArrears: ElementBalance;
  readonly fees: ElementBalance;
  readonly penalty: ElementBalance;
  /** What of interest, fees and penalties is tax. */
  readonly tax: ElementBalance;
  /** All balances together. */
  readonly total: Money;
  /** All due amounts together. */
  readonly totalDue: Money;
  /** Money of the borrower at the loan, which he may draw again; it is taken off none of the others. */
  readonly redraw: Money;
};

/** How far a loan is behind its schedule and ahead of it on a day. */
export type Positions = {
  /** Everything that instalments due before the day ask for: principal, applied interest, fees and penalties. */
  readonly arrears: Money;
  /** Principal that was paid before its instalment is due, and money of the borrower that lies at the loan. */
  readonly advance: Money;
};

/** The transaction types that the fold derives; spelled as in the contract. */
export type LoanTransactionType =
  | 'DISBURSEMENT'
  | 'REPAYMENT'
  | 'PAYMENT_MADE'
  | 'WITHDRAWAL_REDRAW'
  | 'REDRAW_REPAYMENT'
  | 'REFUND'
  | 'CARD_TRANSACTION_REVERSAL'
  | 'PRINCIPAL_OVERPAYMENT'
  | 'INTEREST_APPLIED'
  | 'INTEREST_DUE_REDUCED'
  | 'FEE_APPLIED'
  | 'FEE_CAPITALISED'
  | 'FEES_DUE_REDUCED'
  | 'PENALTY_APPLIED'
  | 'PENALTIES_DUE_REDUCED'
  | 'WRITE_OFF'
  | 'INTEREST_RATE_CHANGED'
  | 'TERMS_CHANGED'
  | 'DUE_DATE_CHANGED'
  | 'TAX_RATE_CHANGED'
  | 'INTEREST_LOCKED'
  | 'FEE_LOCKED'
  | 'PENALTY_LOCKED'
  | 'INTEREST_UNLOCKED'
  | 'FEE_UNLOCKED'
  | 'PENALTY_UNLOCKED';

export type AffectedAmounts = {
  readonly principal: Money;
  /** Interest of both kinds. */
  readonly interest: Money;
  /** What of the interest is from arrears; left out where nothing is. */
  readonly fromArrears?: Money;
  /** What of it accrued in payment holidays, also where it became principal; left out where nothing did. */
  readonly ofHolidays?: Money;
  readonly fees: Money;
  readonly penalty: Money;
};

/** A fee's part of a transaction. */
export type TransactionFee = {
  readonly eventKey: string;
  readonly predefinedFeeKey?: string;
  readonly name?: string;
  /** Left out for one that was applied by hand. */
  readonly trigger?: 'MANUAL_PLANNED' | 'FEE_INCLUDED_IN_PMT' | AutomaticTrigger | DisbursementTrigger;
  readonly amount: Money;
  /** The tax in it; left out where there is none. */
  readonly tax?: Money;
};

/** A transaction that follows from the events, without the key and id that storing it adds. */
/** What a transaction tells of terms that changed with it. */
export type TransactionTerms = {
  readonly interestRate?: Rate;
  /** What the index said, where the rate follows one. */
  readonly indexInterestRate?: Rate;
  readonly periodicPayment?: Money;
  readonly principalPaymentAmount?: Money;
  readonly principalPaymentPercentage?: Rate;
  readonly taxRate?: Rate;
};

export type LoanTransactionDraft = {
  /** The event it follows from; null when the passing of time alone made it. */
  readonly eventKey: string | null;
  /** With the event key this names the transaction through every fold: 'REPAYMENT', 'INTEREST_APPLIED', 'INTEREST_APPLIED#3'. */
  readonly role: string;
  readonly type: LoanTransactionType;
  readonly amount: Money;
  readonly valueDate: LocalDate;
  readonly bookingDate: LocalDate;
  readonly affectedAmounts: AffectedAmounts;
  /** With the borrower's own money at the loan, where there can be some. */
  readonly balancesAfter: { readonly total: Money; readonly principal: Money; readonly redraw?: Money };
  readonly positionsAfter: Positions;
  readonly fees: readonly TransactionFee[];
  /** What of the amounts is tax; left out where nothing is. */
  readonly taxes?: TransactionTaxes;
  readonly terms?: TransactionTerms;
  /** Of a repayment that said itself what it pays. */
  readonly parts?: readonly PaidPart[];
};

/** What a lock stops, and since when. */
export type LoanLock = {
  readonly operations: readonly LockedOperation[];
  readonly totalDueType?: Locked['totalDueType'];
  readonly since: LocalDate;
  /** The charges had reached their cap: what would be charged meanwhile is forfeited. */
  readonly capped?: true;
};

export type LoanState = {
  /** The terms in force after the last event: those of the loan with what was changed of them, and the planned fees that wait. */
  readonly terms: LoanTerms;
  /** How the rate changes from the disbursement on, as far as it is known; left out where it does not. */
  readonly ratePlan?: RatePlan;
  readonly asOf: LocalDate;
  readonly disbursedOn?: LocalDate;
  readonly instalments: readonly Instalment[];
  /** The level payment in force, where instalments are meant to be equal. */
  readonly payment?: Money;
  readonly hasCustomSchedule: boolean;
  readonly balances: LoanBalances;
  readonly positions: Positions;
  /** Accrued since the last application and not payable yet, 20 decimals. */
  readonly accruedInterest: Money;
  /** What of the accrued interest, and of the withheld one, is from arrears. */
  readonly accruedFromArrears: Money;
  readonly withheldFromArrears: Money;
  /** Accrued in payment holidays and not applied, 20 decimals; somebody has to apply it. */
  readonly holidayInterest: Money;
  /** What of the balance of interest accrued in payment holidays. */
  readonly appliedHolidayInterest: Money;
  readonly lastInterestAppliedDate?: LocalDate;
  /** Interest of passed due dates that a lock keeps from being applied. */
  readonly withheldInterest: Money;
  /** The lock in force. */
  readonly lock?: LoanLock;
  /** Penalties of late days that are not applied yet, 20 decimals. */
  readonly accruedPenalty: Money;
  /** What a pay-off on this day would be charged for repaying early; left out where that is nothing. */
  readonly earlyRepaymentCharge?: Money;
  /** Fees that no instalment asks for; left out where there are none. */
  readonly unscheduledFees?: readonly InstalmentFee[];
  /** Of a fee by a rate, at full precision: what nobody has charged yet. */
  readonly accruedFee: Money;
  /** What of them a payment on this day would apply and could pay. */
  readonly penaltyToApply: Money;
  /** What a pay-off would apply: also what a lock keeps back. */
  readonly waitingPenalty: Money;
  /** Days since the oldest due date with something unpaid; 0 while nothing is late. */
  readonly daysLate: number;
  /** The first day in the current arrears; absent while not in arrears. */
  readonly arrearsSince?: LocalDate;
  /** By the product's date calculation method; 0 while not in arrears. */
  readonly daysInArrears: number;
  /** What the loan's life makes of an account that nobody closed. */
  readonly liveState: 'APPROVED' | 'ACTIVE' | 'ACTIVE_IN_ARREARS';
  /** Money that found nothing to pay; a decision that leaves some is refused. */
  readonly overpaid: Money;
  /** What a withdrawal from a revolving credit took beyond its limit; a decision that leaves some is refused. */
  readonly overdrawn: Money;
  /** What withdrawals and repayments from the borrower's own money took beyond it; a decision that leaves some is refused. */
  readonly redrawShort: Money;
  /** Every transaction that follows from the events, in order. */
  readonly transactions: readonly LoanTransactionDraft[];
};
