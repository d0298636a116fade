import { type LocalDate, localDate, plusDays, plusMonths, yearOf } from '../../../../kernel/localDate.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { DepositAccountState, DepositAccountType } from '../depositAccount.ts';

/** The term a product offers: how long it may run, and runs unless asked otherwise. */
export type MaturitySettings = {
  readonly maturityPeriodUnit: 'DAYS' | 'WEEKS' | 'MONTHS';
  readonly minValue: number | null;
  readonly maxValue: number | null;
  readonly defaultValue: number | null;
};

export type MaturingAccount = {
  readonly accountType: DepositAccountType;
  readonly accountState: DepositAccountState;
  readonly maturityDate: LocalDate | null;
};

/** Whether accounts of a type have a term. */
export const hasMaturity = (type: DepositAccountType): boolean => type === 'FIXED_DEPOSIT' || type === 'SAVINGS_PLAN';

const unitsPerYear: Readonly<Record<MaturitySettings['maturityPeriodUnit'], number>> = {
  DAYS: 365,
  WEEKS: 52,
  MONTHS: 12,
};
const endOfCalendar = localDate(9999, 12, 31);

const after = (start: LocalDate, length: number, unit: MaturitySettings['maturityPeriodUnit']): LocalDate => {
  if (yearOf(start) + length / unitsPerYear[unit] > 9998) return endOfCalendar;
  return unit === 'MONTHS' ? plusMonths(start, length) : plusDays(start, unit === 'WEEKS' ? 7 * length : length);
};

/** The end of a term that starts on a day and runs as long as the product says; null when the product says nothing. */
export const defaultMaturityDate = (start: LocalDate, settings: MaturitySettings): LocalDate | null =>
  settings.defaultValue === null ? null : after(start, settings.defaultValue, settings.maturityPeriodUnit);

const lengthText = (length: number, { maturityPeriodUnit }: MaturitySettings): string =>
  `${length} ${maturityPeriodUnit.toLowerCase()}`;

const checkMaturityDate = (
  start: LocalDate,
  maturityDate: LocalDate,
  settings: MaturitySettings,
): Rejection | undefined => {
  const { minValue: min, maxValue: max, maturityPeriodUnit: unit } = settings;
  if (maturityDate <= start) {
    return reject('INVALID_DATE', `maturityDate must be after ${start}, when the term starts`);
  }
  if (min !== null && maturityDate < after(start, min, unit)) {
    return reject('INVALID_DATE', `maturityDate ends the term before its least length of ${lengthText(min, settings)}`);
  }
  return max !== null && maturityDate > after(start, max, unit)
    ? reject('INVALID_DATE', `maturityDate ends the term after its greatest length of ${lengthText(max, settings)}`)
    : undefined;
};

/**
 * The end of the term that an account starts on a day: the one asked for, or the product's. Refused where no term can start, where one runs
 * (MATURITY_PERIOD_ALREADY_STARTED), and beyond the product's limits.
 */
export const decideMaturityDate = (
  account: MaturingAccount,
  start: LocalDate,
  wanted: LocalDate | null,
  settings: MaturitySettings,
): LocalDate | Rejection => {
  const { accountType, accountState } = account;
  if (!hasMaturity(accountType)) {
    return reject('INVALID_DEPOSIT_ACCOUNT_STATE', `an account of type ${accountType} has no maturity`);
  }
  if (account.maturityDate !== null) {
    return reject('MATURITY_PERIOD_ALREADY_STARTED', `the term runs until ${account.maturityDate}`);
  }
  if (accountState !== 'ACTIVE') {
    return reject('INVALID_DEPOSIT_ACCOUNT_STATE', `a term starts on an ACTIVE account; this one is ${accountState}`);
  }
  const date = wanted ?? defaultMaturityDate(start, settings);
  if (date === null) {
    return reject('INVALID_DATE', 'maturityDate is required: the product has no maturityPeriod.defaultValue');
  }
  return checkMaturityDate(start, date, settings) ?? date;
};

/** Whether the night ends an account's term: on its maturity date or, where that night was missed, later. */
export const matures = ({ accountState, maturityDate }: MaturingAccount, today: LocalDate): boolean =>
  maturityDate !== null && maturityDate <= today && accountState === 'ACTIVE';

/** Refuses to undo a term that does not run, or has ended. */
export const checkUndoMaturity = (
  { accountState, maturityDate }: MaturingAccount,
  today: LocalDate,
): Rejection | undefined => {
  if (maturityDate === null) return reject('MATURITY_PERIOD_NOT_STARTED', 'the account has no maturityDate');
  return accountState === 'MATURED' || maturityDate <= today
    ? reject('INVALID_DEPOSIT_ACCOUNT_STATE', `the term ended on ${maturityDate}`)
    : undefined;
};
