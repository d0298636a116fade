import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import type { Instalment } from '../rules/state.ts';
import { instalmentOfRow, instalmentSelection } from './instalmentRow.ts';

/** An instalment with its own key, that of its loan and that of the product. */
export type ListedInstalment = {
  readonly encodedKey: EncodedKey;
  readonly accountKey: EncodedKey;
  readonly productKey: EncodedKey;
  readonly instalment: Instalment;
};

// The table's index is by due date: a page is read from the first day of the range on, and sorts no more than a day at a time.
export const instalmentListing: Listing<ListedInstalment> = {
  from: 'loan_instalment i JOIN loan_account a ON a.encoded_key = i.account_key',
  select: `i.encoded_key, i.account_key, a.product_key, ${instalmentSelection('i')}`,
  fields: {},
  defaultOrder: 'i.due_date, i.account_key, i.number',
  tieBreaker: 'i.encoded_key',
  row: (row) => ({
    encodedKey: row.encoded_key,
    accountKey: row.account_key,
    productKey: row.product_key,
    instalment: instalmentOfRow(row),
  }),
};

/** Which instalments of running loans are asked for. */
export type InstalmentQuery = {
  readonly dueFrom: LocalDate;
  readonly dueTo: LocalDate;
  readonly productKey?: EncodedKey;
  readonly accountState?: string;
  readonly instalmentState?: string;
};

/** The conditions of a query over `instalmentListing`. Only loans that are active or in arrears have instalments here. */
export const instalmentConditions = (query: InstalmentQuery): readonly Condition[] => {
  const { dueFrom, dueTo, productKey, accountState, instalmentState } = query;
  return [
    ({ bind }) => `i.due_date BETWEEN ${bind(dueFrom)}::date AND ${bind(dueTo)}::date`,
    () => "a.account_state IN ('ACTIVE', 'ACTIVE_IN_ARREARS')",
    ...(productKey === undefined
      ? []
      : ([({ bind }) => `a.product_key = ${bind(productKey)}::uuid`] satisfies Condition[])),
    ...(accountState === undefined
      ? []
      : ([({ bind }) => `a.account_state = ${bind(accountState)}`] satisfies Condition[])),
    ...(instalmentState === undefined
      ? []
      : ([({ bind }) => `i.state = ${bind(instalmentState)}`] satisfies Condition[])),
  ];
};
