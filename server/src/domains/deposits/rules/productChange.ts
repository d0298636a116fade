import type { Schemas } from '../../../generated/schemas.ts';
import { firstRefusal } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { codesOf } from './productSettings.ts';

type Product = Schemas['DepositProduct'];

/** What a change could break, as far as accounts of the product exist. */
export type AccountsOfProduct = { readonly exist: boolean; readonly currencies: readonly string[] };

const keep = 'can’t be changed while the product has accounts';

/** Refuses a change that accounts of the product could not live with. */
export const checkProductChange = (
  before: Product,
  after: Product,
  accounts: AccountsOfProduct,
): Rejection | undefined => {
  const rates = ({ interestSettings }: Product) => interestSettings?.interestRateSettings;
  const overdraftTerms = ({ overdraftInterestSettings }: Product) =>
    overdraftInterestSettings?.interestRateSettings?.interestRateTerms;
  const lost = accounts.currencies.find((code) => !codesOf(after).includes(code));
  const kept = new Set(after.feesSettings?.fees?.map(({ encodedKey }) => encodedKey));
  const removed = before.feesSettings?.fees?.find(({ encodedKey }) => !kept.has(encodedKey));
  const differ = (left: string | undefined, right: string | undefined): boolean => left !== undefined && left !== right;
  return firstRefusal([
    [before.type !== after.type, 'FIELD_IS_NOT_EDITABLE', 'type of a product can’t be changed'],
    [
      accounts.exist && before.accountingSettings.accountingMethod !== after.accountingSettings.accountingMethod,
      'FIELD_IS_NOT_EDITABLE',
      `accountingSettings.accountingMethod ${keep}`,
    ],
    [
      lost !== undefined,
      'CURRENCY_NOT_EDITABLE',
      `currencySettings.currencies: ${lost} can’t be removed while the product has accounts in it`,
    ],
    [
      accounts.exist && differ(rates(before)?.interestRateTerms, rates(after)?.interestRateTerms),
      'INTEREST_RATE_TERMS_ARE_READONLY',
      `interestSettings.interestRateSettings.interestRateTerms ${keep}`,
    ],
    [
      accounts.exist && differ(overdraftTerms(before), overdraftTerms(after)),
      'INTEREST_RATE_TERMS_ARE_READONLY',
      `overdraftInterestSettings.interestRateSettings.interestRateTerms ${keep}`,
    ],
    [
      accounts.exist &&
        rates(before)?.allowNegativeInterestRate === true &&
        rates(after)?.allowNegativeInterestRate !== true,
      'DEPOSIT_PRODUCT_INTEREST_SETTINGS_CANNOT_DISABLE_NEGATIVE_INTEREST_RATE',
      `interestSettings.interestRateSettings.allowNegativeInterestRate ${keep}`,
    ],
    [
      accounts.exist &&
        before.overdraftSettings?.allowTechnicalOverdraft === true &&
        after.overdraftSettings?.allowTechnicalOverdraft !== true,
      'DEPOSIT_PRODUCT_OVERDRAFT_ALLOW_TECHNICAL_OVERDRAFT_CANNOT_BE_DISABLED',
      `overdraftSettings.allowTechnicalOverdraft ${keep}`,
    ],
    [
      accounts.exist && removed !== undefined,
      'CANNOT_DELETE_SAVINGS_FEE',
      `feesSettings.fees: ${removed?.name ?? removed?.id} can’t be removed while the product has accounts; set its state to INACTIVE`,
    ],
  ]);
};
