import { parseLocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, money, zero } from '../../../kernel/money.ts';
import type { LoanEvent } from './events.ts';

// Values of the fold in jsonb columns: amounts are numbers there, with all their digits, and become Money again here.

/** Names of properties that hold an amount. */
const amounts = new Set([
  'expected',
  'paid',
  'applied',
  'expectedUnapplied',
  'reduced',
  'amount',
  'principal',
  'interest',
  'fromArrears',
  'fees',
  'penalty',
  'capitalised',
  'interestRate',
  'interestSpread',
  'periodicPayment',
  'percentage',
  'principalOverpayment',
  'outside',
  'closing',
  'earlyRepayment',
  'unscheduledFees',
]);

/** Names of properties that hold a day. */
const days = new Set(['valueDate', 'bookingDate', 'dueDate']);

/** A value of the fold as this program stored it as json. */
export const revived = (value: unknown, name = ''): unknown => {
  if (Array.isArray(value)) return value.map((item) => revived(item));
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner, key)]));
  }
  if (days.has(name) && typeof value === 'string') return parseLocalDate(value) ?? value;
  if (!amounts.has(name)) return value;
  if (value === 0) return zero;
  return typeof value === 'number' || typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? money(value as Decimalish)
    : value;
};

/** An event as this program stored it. */
export const eventOfJson = (json: unknown): LoanEvent => revived(json) as LoanEvent;
