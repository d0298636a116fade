import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Decimalish, type Money, money } from '../../../kernel/money.ts';
import { type Reference, referenceSlot } from '../../../platform/reference/referenceCache.ts';
import type { DepositProduct, DepositProductFee } from '../rules/depositProduct.ts';

/** All deposit products as rules read them, by key and by id. */
export type DepositProducts = {
  readonly byKey: ReadonlyMap<EncodedKey, DepositProduct>;
  readonly byId: ReadonlyMap<string, DepositProduct>;
};

type ProductRow = {
  readonly encoded_key: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly type: DepositProduct['type'];
  readonly state: DepositProduct['state'];
  readonly accounting_settings: Schemas['DepositProductAccountingSettings'];
  readonly availability_settings: Schemas['DepositProductAvailabilitySettings'] | null;
  readonly currency_settings: Schemas['DepositProductCurrencySettings'] | null;
  readonly fees_settings: Schemas['DepositProductFeeSettings'] | null;
  readonly internal_controls: Schemas['DepositProductInternalControls'] | null;
  readonly new_account_settings: Schemas['DepositNewAccountSettings'];
  readonly overdraft_settings: Schemas['DepositProductOverdraftSettings'] | null;
};

const amountOrNull = (value: Decimalish | undefined): Money | null => (value === undefined ? null : money(value));

const rulesOf = (rules: readonly Schemas['DepositGLAccountingRule'][] | undefined): ReadonlyMap<string, EncodedKey> =>
  new Map(
    (rules ?? []).flatMap(({ financialResource, glAccountKey }) => {
      const key = asEncodedKey(glAccountKey);
      return key ? [[financialResource, key] as const] : [];
    }),
  );

const feesOf = (settings: Schemas['DepositProductFeeSettings'] | null): ReadonlyMap<string, DepositProductFee> => {
  const fees = new Map<string, DepositProductFee>();
  for (const fee of settings?.fees ?? []) {
    const encodedKey = asEncodedKey(fee.encodedKey ?? '');
    if (!encodedKey) continue;
    const parsed: DepositProductFee = {
      encodedKey,
      id: fee.id ?? null,
      name: fee.name ?? null,
      trigger: fee.trigger,
      state: fee.state,
      amount: amountOrNull(fee.amount),
      accountingRules: rulesOf(fee.accountingRules),
    };
    fees.set(encodedKey, parsed);
    if (fee.id !== undefined) fees.set(fee.id, parsed);
  }
  return fees;
};

const productOf = (row: ProductRow): DepositProduct => {
  const branches = row.availability_settings?.branchSettings;
  const controls = row.internal_controls;
  return {
    encodedKey: row.encoded_key,
    id: row.id,
    name: row.name,
    type: row.type,
    state: row.state,
    currencies: (row.currency_settings?.currencies ?? []).flatMap(
      ({ code, currencyCode }) => currencyCode ?? code ?? [],
    ),
    availableFor: row.availability_settings?.availableFor ?? null,
    branches:
      !branches || (branches.forAllBranches ?? true)
        ? 'ALL'
        : (branches.availableProductBranches ?? []).flatMap((key) => asEncodedKey(key) ?? []),
    idGenerator: { type: row.new_account_settings.idGeneratorType, pattern: row.new_account_settings.idPattern },
    allowOverdraft: row.overdraft_settings?.allowOverdraft ?? false,
    maxOverdraftLimit: amountOrNull(row.overdraft_settings?.maxOverdraftLimit),
    maxWithdrawalAmount: amountOrNull(controls?.maxWithdrawalAmount),
    recommendedDepositAmount: amountOrNull(controls?.recommendedDepositAmount),
    openingBalance: {
      min: amountOrNull(controls?.openingBalance?.minValue),
      max: amountOrNull(controls?.openingBalance?.maxValue),
    },
    dormancyPeriodDays: controls?.dormancyPeriodDays ?? null,
    allowArbitraryFees: row.fees_settings?.allowArbitraryFees ?? false,
    fees: feesOf(row.fees_settings),
    accountingMethod: row.accounting_settings.accountingMethod,
    accountingRules: rulesOf(row.accounting_settings.accountingRules),
  };
};

/** Registered in the composition root; every posting reads its product from here. */
export const depositProductReference = referenceSlot<DepositProducts>('depositProducts', async (db) => {
  const { rows } = await db.query<ProductRow>('SELECT * FROM deposit_product');
  const products = rows.map(productOf);
  return {
    byKey: new Map(products.map((product) => [product.encodedKey, product])),
    byId: new Map(products.map((product) => [product.id, product])),
  };
});

/** The product of an account. Throws when it is gone: products with accounts can't be deleted. */
export const productOfAccount = (reference: Reference, productKey: EncodedKey): DepositProduct => {
  const product = reference.get(depositProductReference).byKey.get(productKey);
  if (!product) throw new Error(`deposit product ${productKey} has accounts and is missing`);
  return product;
};
