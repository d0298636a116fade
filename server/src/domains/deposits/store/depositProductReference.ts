import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Reference, referenceSlot } from '../../../platform/reference/referenceCache.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { parseProduct } from '../rules/parseProduct.ts';

/** All deposit products as rules read them, by key and by id. */
export type DepositProducts = {
  readonly byKey: ReadonlyMap<EncodedKey, DepositProduct>;
  readonly byId: ReadonlyMap<string, DepositProduct>;
};

type Product = Schemas['DepositProduct'];

type ProductRow = {
  readonly encoded_key: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly type: Product['type'];
  readonly state: Product['state'];
  readonly accounting_settings: Product['accountingSettings'];
  readonly availability_settings: Product['availabilitySettings'] | null;
  readonly credit_arrangement_settings: Product['creditArrangementSettings'] | null;
  readonly currency_settings: Product['currencySettings'] | null;
  readonly fees_settings: Product['feesSettings'] | null;
  readonly interest_settings: Product['interestSettings'] | null;
  readonly internal_controls: Product['internalControls'] | null;
  readonly maturity_settings: Product['maturitySettings'] | null;
  readonly new_account_settings: Product['newAccountSettings'];
  readonly offset_settings: Product['offsetSettings'] | null;
  readonly overdraft_settings: Product['overdraftSettings'] | null;
  readonly overdraft_interest_settings: Product['overdraftInterestSettings'] | null;
  readonly tax_settings: Product['taxSettings'] | null;
};

const productOf = (row: ProductRow): DepositProduct =>
  parseProduct(
    {
      id: row.id,
      name: row.name,
      type: row.type,
      state: row.state,
      accountingSettings: row.accounting_settings,
      availabilitySettings: row.availability_settings ?? undefined,
      creditArrangementSettings: row.credit_arrangement_settings ?? undefined,
      currencySettings: row.currency_settings ?? undefined,
      feesSettings: row.fees_settings ?? undefined,
      interestSettings: row.interest_settings ?? undefined,
      internalControls: row.internal_controls ?? undefined,
      maturitySettings: row.maturity_settings ?? undefined,
      newAccountSettings: row.new_account_settings,
      offsetSettings: row.offset_settings ?? undefined,
      overdraftSettings: row.overdraft_settings ?? undefined,
      overdraftInterestSettings: row.overdraft_interest_settings ?? undefined,
      taxSettings: row.tax_settings ?? undefined,
    },
    row.encoded_key,
  );

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
