import { type LocalDate, latest } from '../../../kernel/localDate.ts';
import { type Money, minus, money, plus, sum, times, zero } from '../../../kernel/money.ts';
import { agreedCalendar, type LoanCalendar } from './calendar.ts';
import { disbursementsOf } from './eventList.ts';
import type { LoanEvent } from './events.ts';
import { feeOfInstalment, foreseenFee } from './explainFeeRate.ts';
import type { ChargePart, Trace } from './explanation.ts';
import { roundedFee } from './feeRate.ts';
import { foldLoan, previewSchedule } from './foldLoan.ts';
import { foreseenInSteps, onHolders } from './foreseenInSteps.ts';
import { onLastTranche } from './foreseenTranches.ts';
import { countedOn } from './rates/ratePlan.ts';
import { bearingParts } from './rates/tierFactors.ts';
import { isRevolving } from './revolvingTerms.ts';
import { inStepsOf } from './schedule/amortiseInSteps.ts';
import { periodFactor } from './schedule/buildSchedule.ts';
import { accrualRate } from './schedule/periodRate.ts';
import { stretchesOf } from './schedule/plannedRates.ts';
import { accrualDecimals, scheduleRounding } from './schedule/rounding.ts';
import type { Instalment, LoanState } from './state.ts';
import { withoutTaxOnTop } from './taxes.ts';
import { isBeforeInterest, isDynamic, isTranched, type LoanTerms } from './terms.ts';
import { disbursedBefore, plannedDisbursements } from './tranches.ts';

// How every amount of a loan came about, so that an officer can justify it: the inputs, the formula and the rounding.

/** An amount with the parts it was computed from. */
export type Explained = {
  readonly amount: Money;
  readonly parts: readonly ChargePart[];
  /** The sum of the parts at full precision, and what rounding makes of it. */
  readonly unrounded: Money;
  readonly rounded: Money;
  /** Amount less rounded, less the tax on top of it and less what of it is of payment holidays: what an edit, the remainder of others or a late payment has put on top or taken away. */
  readonly moved: Money;
};

export type ExplainedInstalment = {
  readonly instalment: Instalment;
  readonly from: LocalDate;
  /** The principal before it, as its own schedule sees it. */
  readonly balanceBefore: Money;
  readonly interest: Explained;
  readonly penalty: Explained;
  /** What a fee by a rate was made of; left out where there is none. */
  readonly feeRate?: Explained;
  /** Left out where there is none. */
  readonly holiday?: ExplainedHoliday;
};

/** Interest of payment holidays, without tax on top. */
export type ExplainedHoliday = {
  /** What accrued on the instalment for being one, at full precision, and the days that it was made of; earlier roundings may have left a part of a cent besides. */
  readonly accrued: Money;
  readonly parts: readonly ChargePart[];
  /** What of earlier holidays was applied to the instalment, so that it asks for it. */
  readonly applied: Money;
};

/** What of an account is explained; before the disbursement that is the schedule it would have. */
export type ExplainableLoan = {
  readonly terms: LoanTerms;
  readonly events: readonly LoanEvent[];
  readonly expectedDisbursementDate: LocalDate | null;
};

export type LoanExplanation = { readonly loan: LoanState; readonly instalments: readonly ExplainedInstalment[] };

const sameOffset = ({ offset: left }: ChargePart, { offset: right }: ChargePart): boolean =>
  left && right ? left.balance.equals(right.balance) : left === right;

/** What a deposit saved over two stretches with the same one. */
const savedTogether = ({ offset: left }: ChargePart, { offset: right }: ChargePart): Pick<ChargePart, 'offset'> =>
  left && right ? { offset: { balance: left.balance, saved: plus(left.saved, right.saved) } } : {};

const sameKind = (left: ChargePart | undefined, right: ChargePart): left is ChargePart =>
  left !== undefined &&
  left.slot === right.slot &&
  left.fromArrears === right.fromArrears &&
  sameOffset(left, right) &&
  left.to === right.from &&
  left.balance.equals(right.balance) &&
  left.rate.equals(right.rate);

/** Stretches that follow each other with the same balance and rate, as one. */
const merged = (parts: readonly ChargePart[]): ChargePart[] => {
  const all: ChargePart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (sameKind(last, part)) {
      const factor = last.factor.plus(part.factor);
      const amount = plus(last.amount, part.amount);
      all[all.length - 1] = { ...last, to: part.to, factor, amount, ...savedTogether(last, part) };
    } else {
      all.push(part);
    }
  }
  return all;
};

const explained = (
  amount: Money,
  parts: readonly ChargePart[],
  element: (amount: Money) => Money,
  bare: Money,
): Explained => {
  const unrounded = money(sum(parts.map((part) => part.amount)).toDecimalPlaces(accrualDecimals));
  const rounded = element(unrounded);
  return { amount, parts: merged(parts), unrounded, rounded, moved: minus(bare, rounded) };
};

/** The interest that a period will bear from a day on, on the principal that is planned for it and what grows with that. */
const planned = (
  { terms, asOf, ratePlan = [] }: LoanState,
  { slot, number, dueDate, state, holiday }: Instalment,
  start: LocalDate,
  from: LocalDate,
  { balance: bears, open }: { readonly balance: Money; readonly open?: Money },
  calendar: LoanCalendar,
): ChargePart[] => {
  // Nobody knows what will be drawn of a revolving credit, or paid.
  if (from >= dueDate || holiday || state === 'GRACE' || isRevolving(terms)) return [];
  if (isBeforeInterest(terms, number - 1)) return [];
  const period = { from: start, to: dueDate };
  const stretches = stretchesOf(terms, countedOn(terms, ratePlan, asOf), from, dueDate);
  // Compounding interest of days at one rate bears interest at the next one.
  const compounds = terms.interest.interestType === 'COMPOUNDING_INTEREST';
  let grown = open;
  return stretches.flatMap((stretch) => {
    const parts = bearingParts(stretch.terms, bears, grown).map(({ balance, terms: at }): ChargePart => {
      const whole = stretches.length === 1 && from === start;
      const factor = whole
        ? periodFactor(at, period, number - 1, calendar)
        : accrualRate(at, period, stretch.from, stretch.to, calendar);
      const rate = at.interest.interestRate;
      return { slot, from: stretch.from, to: stretch.to, balance, rate, factor, amount: times(balance, factor) };
    });
    if (compounds) grown = plus(grown ?? zero, sum(parts.map(({ amount }) => amount)));
    return parts;
  });
};

const holidayOf = ({ interest, holidays }: Trace, { slot }: Instalment): ExplainedHoliday | undefined => {
  const parts = interest.filter((part) => part.ofHoliday && part.slot === slot);
  const own = holidays.filter((one) => one.slot === slot);
  const accrued = money(sum(own.map((one) => one.accrued)).toDecimalPlaces(accrualDecimals));
  const applied = sum(own.map((one) => one.applied));
  return accrued.isZero() && applied.isZero() ? undefined : { accrued, parts: merged(parts), applied };
};

const calendarOf = (events: readonly LoanEvent[], calendar: LoanCalendar): LoanCalendar => {
  const disbursement = events.find(({ type }) => type === 'DISBURSED');
  return disbursement?.type === 'DISBURSED' && disbursement.daysOff
    ? agreedCalendar(disbursement.daysOff, calendar)
    : calendar;
};

/**
 * What every instalment's interest and penalty was made of as of a day. Interest of a dynamic loan is what has accrued on the actual
 * balance, and for days to come what will on the planned one; interest of a fixed loan is that of its schedule.
 */
export const explainLoan = (
  { terms, events, expectedDisbursementDate }: ExplainableLoan,
  today: LocalDate,
  calendar: LoanCalendar,
): LoanExplanation => {
  const trace: Trace = { interest: [], penalties: [], holidays: [], ...(terms.feeRate ? { fees: [] } : {}) };
  const disbursed = events.some(({ type }) => type === 'DISBURSED');
  const asOf = disbursed ? today : (expectedDisbursementDate ?? today);
  const inSteps = isRevolving(terms) ? undefined : inStepsOf(terms);
  const waits = isDynamic(terms) && isTranched(terms) && !disbursed;
  const loan = disbursed
    ? foldLoan(terms, events, asOf, calendar, trace)
    : previewSchedule(terms, asOf, calendar, events, waits ? undefined : trace);
  const agreed = calendarOf(events, calendar);
  const { element } = scheduleRounding(terms);
  const dynamic = isDynamic(terms);
  const flat = terms.interest.interestCalculationMethod === 'FLAT';
  const whole = sum(loan.instalments.map(({ principal }) => principal.expected));
  // Tranches of a fixed loan have schedules of their own, which the fold has traced.
  const traced = isTranched(terms) && !dynamic;
  const draws = [...disbursementsOf(events), ...(disbursed ? [] : plannedDisbursements(terms, [], asOf))];
  const tracedTo = disbursed ? asOf : latest(asOf, draws.at(-1)?.valueDate ?? asOf);
  const then = waits ? onLastTranche(terms, draws, loan.instalments, tracedTo, calendar, trace) : loan;
  // Compounding interest grows on what has accrued in the running period, too.
  const grown = terms.interest.interestType === 'COMPOUNDING_INTEREST' ? then.accruedInterest : zero;
  let asked: Money = zero;
  // What is ahead bears interest on the principal that the instalments ahead still ask for.
  let ahead: Money = sum(
    loan.instalments
      .filter(({ dueDate }) => dueDate > asOf)
      .map(({ principal }) => minus(principal.expected, principal.paid)),
  );
  const lines = loan.instalments.map((instalment, index) => {
    const { dueDate, principal } = instalment;
    const from = instalment.period?.from ?? loan.instalments[index - 1]?.dueDate ?? loan.disbursedOn ?? asOf;
    const balanceBefore = isTranched(terms) ? minus(disbursedBefore(draws, dueDate), asked) : minus(whole, asked);
    const running = from < tracedTo && tracedTo < dueDate;
    const balance = dynamic ? ahead : flat ? whole : balanceBefore;
    const bears = dynamic && running ? { balance, open: grown } : { balance };
    const start = dynamic ? latest(from, tracedTo) : from;
    asked = plus(asked, principal.expected);
    if (dueDate > asOf) ahead = minus(ahead, minus(principal.expected, principal.paid));
    const foreseen = inSteps || traced ? [] : planned(loan, instalment, from, start, bears, agreed);
    const fee = foreseenFee(loan, instalment, { from, running: tracedTo }, balance, agreed);
    return { instalment, from, balanceBefore, foreseen, fee };
  });
  const foreseen = inSteps ? foreseenInSteps(then, agreed, inSteps) : lines.flatMap((line) => line.foreseen);
  const borne = onHolders(
    loan,
    trace.interest.filter(({ ofHoliday }) => !ofHoliday),
  );
  const byRate = (instalment: Instalment, foreseen: readonly ChargePart[]): { readonly feeRate?: Explained } => {
    if (!trace.fees || !loan.terms.feeRate) return {};
    const parts = [...trace.fees.filter(({ slot }) => slot === instalment.slot), ...foreseen];
    const exact = (amount: Money): Money => roundedFee(loan.terms, amount);
    const whole = exact(sum(parts.map(({ amount }) => amount)));
    const amount = feeOfInstalment(loan.terms, instalment, instalment.dueDate > asOf, whole);
    return { feeRate: explained(amount, parts, exact, amount) };
  };
  const instalments = lines.map(({ instalment, from, balanceBefore, fee }): ExplainedInstalment => {
    const { slot } = instalment;
    const holiday = holidayOf(trace, instalment);
    const accrued = borne.filter((part) => part.slot === slot);
    const parts = [...accrued, ...foreseen.filter((part) => part.slot === slot)];
    const penalties = trace.penalties.filter((part) => part.slot === slot);
    const bare = (charge: 'interest' | 'penalty'): Money =>
      withoutTaxOnTop(loan.terms, instalment[charge].expected, instalment.tax?.[charge].expected ?? zero);
    return {
      instalment,
      from,
      balanceBefore,
      interest: explained(
        plus(instalment.interest.expected, instalment.capitalised ?? zero),
        parts,
        element,
        minus(plus(bare('interest'), instalment.capitalised ?? zero), holiday?.applied ?? zero),
      ),
      penalty: explained(instalment.penalty.expected, penalties, element, bare('penalty')),
      ...byRate(instalment, fee),
      ...(holiday ? { holiday } : {}),
    };
  });
  return { loan, instalments };
};
