import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money, Rate } from '../../../kernel/money.ts';
import type { DaysOff } from '../../organisation/index.ts';
import type { PaymentPart } from './customPayment.ts';
import type { AutomaticTrigger, DisbursementTrigger, PrepaymentRecalculationMethod } from './terms.ts';

// What happened to a loan, as data. The account is the fold of these: an adjusted event is taken out of the list, a
// backdated one gets its place by value date, and everything else (interest, instalments, states) follows.

type EventBase = {
  /** Identifies the event for good; the transactions that follow from it carry it. */
  readonly key: string;
  /** The order of logging, which decides between events of one value date. */
  readonly sequence: number;
  /** The day that interest, arrears and the schedule see. */
  readonly valueDate: LocalDate;
  /** The day of the journal. */
  readonly bookingDate: LocalDate;
};

/** A fee as a disbursement charged it. */
export type ChargedFee = {
  readonly predefinedFeeKey: string;
  readonly name: string;
  readonly trigger: DisbursementTrigger;
  /** As it is owed, with its tax. */
  readonly amount: Money;
  readonly taxable?: false;
};

export type Disbursed = EventBase & {
  readonly type: 'DISBURSED';
  /** What is paid out and deducted, without capitalised fees. */
  readonly amount: Money;
  readonly fees?: readonly ChargedFee[];
  /** Replaces the first repayment date of the terms. */
  readonly firstRepaymentDate?: LocalDate;
  /** Paid by card: it is taken back by a reversal of the card, not by an adjustment. */
  readonly byCard?: true;
  /** The days off that the schedule was made with, where it depends on them: they hold for the loan's whole life. */
  readonly daysOff?: DaysOff;
};

export type Repaid = EventBase & {
  readonly type: 'REPAID';
  readonly amount: Money;
  /** What it pays of each element, where the request says so; the product's order of allocation does not matter then. */
  readonly parts?: readonly PaymentPart[];
  /** The only instalment that it pays. */
  readonly slot?: string;
  /** Paid by card: it is taken back by a reversal of the card, not by an adjustment. */
  readonly byCard?: true;
  /** What of the amount pays principal alone, outside the schedule. */
  readonly principalOverpayment?: Money;
  /** Goes before the prepayment method of the terms. */
  readonly recalculation?: PrepaymentRecalculationMethod;
};

/** A payment by card that comes back, in all or in part: what it had paid is owed again from the value date on. */
export type PaymentTakenBack = EventBase & {
  readonly type: 'PAYMENT_TAKEN_BACK';
  readonly amount: Money;
  /** The event of the payment. */
  readonly payment: string;
};

export type FeeApplied = EventBase & {
  readonly type: 'FEE_APPLIED';
  readonly amount: Money;
  readonly trigger:
    | 'MANUAL'
    | 'ARBITRARY'
    | 'MANUAL_PLANNED'
    | 'FEE_INCLUDED_IN_PMT'
    | AutomaticTrigger
    | DisbursementTrigger;
  readonly predefinedFeeKey?: string;
  readonly name?: string;
  /** The planned fee that somebody applied by hand. */
  readonly plannedFeeKey?: string;
  /** The instalment by its slot: where a planned fee of the past belongs. */
  readonly slot?: string;
  /** Left out for one that is taxed as fees of the product are. */
  readonly taxable?: false;
  /** The instalment (from 1) of a fixed loan; a dynamic loan finds its own. */
  readonly installmentNumber?: number;
  /** It becomes principal at once. */
  readonly capitalised?: true;
  /** It is owed outside the schedule: no instalment asks for it. */
  readonly unscheduled?: true;
};

/**
 * Money that pays principal and nothing else: what comes back of a disbursement, or a payment outside the schedule. Interest and charges are
 * neither applied nor paid by it.
 */
export type PrincipalPaid = EventBase & {
  readonly type: 'PRINCIPAL_PAID';
  readonly as: 'REFUND' | 'PRINCIPAL_OVERPAYMENT' | 'CARD_TRANSACTION_REVERSAL';
  readonly amount: Money;
  /** Of a refund or a reversal by card: the disbursement that it gives back. */
  readonly disbursement?: string;
  /** Goes before the prepayment method of the terms. */
  readonly recalculation?: PrepaymentRecalculationMethod;
};

/** Money of the borrower that comes to lie at his loan, is drawn again, or pays what is due. */
export type RedrawMoved = EventBase & {
  readonly type: 'REDRAW_MOVED';
  readonly as: 'PAYMENT_MADE' | 'WITHDRAWAL_REDRAW' | 'REDRAW_REPAYMENT';
  readonly amount: Money;
};

/** Interest that somebody applied before its time; it takes what has accrued to its value date. */
export type InterestApplied = EventBase & {
  readonly type: 'INTEREST_APPLIED';
  /** Only interest of this kind, on a loan that tells interest from arrears apart. */
  readonly only?: InterestKind;
};

/** Interest that is the price of the loan, and interest that runs because something is overdue. */
export type InterestKind = 'REGULAR' | 'FROM_ARREARS';

export type EditedInstalment = {
  /** The slot of an existing instalment; an added one has none. */
  readonly slot?: string;
  readonly dueDate: LocalDate;
  readonly principal: Money;
  /** Fixed loans: the agreed interest. A dynamic loan computes it. */
  readonly interest: Money;
  /** A payment holiday: neither principal nor interest falls due. */
  readonly holiday?: true;
  /** What its fees come to in all, where the edit lowers them. */
  readonly fees?: Money;
  /** What its penalties come to, where the edit lowers them. */
  readonly penalty?: Money;
  /** What is written on it; empty where that goes, left out where it stays. */
  readonly notes?: string;
};

/** The whole schedule as it was left by an edit, in order of due dates. */
export type ScheduleEdited = EventBase & {
  readonly type: 'SCHEDULE_EDITED';
  readonly instalments: readonly EditedInstalment[];
  /** Dynamic loans with equal totals: what is ahead gets a new level payment. */
  readonly respread?: true;
};

/** One change of the terms of a running loan. */
export type TermsChange =
  | { readonly what: 'INTEREST_RATE'; readonly interestRate: Rate }
  | { readonly what: 'INTEREST_SPREAD'; readonly interestSpread: Rate }
  | { readonly what: 'PERIODIC_PAYMENT'; readonly periodicPayment: Money }
  | { readonly what: 'REPAYMENT_VALUE'; readonly amount?: Money; readonly percentage?: Rate }
  | { readonly what: 'DUE_DATES'; readonly fixedDaysOfMonth: readonly number[] }
  | { readonly what: 'ARREARS_TOLERANCE'; readonly tolerancePeriod: number };

/** Somebody changed the terms, from the value date on. */
export type TermsChanged = EventBase & { readonly type: 'TERMS_CHANGED'; readonly change: TermsChange };

/** Interest of payment holidays that somebody applied, in all or in part. */
export type HolidayInterestApplied = EventBase & { readonly type: 'HOLIDAY_INTEREST_APPLIED'; readonly amount: Money };

/** The last payment: everything owed, less what was let off. */
export type PaidOff = EventBase & {
  readonly type: 'PAID_OFF';
  readonly amount: Money;
  /** Interest of both kinds, and what of it is from arrears. */
  readonly reduced: {
    readonly interest: Money;
    readonly fromArrears?: Money;
    readonly fees: Money;
    readonly penalty: Money;
    /** Of the charge that the pay-off itself brings. */
    readonly earlyRepayment?: Money;
    /** Of fees outside the schedule. */
    readonly unscheduledFees?: Money;
  };
};

/** A penalty that late days made on the value date, undone: the days stay charged for, nothing is owed for them. */
export type PenaltyWaived = EventBase & { readonly type: 'PENALTY_WAIVED' };

/** Everything owed, given up. */
export type WrittenOff = EventBase & { readonly type: 'WRITTEN_OFF' };

/** Charges that a lock can stop. */
export type LockedOperation = 'APPLY_INTEREST' | 'APPLY_FEES' | 'APPLY_PENALTIES';

/** From here on the named charges accrue and are not applied. */
export type Locked = EventBase & {
  readonly type: 'LOCKED';
  readonly operations: readonly LockedOperation[];
  /** Which amount the account tells as what unlocking takes. */
  readonly totalDueType?: 'BALANCE_AMOUNT' | 'DUE_AMOUNT_ON_LATE_INSTALLMENTS';
};

/** Everything that was locked is applied again, what has waited at once. */
export type Unlocked = EventBase & { readonly type: 'UNLOCKED' };

/** A fee that the loan applied by itself, undone: it is named by its transaction's role and not applied again. */
export type FeeWaived = EventBase & { readonly type: 'FEE_WAIVED'; readonly role: string };

/** Charges that an edit of the schedule let off, owed again: where they were, or on the instalments named. */
export type ReductionUndone = EventBase & {
  readonly type: 'REDUCTION_UNDONE';
  /** The event of the edit, and what of its reductions is undone. */
  readonly edit: string;
  readonly kind: 'FEES' | 'PENALTIES';
  readonly onto?: readonly { readonly slot: string; readonly amount: Money }[];
};

export type LoanEvent =
  | Disbursed
  | Repaid
  | PaymentTakenBack
  | PrincipalPaid
  | RedrawMoved
  | FeeApplied
  | InterestApplied
  | HolidayInterestApplied
  | ScheduleEdited
  | TermsChanged
  | PaidOff
  | PenaltyWaived
  | WrittenOff
  | Locked
  | Unlocked
  | FeeWaived
  | ReductionUndone;

/** The events in the order in which they take effect. */
export const inOrder = <Event extends LoanEvent>(events: readonly Event[]): Event[] =>
  [...events].sort((left, right) =>
    left.valueDate < right.valueDate ? -1 : left.valueDate > right.valueDate ? 1 : left.sequence - right.sequence,
  );
