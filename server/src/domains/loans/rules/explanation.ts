import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Decimal, Money, Rate } from '../../../kernel/money.ts';

/** A stretch of days with one balance and one rate, and what they came to, unrounded. */
export type ChargePart = {
  /** The instalment it belongs to. */
  readonly slot: string;
  /** The first day. */
  readonly from: LocalDate;
  /** The day after the last one. */
  readonly to: LocalDate;
  readonly balance: Money;
  readonly rate: Rate;
  /** What the balance was multiplied with. */
  readonly factor: Decimal;
  readonly amount: Money;
  /** Interest on what was overdue, on a loan that tells it apart. */
  readonly fromArrears?: true;
  /** It accrued in a payment holiday, apart from what the instalment asks for. */
  readonly ofHoliday?: true;
  /** What a deposit kept from bearing interest, and what that would have borne; the balance is then zero. */
  readonly offset?: { readonly balance: Money; readonly saved: Money };
};

/** What a fold notes of interest, penalties and accrued fees while it makes them. */
export type Trace = {
  readonly interest: ChargePart[];
  readonly penalties: ChargePart[];
  /** Interest of payment holidays, without tax on top: what accrued on an instalment, and what was applied to one. */
  readonly holidays: { readonly slot: string; readonly accrued: Money; readonly applied: Money }[];
  /** Of a fee by a rate; left out by who does not ask for it. */
  readonly fees?: ChargePart[];
};
