import { type Money, money } from '../../../kernel/money.ts';
import type { Asset, Guarantor, Securities } from '../rules/securities.ts';

// Securities lie with the loan's row: few loans have any, and most of those have one or two. Amounts are texts, which keep their digits.

type Stored<T extends { readonly amount: Money }> = Omit<T, 'amount'> & { readonly amount: string };

type StoredGuarantor = Stored<Guarantor>;
type StoredAsset = Omit<Stored<Asset>, 'original'> & {
  readonly original: { readonly amount: string; readonly currencyCode: string } | null;
};

const orNull = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);

/** The columns `guarantors` and `assets` of a loan. */
export const securityColumns = ({ guarantors, assets }: Securities): Record<'guarantors' | 'assets', unknown> => ({
  guarantors: orNull(guarantors.map((one): StoredGuarantor => ({ ...one, amount: one.amount.toFixed() }))),
  assets: orNull(
    assets.map(
      (one): StoredAsset => ({
        ...one,
        amount: one.amount.toFixed(),
        original: one.original && { ...one.original, amount: one.original.amount.toFixed() },
      }),
    ),
  ),
});

/** The securities of a row of loan_account, as `securityColumns` wrote them. */
export const securitiesOfRow = (row: {
  readonly guarantors: readonly StoredGuarantor[] | null;
  readonly assets: readonly StoredAsset[] | null;
}): Securities => ({
  guarantors: (row.guarantors ?? []).map((one) => ({ ...one, amount: money(one.amount) })),
  assets: (row.assets ?? []).map((one) => ({
    ...one,
    amount: money(one.amount),
    original: one.original && { ...one.original, amount: money(one.original.amount) },
  })),
});
