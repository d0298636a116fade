import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { Decimal, type Decimalish } from '../../../kernel/money.ts';

type Product = Schemas['DepositProduct'];
type Rule = Schemas['DepositGLAccountingRule'];
type Fee = Schemas['DepositProductPredefinedFee'];
type Template = Schemas['DocumentTemplate'];
type Tier = Schemas['DepositProductInterestRateTier'];
type Rates = Schemas['DepositProductInterestRateSettings'];
type Interest = Schemas['DepositProductInterestSettings'];

/** What completes a product besides itself. */
export type Completion = {
  readonly baseCurrencyCode: string;
  /** The key of a branch that is named by key or id; what is unknown stays as it is, to be refused. */
  readonly branchKeyOf: (ref: string) => string;
  readonly indexSourceKeyOf: (ref: string) => string;
  /** The moment of the change in UTC. */
  readonly moment: string;
};

const isSome = (value: Decimalish | undefined): boolean => value !== undefined && !new Decimal(value).isZero();

/** Whether rate settings name a rate, a tier or an index: clients also send settings that are all empty. */
export const namesRates = (rates: Rates | undefined): boolean =>
  rates !== undefined &&
  (isSome(rates.interestRate?.minValue) ||
    isSome(rates.interestRate?.maxValue) ||
    isSome(rates.interestRate?.defaultValue) ||
    (rates.interestRateTiers?.length ?? 0) > 0 ||
    (rates.indexSourceKey ?? '') !== '');

/** Whether accounts may go below zero at all. */
export const allowsOverdraft = ({ overdraftSettings }: Product): boolean =>
  overdraftSettings?.allowOverdraft === true || overdraftSettings?.allowTechnicalOverdraft === true;

/** Whether accounts are paid interest. */
export const paysInterest = ({ interestSettings }: Product): boolean =>
  interestSettings?.interestPaidIntoAccount === true;

/** Whether accounts owe interest for what is overdrawn. */
export const chargesOverdraftInterest = (product: Product): boolean => {
  const rates = product.overdraftInterestSettings?.interestRateSettings;
  return allowsOverdraft(product) && (rates?.interestRateTerms !== undefined || namesRates(rates));
};

/** Rules keep their keys while they are for the same resource. */
const keyedRules = (rules: readonly Rule[], before: readonly Rule[] = []): Rule[] =>
  rules.map((rule) => ({
    ...rule,
    encodedKey:
      before.find(({ financialResource }) => financialResource === rule.financialResource)?.encodedKey ??
      newEncodedKey(),
  }));

// Stored settings come back with their properties in another order, and with decimals for whole numbers.
const textOf = (value: unknown): string => {
  if (value instanceof Decimal) return value.toFixed();
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const properties = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${properties.map(([name, inner]) => `${name}:${textOf(inner)}`).join()}}`;
};

const withoutMoments = ({ creationDate, lastModifiedDate, ...rest }: Fee): string => textOf(rest);

const completeFee = (fee: Fee, known: Fee | undefined, moment: string): Fee => {
  const complete: Fee = {
    ...fee,
    encodedKey: known?.encodedKey ?? newEncodedKey(),
    amountCalculationMethod: fee.amountCalculationMethod ?? 'FLAT',
    ...(fee.accountingRules ? { accountingRules: keyedRules(fee.accountingRules, known?.accountingRules) } : {}),
  };
  const isSame = known !== undefined && withoutMoments(known) === withoutMoments(complete);
  return {
    ...complete,
    creationDate: known?.creationDate ?? moment,
    lastModifiedDate: isSame ? (known.lastModifiedDate ?? moment) : moment,
  };
};

/** Fees are named by key when they are applied: one keeps its key as long as its id stays, or its name where it has no id. */
const completeFees = (fees: readonly Fee[], before: readonly Fee[], moment: string): Fee[] => {
  const left = [...before];
  return fees.map((fee) => {
    const index = left.findIndex(({ id, name }) => id === fee.id && (id !== undefined || name === fee.name));
    const [known] = index < 0 ? [] : left.splice(index, 1);
    return completeFee(fee, known, moment);
  });
};

/** Templates keep their keys while they have the same name and type. */
const completeTemplates = (templates: readonly Template[], before: readonly Template[], moment: string): Template[] =>
  templates.map((template) => {
    const known = before.find(({ name, type }) => name === template.name && type === template.type);
    return {
      ...template,
      encodedKey: known?.encodedKey ?? newEncodedKey(),
      creationDate: known?.creationDate ?? moment,
      lastModifiedDate: known?.lastModifiedDate ?? moment,
    };
  });

const sameNumber = (left: Decimalish | undefined, right: Decimalish | undefined): boolean =>
  left === undefined || right === undefined ? left === right : new Decimal(left).equals(right);

/** Tiers keep their keys while they end in the same place. */
const keyedTiers = (tiers: readonly Tier[], before: readonly Tier[] = []): Tier[] =>
  tiers.map((tier) => ({
    ...tier,
    encodedKey:
      before.find(
        (one) => sameNumber(one.endingBalance, tier.endingBalance) && sameNumber(one.endingDay, tier.endingDay),
      )?.encodedKey ?? newEncodedKey(),
  }));

const completeRates = (rates: Rates, before: Rates | undefined, { indexSourceKeyOf }: Completion): Rates => ({
  ...rates,
  interestRateTerms: rates.interestRateTerms ?? 'FIXED',
  interestRateSource: rates.interestRateSource ?? 'FIXED_INTEREST_RATE',
  interestChargeFrequency: rates.interestChargeFrequency ?? 'ANNUALIZED',
  // Without a count EVERY_X_DAYS says nothing: it stays absent, to be refused.
  ...(rates.interestChargeFrequencyCount === undefined && rates.interestChargeFrequency !== 'EVERY_X_DAYS'
    ? { interestChargeFrequencyCount: 1 }
    : {}),
  ...(rates.interestRateTiers
    ? { interestRateTiers: keyedTiers(rates.interestRateTiers, before?.interestRateTiers) }
    : {}),
  ...(rates.indexSourceKey === undefined ? {} : { indexSourceKey: indexSourceKeyOf(rates.indexSourceKey) }),
});

const completeInterest = (interest: Interest, before: Interest | undefined, completion: Completion): Interest => {
  const rates = interest.interestRateSettings;
  const isPaid = interest.interestPaidIntoAccount ?? namesRates(rates);
  const wasRates = before?.interestRateSettings;
  return {
    ...interest,
    interestPaidIntoAccount: isPaid,
    collectInterestWhenLocked: interest.collectInterestWhenLocked ?? false,
    ...(isPaid || rates
      ? {
          interestRateSettings: {
            ...completeRates(rates ?? {}, wasRates, completion),
            encodedKey: wasRates?.encodedKey ?? newEncodedKey(),
            accrueInterestAfterMaturity: rates?.accrueInterestAfterMaturity ?? false,
            allowNegativeInterestRate: rates?.allowNegativeInterestRate ?? false,
          },
        }
      : {}),
  };
};

/** The balance of overdraft interest is never without a value where overdrafts are allowed: what is not said stays as it was. */
const completeOverdraftInterest = (
  product: Product,
  before: Product | undefined,
  completion: Completion,
): Pick<Product, 'overdraftInterestSettings'> => {
  const { overdraftInterestSettings: wanted } = product;
  const was = before?.overdraftInterestSettings;
  if (!wanted && !allowsOverdraft(product)) return {};
  const rates = wanted?.interestRateSettings;
  return {
    overdraftInterestSettings: {
      ...wanted,
      ...(allowsOverdraft(product)
        ? {
            interestCalculationBalance:
              wanted?.interestCalculationBalance ?? was?.interestCalculationBalance ?? 'MINIMUM',
          }
        : {}),
      ...(rates
        ? {
            interestRateSettings: chargesOverdraftInterest(product)
              ? completeRates(rates, was?.interestRateSettings, completion)
              : rates,
          }
        : {}),
    },
  };
};

const completeAvailability = (
  settings: Schemas['DepositProductAvailabilitySettings'],
  { branchKeyOf }: Completion,
): Schemas['DepositProductAvailabilitySettings'] => {
  const branches = settings.branchSettings;
  if (!branches) return settings;
  const keys = branches.availableProductBranches?.map(branchKeyOf);
  return {
    ...settings,
    branchSettings: {
      ...branches,
      forAllBranches: branches.forAllBranches ?? (keys?.length ?? 0) === 0,
      ...(keys ? { availableProductBranches: keys } : {}),
    },
  };
};

/** The product with everything that is not sent: defaults, keys, and what is named by id under its key. */
export const completeProduct = (product: Product, before: Product | undefined, completion: Completion): Product => {
  const { accountingSettings, availabilitySettings, currencySettings, feesSettings, interestSettings, templates } =
    product;
  const rules = accountingSettings.accountingRules;
  const { baseCurrencyCode, moment } = completion;
  return {
    ...product,
    category: product.category ?? 'UNCATEGORIZED',
    currencySettings: currencySettings?.currencies?.length
      ? currencySettings
      : { currencies: [{ code: baseCurrencyCode as 'EUR' }] },
    accountingSettings: {
      ...accountingSettings,
      ...(rules ? { accountingRules: keyedRules(rules, before?.accountingSettings.accountingRules) } : {}),
    },
    ...(availabilitySettings ? { availabilitySettings: completeAvailability(availabilitySettings, completion) } : {}),
    ...(interestSettings
      ? { interestSettings: completeInterest(interestSettings, before?.interestSettings, completion) }
      : {}),
    ...completeOverdraftInterest(product, before, completion),
    ...(feesSettings?.fees
      ? {
          feesSettings: {
            ...feesSettings,
            fees: completeFees(feesSettings.fees, before?.feesSettings?.fees ?? [], moment),
          },
        }
      : {}),
    ...(templates ? { templates: completeTemplates(templates, before?.templates ?? [], moment) } : {}),
  };
};
