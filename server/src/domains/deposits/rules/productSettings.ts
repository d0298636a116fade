import type { ErrorReason } from '../../../generated/errors.ts';
import type { Schemas } from '../../../generated/schemas.ts';
import type { Decimalish } from '../../../kernel/money.ts';
import { largestAmount, money } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkIdPattern } from '../../organisation/rules/idPattern.ts';
import { checkId } from '../../organisation/rules/texts.ts';
import type { DepositResource } from './depositProduct.ts';

export type ProductFacts = {
  /** GL accounts by key: what a rule may point to. */
  readonly glAccount: (
    key: string,
  ) => { readonly type: string; readonly usage: string; readonly activated: boolean } | undefined;
  readonly currencyExists: (code: string) => boolean;
  readonly branchExists: (key: string) => boolean;
};

type Product = Schemas['DepositProduct'];

/** Which kind of GL account each resource needs; rules for anything else wait for the issue that posts to it. */
const resourceTypes: Readonly<Record<string, string>> = {
  DEPOSIT_REFERENCE: 'ASSET',
  SAVINGS_CONTROL: 'LIABILITY',
  OVERDRAFT_PORTFOLIO_CONTROL: 'ASSET',
  OVERDRAFT_WRITE_OFF_EXPENSE: 'EXPENSE',
  FEE_INCOME: 'INCOME',
  INTEREST_EXPENSE: 'EXPENSE',
  INTEREST_PAYABLE: 'LIABILITY',
  TAXES_PAYABLE: 'LIABILITY',
  NEGATIVE_INTEREST_INCOME: 'INCOME',
  NEGATIVE_INTEREST_RECEIVABLE: 'ASSET',
  OVERDRAFT_INTEREST_INCOME: 'INCOME',
  OVERDRAFT_INTEREST_RECEIVABLE: 'ASSET',
};

const supportedTypes: readonly string[] = ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS'];

const tooLarge = (value: Decimalish | undefined): boolean =>
  value !== undefined && money(value).greaterThan(largestAmount);
const negative = (value: Decimalish | undefined): boolean => value !== undefined && money(value).isNegative();

/** Refuses an id that a product may not get. One that it has already, from before a rule, stays. */
export const checkProductId = (id: string): Rejection | undefined =>
  checkId(id, { blank: 'BLANK_DEPOSIT_PRODUCT_ID', length: 'DEPOSIT_PRODUCT_ID_LENGTH' }) ??
  (/\s/.test(id) ? reject('INVALID_ID', 'id may not contain spaces') : undefined);

const checkDrawnIds = ({ newAccountSettings }: Product): Rejection | undefined => {
  const { idGeneratorType, idPattern } = newAccountSettings;
  if (idGeneratorType === 'INCREMENTAL_NUMBER' && !/^\d{1,15}$/.test(idPattern)) {
    return reject('INVALID_PARAMETERS', 'newAccountSettings.idPattern must be the starting number, digits only');
  }
  return idGeneratorType === 'RANDOM_PATTERN' ? checkIdPattern(idPattern, 'newAccountSettings.idPattern') : undefined;
};

const checkAmounts = ({ internalControls, overdraftSettings, type }: Product): Rejection | undefined => {
  const opening = internalControls?.openingBalance;
  const amounts: readonly [string, Decimalish | undefined][] = [
    ['internalControls.openingBalance.minValue', opening?.minValue],
    ['internalControls.openingBalance.maxValue', opening?.maxValue],
    ['internalControls.openingBalance.defaultValue', opening?.defaultValue],
    ['internalControls.maxWithdrawalAmount', internalControls?.maxWithdrawalAmount],
    ['internalControls.recommendedDepositAmount', internalControls?.recommendedDepositAmount],
    ['overdraftSettings.maxOverdraftLimit', overdraftSettings?.maxOverdraftLimit],
  ];
  const large = amounts.find(([, value]) => tooLarge(value));
  if (large) return reject('INVALID_PARAMETERS', `${large[0]} is larger than any account can hold`);
  if (negative(opening?.minValue) || negative(opening?.maxValue) || negative(opening?.defaultValue)) {
    return reject('INVALID_PARAMETERS', 'internalControls.openingBalance may not be negative');
  }
  if (
    opening?.minValue !== undefined &&
    opening.maxValue !== undefined &&
    money(opening.minValue).greaterThan(opening.maxValue)
  ) {
    return reject('INVALID_PARAMETERS', 'internalControls.openingBalance.minValue is above maxValue');
  }
  if (negative(internalControls?.maxWithdrawalAmount)) {
    return reject('MAX_WITHDRAWAL_CANNOT_BE_NEGATIVE', 'internalControls.maxWithdrawalAmount may not be negative');
  }
  if (
    internalControls?.recommendedDepositAmount !== undefined &&
    !money(internalControls.recommendedDepositAmount).greaterThan(0)
  ) {
    return reject(
      'RECOMMENDED_DEPOSIT_AMOUNT_INVALID',
      'internalControls.recommendedDepositAmount must be more than 0',
    );
  }
  if ((internalControls?.dormancyPeriodDays ?? 1) < 0) {
    return reject('INVALID_PARAMETERS', 'internalControls.dormancyPeriodDays may not be negative');
  }
  if (overdraftSettings?.allowOverdraft === true && type !== 'CURRENT_ACCOUNT') {
    return reject('OVERDRAFT_NOT_ALLOWED', 'overdraftSettings.allowOverdraft is for current accounts only');
  }
  return negative(overdraftSettings?.maxOverdraftLimit)
    ? reject('INVALID_PARAMETERS', 'overdraftSettings.maxOverdraftLimit may not be negative')
    : undefined;
};

type Rule = { readonly financialResource: string; readonly glAccountKey: string };

const checkRules = (rules: readonly Rule[], at: string, facts: ProductFacts): Rejection | undefined => {
  for (const [index, { financialResource, glAccountKey }] of rules.entries()) {
    const source = `${at}[${index}]`;
    const type = resourceTypes[financialResource];
    if (!type)
      return reject(
        'NOT_REQUIRED_RULE',
        `${source}.financialResource ${financialResource} is not one of a deposit product`,
      );
    const account = facts.glAccount(glAccountKey);
    if (!account) return reject('INEXISTING_GLACCOUNT', `${source}.glAccountKey is no GL account`);
    if (account.usage !== 'DETAIL')
      return reject('HEADER_ACCOUNT_NOT_ALLOWED', `${source}.glAccountKey is a header account`);
    if (account.type !== type)
      return reject(
        'INVALID_GL_ACCOUNT_TYPE',
        `${source}.glAccountKey must be of type ${type} for ${financialResource}`,
      );
    if (!account.activated) return reject('INVALID_GL_ACCOUNT_ID', `${source}.glAccountKey is not activated`);
    if (rules.findIndex((rule) => rule.financialResource === financialResource) !== index) {
      return reject('INVALID_PARAMETERS', `${source}.financialResource ${financialResource} has two rules`);
    }
  }
  return undefined;
};

const checkAccounting = (product: Product, facts: ProductFacts): Rejection | undefined => {
  const { accountingMethod, accountingRules = [], interestAccruedAccountingMethod } = product.accountingSettings;
  if (accountingMethod === 'NONE') {
    return accountingRules.length > 0
      ? reject('NOT_REQUIRED_RULE', 'accountingSettings.accountingRules need an accountingMethod')
      : undefined;
  }
  if (interestAccruedAccountingMethod !== undefined && interestAccruedAccountingMethod !== 'NONE') {
    return reject(
      'INVALID_INTEREST_ACCRUED_METHOD',
      'accountingSettings.interestAccruedAccountingMethod is not supported yet',
    );
  }
  const needed: DepositResource[] = ['DEPOSIT_REFERENCE', 'SAVINGS_CONTROL'];
  if ((product.feesSettings?.fees?.length ?? 0) > 0 || product.feesSettings?.allowArbitraryFees)
    needed.push('FEE_INCOME');
  if (product.overdraftSettings?.allowOverdraft) needed.push('OVERDRAFT_PORTFOLIO_CONTROL');
  const missing = needed.find((resource) => !accountingRules.some((rule) => rule.financialResource === resource));
  if (missing) return reject('MISSING_RULE', `accountingSettings.accountingRules needs a rule for ${missing}`);
  return checkRules(accountingRules, 'accountingSettings.accountingRules', facts);
};

const checkFees = ({ feesSettings }: Product, facts: ProductFacts): Rejection | undefined => {
  for (const [index, fee] of (feesSettings?.fees ?? []).entries()) {
    const at = `feesSettings.fees[${index}]`;
    const refusals: readonly [boolean, ErrorReason, string][] = [
      [
        fee.amountCalculationMethod === 'MAMBU_FUNCTION',
        'INVALID_PARAMETERS',
        `${at}.amountCalculationMethod ${fee.amountCalculationMethod} is not supported yet`,
      ],
      [fee.trigger !== 'MANUAL', 'INVALID_PARAMETERS', `${at}.trigger ${fee.trigger} is not supported yet`],
      [tooLarge(fee.amount), 'INVALID_PARAMETERS', `${at}.amount is larger than any account can hold`],
      [
        fee.id !== undefined && feesSettings?.fees?.findIndex(({ id }) => id === fee.id) !== index,
        'INVALID_PARAMETERS',
        `${at}.id ${fee.id} is that of another fee`,
      ],
      [
        fee.amount !== undefined && !money(fee.amount).greaterThan(0),
        'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE',
        `${at}.amount must be more than 0`,
      ],
    ];
    const found = refusals.find(([wrong]) => wrong);
    if (found) return reject(found[1], found[2]);
    const rules = checkRules(fee.accountingRules ?? [], `${at}.accountingRules`, facts);
    if (rules) return rules;
  }
  return undefined;
};

/** Refuses a product whose settings contradict each other or need what is not built yet, naming the property. */
export const checkProduct = (product: Product, facts: ProductFacts): Rejection | undefined => {
  if (!supportedTypes.includes(product.type))
    return reject('INVALID_PRODUCT_TYPE', `type ${product.type} is not supported yet`);
  const currencies = (product.currencySettings?.currencies ?? []).flatMap(
    ({ code, currencyCode }) => currencyCode ?? code ?? [],
  );
  const unknown = currencies.find((code) => !facts.currencyExists(code));
  if (unknown)
    return reject(
      'CURRENCY_NOT_DEFINED',
      `currencySettings.currencies: ${unknown} is not a currency of the organisation`,
    );
  const branch = product.availabilitySettings?.branchSettings?.availableProductBranches?.find(
    (key) => !facts.branchExists(key),
  );
  if (branch)
    return reject(
      'INVALID_BRANCH_KEY',
      'availabilitySettings.branchSettings.availableProductBranches has an unknown branch',
    );
  if (product.creditArrangementSettings?.creditArrangementRequirement === 'REQUIRED') {
    return reject(
      'INVALID_PARAMETERS',
      'creditArrangementSettings.creditArrangementRequirement REQUIRED is not supported yet',
    );
  }
  return (
    checkDrawnIds(product) ?? checkAmounts(product) ?? checkAccounting(product, facts) ?? checkFees(product, facts)
  );
};
