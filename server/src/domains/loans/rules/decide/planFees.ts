import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Money } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { periodOf, plannedDay } from '../plannedFees.ts';
import type { Instalment } from '../state.ts';
import type { PlannedFee } from '../terms.ts';
import type { LoanAccountFacts } from './account.ts';
import { feeAmountFor, type ManualFee } from './decideFee.ts';

/** A planned fee as somebody asks for it: the instalment by its key, of an account that is still to be by its number. */
export type WantedPlan = {
  readonly predefinedFeeKey: string;
  readonly amount?: Money;
  readonly installmentKey?: string;
  readonly installmentNumber?: number;
  readonly applyOnDate?: LocalDate;
};

/** What surrounds the planning of fees. */
export type PlanningContext = Pick<LoanAccountFacts, 'terms' | 'events'> & {
  /** The schedule that the account shows. */
  readonly instalments: readonly Instalment[];
  /** The disbursement, or the day for which the schedule was made. */
  readonly disbursement: LocalDate;
  /** Whether dates of that schedule are agreed: without an expected disbursement they move from day to day. */
  readonly dated: boolean;
  /** Days before this one have passed; undefined for a loan that is not disbursed. */
  readonly passed?: LocalDate;
  readonly fees: ReadonlyMap<string, ManualFee>;
  /** The key of a stored instalment by its slot; undefined where instalments are named by number. */
  readonly keyOf?: (slot: string) => string | undefined;
  readonly newKey: () => string;
};

const feeOf = ({ predefinedFeeKey }: WantedPlan, fees: PlanningContext['fees'], at: string): ManualFee | Rejection => {
  const fee = fees.get(predefinedFeeKey);
  if (![...fees.values()].some(({ trigger, state }) => trigger === 'MANUAL_PLANNED' && state === 'ACTIVE')) {
    return reject('PRODUCT_DOES_NOT_ALLOW_PLANNED_FEES', `${at}: the product has no active fee that can be planned`);
  }
  if (!fee) return reject('INVALID_FEE_KEY', `${at}.predefinedFeeKey is no fee of the product`);
  if (fee.trigger !== 'MANUAL_PLANNED') {
    return reject('FEE_NOT_ALLOWED', `${at}.predefinedFeeKey: the fee ${fee.name} can't be planned`);
  }
  return fee.state === 'ACTIVE'
    ? fee
    : reject('FEE_NOT_ACTIVE', `${at}.predefinedFeeKey: the fee ${fee.name} is inactive`);
};

const instalmentOf = (
  { installmentKey, installmentNumber }: WantedPlan,
  { instalments, keyOf }: PlanningContext,
  at: string,
): Instalment | Rejection => {
  if (!keyOf) {
    if (installmentKey !== undefined) {
      return reject('INVALID_INSTALLMENT_KEY', `${at}.installmentKey: no instalment has a key yet; name its number`);
    }
    const numbered = instalments.find(({ number }) => number === installmentNumber);
    return numbered ?? reject('PLANNED_FEE_INSTALLMENT_NUMBER_INVALID', `${at}.installmentNumber names no instalment`);
  }
  if (installmentNumber !== undefined) {
    return reject(
      'PLANNED_FEE_INSTALLMENT_NUMBER_INVALID',
      `${at}.installmentNumber: instalments of an account are named by installmentKey`,
    );
  }
  const wanted = installmentKey?.toLowerCase();
  const found = wanted === undefined ? undefined : instalments.find(({ slot }) => keyOf(slot) === wanted);
  return found ?? reject('INVALID_INSTALLMENT_KEY', `${at}.installmentKey names no instalment of this loan`);
};

const checkInstalment = ({ state, number, holiday }: Instalment, at: string): Rejection | undefined => {
  if (state === 'PAID') {
    return reject('CANNOT_APPLY_FEE_ON_PAID_INSTALLMENT', `${at}: instalment ${number} is paid`);
  }
  return holiday
    ? reject(
        'PAYMENT_HOLIDAYS_ARE_NOT_ALLOWED_FOR_INSTALLMENTS_THAT_HAVE_PLANNED_FEE_DEFINED',
        `${at}: instalment ${number} is a payment holiday`,
      )
    : undefined;
};

const checkDay = (
  { applyOnDate }: WantedPlan,
  period: { readonly from: LocalDate; readonly dueDate: LocalDate },
  { dated }: PlanningContext,
  at: string,
): Rejection | undefined => {
  if (applyOnDate === undefined) return undefined;
  if (!dated) {
    return reject('APPLY_ON_DATE_MUST_BE_NULL', `${at}.applyOnDate: no day of the disbursement is expected yet`);
  }
  return applyOnDate < period.from || applyOnDate > period.dueDate
    ? reject('APPLY_ON_DATE_INVALID', `${at}.applyOnDate must be ${period.from} to ${period.dueDate}`)
    : undefined;
};

const agreedPlan = (
  wanted: WantedPlan,
  context: PlanningContext,
  at: string,
  keyFor: (fee: ManualFee, instalment: Instalment) => string | Rejection,
): PlannedFee | Rejection => {
  const fee = feeOf(wanted, context.fees, at);
  if (isRejection(fee)) return fee;
  const instalment = instalmentOf(wanted, context, at);
  if (isRejection(instalment)) return instalment;
  const key = keyFor(fee, instalment);
  if (isRejection(key)) return key;
  const { slot } = instalment;
  const period = periodOf(context.instalments, slot, context.disbursement) ?? {
    from: context.disbursement,
    dueDate: instalment.dueDate,
  };
  const unfit = checkInstalment(instalment, at);
  if (unfit) return unfit;
  const { amount: asked, applyOnDate } = wanted;
  const amount = feeAmountFor(context, { fee, ...(asked === undefined ? {} : { amount: asked }) }, instalment);
  if (isRejection(amount)) return amount;
  const misdated = checkDay(wanted, period, context, at);
  if (misdated) return misdated;
  const plan: PlannedFee = {
    key,
    slot,
    installmentKey: context.keyOf?.(slot) ?? '',
    predefinedFeeKey: fee.encodedKey,
    name: fee.name,
    amount,
    ...(fee.taxable === false ? { taxable: false as const } : {}),
    ...(applyOnDate === undefined ? {} : { applyOnDate }),
  };
  const late = context.passed !== undefined && plannedDay(plan, period) < context.passed;
  return late ? { ...plan, byHand: true } : plan;
};

const same = (plan: PlannedFee, fee: ManualFee, instalment: Instalment): boolean =>
  plan.predefinedFeeKey === fee.encodedKey && plan.slot === instalment.slot;

const place = (index: number): string => `[${index}]`;

/**
 * Plans fees on instalments. Refusals of each in this order: the fee, the instalment, the same fee planned there already, an instalment that
 * is paid or a holiday, the amount, the day.
 */
export const planFees = (
  wanted: readonly WantedPlan[],
  waiting: readonly PlannedFee[],
  context: PlanningContext,
  at: (index: number) => string = place,
): readonly PlannedFee[] | Rejection => {
  const made: PlannedFee[] = [];
  for (const [index, one] of wanted.entries()) {
    const plan = agreedPlan(one, context, at(index), (fee, instalment) =>
      [...waiting, ...made].some((other) => same(other, fee, instalment))
        ? reject(
            'DUPLICATE_PLANNED_INSTALLMENT_FEES',
            `${at(index)}: the fee ${fee.name} is planned on instalment ${instalment.number} already`,
          )
        : context.newKey(),
    );
    if (isRejection(plan)) return plan;
    made.push(plan);
  }
  return made;
};

/** Changes the amount and the day of fees that are planned; a plan is recognised by its fee and its instalment. */
export const replanFees = (
  wanted: readonly WantedPlan[],
  waiting: readonly PlannedFee[],
  context: PlanningContext,
): readonly PlannedFee[] | Rejection => {
  const made: PlannedFee[] = [];
  for (const [index, one] of wanted.entries()) {
    const at = place(index);
    const plan = agreedPlan(one, context, at, (fee, instalment) => {
      const known = waiting.find((other) => same(other, fee, instalment));
      if (!known) {
        return reject(
          'UPDATE_ONLY_PLANNED_FEES_MODE',
          `${at}: no fee ${fee.name} waits on instalment ${instalment.number}; create it`,
        );
      }
      return made.some(({ key }) => key === known.key)
        ? reject('DUPLICATE_PLANNED_INSTALLMENT_FEES', `${at}: the fee ${fee.name} is named twice`)
        : known.key;
    });
    if (isRejection(plan)) return plan;
    made.push(plan);
  }
  return made;
};
