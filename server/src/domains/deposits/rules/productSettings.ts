import type { ErrorReason } from '../../../generated/errors.ts';
import type { Schemas } from '../../../generated/schemas.ts';
import { type Decimalish, fitsDecimals, largestAmount, money } from '../../../kernel/money.ts';
import { firstRefusal, isContradictory, type Refusal, someOf, tupleRefusals } from '../../../kernel/refusals.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { AccountingFacts } from '../../ledger/rules/accountingRules.ts';
import { checkIdPattern } from '../../organisation/rules/idPattern.ts';
import { checkId } from '../../organisation/rules/texts.ts';
import { hasMaturity } from './interest/maturity.ts';
import { checkProductAccounting } from './productAccounting.ts';
import { checkProductFees } from './productFees.ts';
import { checkProductInterest } from './productInterest.ts';
import type { InterestFacts } from './productRates.ts';

type Product = Schemas['DepositProduct'];
type Type = Product['type'];

/** What a product's settings point to. */
export type ProductFacts = AccountingFacts &
  InterestFacts & {
    /** The decimals of a currency of the organisation; undefined for one it does not have. */
    readonly decimalsOf: (currencyCode: string) => number | undefined;
    readonly branchState: (key: string) => 'ACTIVE' | 'INACTIVE' | undefined;
  };

/** Refuses an id that a product may not get. One that it has already, from before a rule, stays. */
export const checkProductId = (id: string): Rejection | undefined =>
  checkId(id, { blank: 'BLANK_DEPOSIT_PRODUCT_ID', length: 'DEPOSIT_PRODUCT_ID_LENGTH' }) ??
  (/\s/.test(id) ? reject('INVALID_ID', 'id may not contain spaces') : undefined);

const longestName = 255;

const nameRefusals = ({ name }: Product): readonly Refusal[] => [
  [name.trim() === '', 'BLANK_DEPOSIT_PRODUCT_NAME', 'name may not be blank'],
  [name.length > longestName, 'DEPOSIT_PRODUCT_NAME_LENGTH', `name may have at most ${longestName} characters`],
];

const checkDrawnIds = ({ newAccountSettings }: Product): Rejection | undefined => {
  const { idGeneratorType, idPattern } = newAccountSettings;
  if (idGeneratorType === 'INCREMENTAL_NUMBER' && !/^\d{1,15}$/.test(idPattern)) {
    return reject('INVALID_PARAMETERS', 'newAccountSettings.idPattern must be the starting number, digits only');
  }
  return idGeneratorType === 'RANDOM_PATTERN' ? checkIdPattern(idPattern, 'newAccountSettings.idPattern') : undefined;
};

/** The codes of a product's currencies. */
export const codesOf = (product: Product): readonly string[] =>
  (product.currencySettings?.currencies ?? []).map(({ code, currencyCode }) => currencyCode ?? code ?? '');

const currencyRefusals = (product: Product, facts: ProductFacts): readonly Refusal[] =>
  (product.currencySettings?.currencies ?? []).flatMap(({ code, currencyCode }, index): Refusal[] => {
    const at = `currencySettings.currencies[${index}]`;
    const meant = currencyCode ?? code ?? '';
    return [
      [
        facts.decimalsOf(meant) === undefined,
        'CURRENCY_NOT_DEFINED',
        `${at}: ${meant} is not a currency of the organisation`,
      ],
      [
        code !== undefined && code !== meant && code !== 'NON_FIAT',
        'CURRENCY_NOT_DEFINED',
        `${at}: code ${code} and currencyCode ${currencyCode} are two currencies`,
      ],
      [codesOf(product).indexOf(meant) !== index, 'INVALID_PARAMETERS', `${at}: ${meant} is there twice`],
    ];
  });

const availabilityRefusals = (
  product: Product,
  before: Product | undefined,
  facts: ProductFacts,
): readonly Refusal[] => {
  const settings = product.availabilitySettings?.branchSettings;
  const keys = settings?.availableProductBranches ?? [];
  const known = new Set(before?.availabilitySettings?.branchSettings?.availableProductBranches);
  const at = 'availabilitySettings.branchSettings';
  return [
    [
      keys.some((key) => facts.branchState(key) === undefined),
      'INVALID_BRANCH_KEY',
      `${at}.availableProductBranches has an unknown branch`,
    ],
    [
      keys.some((key) => !known.has(key) && facts.branchState(key) === 'INACTIVE'),
      'DEPOSIT_PRODUCT_AVAILABILITY_INACTIVE_BRANCH',
      `${at}.availableProductBranches has a branch that is not active`,
    ],
    [
      new Set(keys).size < keys.length,
      'DEPOSIT_PRODUCT_AVAILABILITY_DUPLICATE_BRANCH',
      `${at}.availableProductBranches has a branch twice`,
    ],
    [
      settings?.forAllBranches === true && keys.length > 0,
      'DEPOSIT_PRODUCT_AVAILABILITY_ALL_BRANCHES_TRUE',
      `${at}.availableProductBranches must be empty while forAllBranches is true`,
    ],
    [
      settings?.forAllBranches === false && keys.length === 0,
      'DEPOSIT_PRODUCT_AVAILABILITY_ALL_BRANCHES_FALSE',
      `${at}.availableProductBranches are required while forAllBranches is false`,
    ],
  ];
};

/** Amounts that any account of the product must be able to have. */
const amountRefusals = ({ internalControls, overdraftSettings }: Product, decimals: number): readonly Refusal[] => {
  const opening = internalControls?.openingBalance;
  const amounts: readonly [string, Decimalish | undefined][] = [
    ['internalControls.openingBalance.minValue', opening?.minValue],
    ['internalControls.openingBalance.maxValue', opening?.maxValue],
    ['internalControls.openingBalance.defaultValue', opening?.defaultValue],
    ['internalControls.maxWithdrawalAmount', internalControls?.maxWithdrawalAmount],
    ['internalControls.recommendedDepositAmount', internalControls?.recommendedDepositAmount],
    ['overdraftSettings.maxOverdraftLimit', overdraftSettings?.maxOverdraftLimit],
  ];
  return amounts.flatMap(([property, value]): Refusal[] => {
    const amount = value === undefined ? undefined : money(value);
    return [
      [
        amount?.greaterThan(largestAmount) === true,
        'INVALID_PARAMETERS',
        `${property} is larger than any account can hold`,
      ],
      [
        amount !== undefined && !fitsDecimals(amount, decimals),
        'INVALID_AMOUNT',
        `${property} has more than the ${decimals} decimals of the product's currency`,
      ],
    ];
  });
};

/** The longest time a product may speak of, in whatever unit: a century of days. */
const longestTime = 36_500;

const withRecommendation: readonly Type[] = ['REGULAR_SAVINGS', 'SAVINGS_PLAN'];

const controlRefusals = ({ internalControls, type }: Product): readonly Refusal[] => {
  const at = 'internalControls';
  const opening = internalControls?.openingBalance;
  const badOpening: ErrorReason = 'DEPOSIT_PRODUCT_INTERNAL_CONTROL_INVALID_OPENING_BALANCE';
  const withdrawal = internalControls?.maxWithdrawalAmount;
  const recommended = internalControls?.recommendedDepositAmount;
  const dormancy = internalControls?.dormancyPeriodDays ?? 0;
  return [
    [
      someOf(opening, (value) => money(value).isNegative() && !money(value).isZero()),
      badOpening,
      `${at}.openingBalance may not be negative`,
    ],
    [isContradictory(opening), badOpening, `${at}.openingBalance must have minValue <= defaultValue <= maxValue`],
    [
      withdrawal !== undefined && money(withdrawal).lessThan(0),
      'MAX_WITHDRAWAL_CANNOT_BE_NEGATIVE',
      `${at}.maxWithdrawalAmount may not be negative`,
    ],
    [
      withdrawal !== undefined && !money(withdrawal).isZero() && type === 'FIXED_DEPOSIT',
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_MAX_WITHDRAWAL_AMOUNT',
      `${at}.maxWithdrawalAmount does not go with type ${type}`,
    ],
    [
      recommended !== undefined && !money(recommended).isZero() && !withRecommendation.includes(type),
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_RECOMMENDED_DEPOSIT_AMOUNT',
      `${at}.recommendedDepositAmount does not go with type ${type}`,
    ],
    [
      recommended !== undefined && !money(recommended).greaterThan(0),
      'RECOMMENDED_DEPOSIT_AMOUNT_INVALID',
      `${at}.recommendedDepositAmount must be more than 0`,
    ],
    [
      dormancy < 0 || dormancy > longestTime,
      'DEPOSIT_PRODUCT_INTERNAL_CONTROL_DORMANCY_RANGE',
      `${at}.dormancyPeriodDays must be 0 to ${longestTime}`,
    ],
  ];
};

const overdraftRefusals = ({ overdraftSettings, type }: Product): readonly Refusal[] => {
  const limit = overdraftSettings?.maxOverdraftLimit;
  const at = 'overdraftSettings';
  return [
    [
      overdraftSettings?.allowOverdraft === true && type !== 'CURRENT_ACCOUNT',
      'OVERDRAFT_NOT_ALLOWED',
      `${at}.allowOverdraft is for current accounts only`,
    ],
    [
      overdraftSettings?.allowTechnicalOverdraft === true && type !== 'CURRENT_ACCOUNT',
      'TECHNICAL_OVERDRAFT_IS_NOT_ALLOWED_FOR_PRODUCT',
      `${at}.allowTechnicalOverdraft is for current accounts only`,
    ],
    [
      limit !== undefined && money(limit).lessThan(0),
      'DEPOSIT_PRODUCT_OVERDRAFT_NEGATIVE_MAX_LIMIT',
      `${at}.maxOverdraftLimit may not be negative`,
    ],
    [
      limit !== undefined && !money(limit).isZero() && overdraftSettings?.allowOverdraft !== true,
      'OVERDRAFT_NOT_ALLOWED',
      `${at}.maxOverdraftLimit needs allowOverdraft`,
    ],
  ];
};

const maturityRefusals = ({ maturitySettings, type }: Product): readonly Refusal[] => {
  const period = maturitySettings?.maturityPeriod;
  const at = 'maturitySettings';
  const isGiven = someOf(period, (value) => value !== 0) || maturitySettings?.maturityPeriodUnit !== undefined;
  if (!hasMaturity(type)) return [[isGiven, 'ACCOUNT_TYPE_DOES_NOT_ALLOW_FIELD', `${at} do not go with type ${type}`]];
  return [
    [
      someOf(period, (value) => value < 0),
      'DEPOSIT_PRODUCT_NEGATIVE_TERM_LENGTH',
      `${at}.maturityPeriod may not be negative`,
    ],
    ...tupleRefusals(period, `${at}.maturityPeriod`, {
      least: 1,
      most: longestTime,
      reason: 'DEPOSIT_PRODUCT_INVALID_MATURITY_MIN_MAX',
    }),
    [
      someOf(period, () => true) && maturitySettings?.maturityPeriodUnit === undefined,
      'INVALID_PARAMETERS',
      `${at}.maturityPeriodUnit is required for a maturityPeriod`,
    ],
  ];
};

const offsetTypes: readonly Type[] = ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS'];

const otherRefusals = ({ offsetSettings, templates, type }: Product): readonly Refusal[] => [
  [
    offsetSettings?.allowOffset === true && !offsetTypes.includes(type),
    'DEPOSIT_PRODUCT_INTERNAL_CONTROL_ALLOW_OFFSET_NOT_AVAILABLE',
    `offsetSettings.allowOffset does not go with type ${type}`,
  ],
  ...(templates ?? []).flatMap((template, index, all): Refusal[] => [
    [
      (template.name ?? '').trim() === '' || template.type === undefined,
      'INVALID_PARAMETERS',
      `templates[${index}] needs a name and a type`,
    ],
    [
      all.findIndex(({ name, type: kind }) => name === template.name && kind === template.type) !== index,
      'INVALID_PARAMETERS',
      `templates[${index}]: another template has the same name and type`,
    ],
  ]),
];

/** Refuses a complete product whose settings contradict each other or its type, naming the property. */
export const checkProduct = (
  product: Product,
  before: Product | undefined,
  facts: ProductFacts,
): Rejection | undefined => {
  const unavailable = firstRefusal([
    ...nameRefusals(product),
    ...currencyRefusals(product, facts),
    ...availabilityRefusals(product, before, facts),
  ]);
  if (unavailable) return unavailable;
  // What an amount of the product is must be payable in each of its currencies.
  const decimals = Math.min(...codesOf(product).map((code) => facts.decimalsOf(code) ?? 0));
  return (
    checkDrawnIds(product) ??
    firstRefusal([
      ...amountRefusals(product, decimals),
      ...controlRefusals(product),
      ...overdraftRefusals(product),
      ...maturityRefusals(product),
      ...otherRefusals(product),
    ]) ??
    checkProductInterest(product, facts) ??
    checkProductAccounting(product, facts) ??
    checkProductFees(product, facts, decimals)
  );
};
