import { largest, type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import { type Origin, record, type Working, type WorkingInstalment } from './working.ts';

// Interest that becomes principal when it is applied. It falls due with the instalment of its period, or where that carries no
// principal with the next one that does.

/** Lowers what a plan foresaw of interest by what has become principal. */
const foreseenLess = ({ interest }: WorkingInstalment, amount: Money): void => {
  interest.expected = largest(minus(interest.expected, amount), interest.applied);
};

/** The instalment that asks for what is capitalised in the period of one. */
export const holderOf = ({ instalments }: Working, instalment: WorkingInstalment): WorkingInstalment => {
  const ahead = instalments.slice(instalments.indexOf(instalment));
  return ahead.find(({ carriesPrincipal }) => carriesPrincipal) ?? ahead.at(-1) ?? instalment;
};

/** Adds applied interest of an instalment's period to the principal. */
export const capitalise = (
  loan: Working,
  instalment: WorkingInstalment,
  amount: Money,
  origin: Origin,
  ofHolidays: Money,
): void => {
  const holder = holderOf(loan, instalment);
  foreseenLess(instalment, amount);
  if (holder !== instalment) foreseenLess(holder, amount);
  holder.principal.expected = plus(holder.principal.expected, amount);
  instalment.capitalised = plus(instalment.capitalised ?? zero, amount);
  loan.balance.principal = plus(loan.balance.principal, amount);
  loan.lastInterestApplied = origin.valueDate;
  record(loan, origin, 'INTEREST_APPLIED', amount, { principal: amount, ofHolidays });
};
