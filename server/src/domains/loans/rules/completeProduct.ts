import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { withChannelKey } from './channelRules.ts';
import { isMortgage } from './mortgage.ts';
import { completeOffers } from './rates/adjustableProduct.ts';
import { completeTiers } from './rates/tiers.ts';
import type { LoanProductType } from './terms.ts';

type Product = Schemas['LoanProduct'];
type Always =
  | 'accountingSettings'
  | 'category'
  | 'currency'
  | 'interestSettings'
  | 'newAccountSettings'
  | 'paymentSettings'
  | 'scheduleSettings'
  | 'state';

/** A product with every group of settings that its accounts can't do without, and keys for what is named by key later. */
export type CompleteProduct = Omit<Product, Always | 'type'> & {
  readonly [P in Always]-?: NonNullable<Product[P]>;
} & { readonly type: LoanProductType };

type Currency = Schemas['Currency'];

/** Whether interest of the product's loans follows the actual balance. */
export const hasDynamicSchedule = ({ type, scheduleSettings }: CompleteProduct): boolean =>
  type === 'DYNAMIC_TERM_LOAN' ||
  isMortgage(type) ||
  type === 'REVOLVING_CREDIT' ||
  (type === 'TRANCHED_LOAN' && scheduleSettings.repaymentScheduleMethod === 'DYNAMIC');

/** What completes a product besides itself. */
export type Completion = {
  readonly baseCurrencyCode: string;
  /** A currency in the contract's shape. */
  readonly currencyOf: (code: string) => Currency;
  /** The key of an index rate source that is named by id or key; what is unknown stays as it is. */
  readonly indexSourceKeyOf: (ref: string) => string;
  /** The moment of the change, as fees tell it. */
  readonly moment: string;
};

/** An interest-free product says nothing of interest; its accounts still have to show something. */
const noInterest: Schemas['ProductInterestSettings'] = {
  daysInYear: 'ACTUAL_365_FIXED',
  interestCalculationMethod: 'DECLINING_BALANCE',
  scheduleInterestDaysCountMethod: 'REPAYMENT_PERIODICITY',
};

type Rules = readonly Schemas['GLAccountingRule'][];

/** Clients can't send keys: a rule for the same resource and channel is the same rule. */
const keyedRules = (rules: Rules, before: Rules = []): Schemas['GLAccountingRule'][] =>
  rules.map(withChannelKey).map((rule) => {
    const { financialResource: resource, transactionChannelKey: channel } = rule;
    const was = before.find((one) => one.financialResource === resource && one.transactionChannelKey === channel);
    return { ...rule, encodedKey: was?.encodedKey ?? newEncodedKey() };
  });

type Fee = Schemas['PredefinedFee'];

/** The fee as it was: by its id, or by its name where it has none. */
const earlier = (fee: Fee, before: readonly Fee[]): Fee | undefined =>
  before.find((one) => (fee.id === undefined ? one.id === undefined && one.name === fee.name : one.id === fee.id));

const completeFee = (fee: Fee, before: readonly Fee[], moment: string): Fee => {
  const was = earlier(fee, before);
  return {
    ...fee,
    encodedKey: was?.encodedKey ?? newEncodedKey(),
    amountCalculationMethod: fee.amountCalculationMethod ?? 'FLAT',
    ...(fee.accountingRules ? { accountingRules: keyedRules(fee.accountingRules, was?.accountingRules) } : {}),
    creationDate: was?.creationDate ?? moment,
    lastModifiedDate: moment,
  };
};

/** Fees of a product before a change that it would not have afterwards. */
export const removedFees = (after: CompleteProduct, before: Product): readonly Fee[] => {
  const kept = new Set(after.feesSettings?.fees?.map(({ encodedKey }) => encodedKey));
  return (before.feesSettings?.fees ?? []).filter(({ encodedKey }) => !kept.has(encodedKey));
};

/** A currency as the contract wants it: both properties alike, or NON_FIAT with the code of its own. */
const completeCurrency = (currency: Product['currency'], { baseCurrencyCode, currencyOf }: Completion): Currency => {
  if (currency?.code === undefined) return currencyOf(currency?.currencyCode ?? baseCurrencyCode);
  return { code: currency.code, currencyCode: currency.currencyCode ?? currency.code };
};

/** Interest settings that name their indexes by key. */
const completeInterest = (
  settings: Schemas['ProductInterestSettings'],
  before: Schemas['ProductInterestSettings'] | undefined,
  { indexSourceKeyOf }: Completion,
): Schemas['ProductInterestSettings'] => {
  const { indexRateSettings: rates, interestRateSettings: offers } = settings;
  return {
    ...settings,
    ...(rates === undefined
      ? {}
      : {
          indexRateSettings: {
            ...rates,
            ...(rates.indexSourceKey === undefined ? {} : { indexSourceKey: indexSourceKeyOf(rates.indexSourceKey) }),
            ...completeTiers(rates, before?.indexRateSettings),
          },
        }),
    ...(offers === undefined ? {} : { interestRateSettings: completeOffers(offers, before, indexSourceKeyOf) }),
  };
};

/** The product with what it leaves out: refused where its accounts could not do without. */
export const completeProduct = (
  product: Product,
  before: Product | undefined,
  completion: Completion,
): CompleteProduct | Rejection => {
  const { type } = product;
  const { newAccountSettings, paymentSettings, scheduleSettings, accountingSettings, feesSettings } = product;
  const interestSettings = product.interestSettings ?? (type === 'INTEREST_FREE_LOAN' ? noInterest : undefined);
  const missing = (name: string): Rejection => reject('INVALID_PARAMETERS', `Property ${name} may not be null`);
  if (!newAccountSettings) return missing('newAccountSettings');
  if (!interestSettings) return missing('interestSettings');
  if (!paymentSettings) return missing('paymentSettings');
  if (!scheduleSettings) return missing('scheduleSettings');
  const rules = accountingSettings?.accountingRules;
  return {
    ...product,
    state: product.state ?? 'ACTIVE',
    category: product.category ?? 'UNCATEGORIZED',
    currency: completeCurrency(product.currency, completion),
    newAccountSettings,
    interestSettings: completeInterest(interestSettings, before?.interestSettings, completion),
    paymentSettings,
    scheduleSettings,
    accountingSettings: {
      accountingMethod: 'NONE',
      ...accountingSettings,
      ...(rules ? { accountingRules: keyedRules(rules, before?.accountingSettings?.accountingRules) } : {}),
    },
    ...(feesSettings
      ? {
          feesSettings: {
            ...feesSettings,
            ...(feesSettings.fees
              ? {
                  fees: feesSettings.fees.map((fee) =>
                    completeFee(fee, before?.feesSettings?.fees ?? [], completion.moment),
                  ),
                }
              : {}),
          },
        }
      : {}),
  };
};
