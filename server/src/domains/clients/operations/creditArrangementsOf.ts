import type pg from 'pg';
import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { Decimal } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { Answer, ReadContext } from '../../../platform/http/handler.ts';
import {
  decimal,
  type EntityTable,
  entityOf,
  enumeration,
  fieldsOf,
  key,
  local,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import { type Listing, type ListRequest, runListing } from '../../../platform/resources/listing.ts';
import { currencyAnswer } from '../../ledger/index.ts';

const creditArrangements: EntityTable = {
  type: 'CREDIT_ARRANGEMENT',
  table: 'credit_arrangement',
  columns: {
    encodedKey: key('encoded_key'),
    id: text('id'),
    holderKey: key('holder_key'),
    holderType: enumeration('holder_type'),
    state: enumeration('state'),
    subState: enumeration('sub_state'),
    amount: decimal('amount'),
    consumedCreditAmount: decimal('consumed_amount'),
    exposureLimitType: enumeration('exposure_limit_type'),
    startDate: local('start_date'),
    expireDate: local('expire_date'),
    approvedDate: local('approved_date'),
    closedDate: utc('closed_date'),
    notes: text('notes'),
    creationDate: utc('creation_date'),
    lastModifiedDate: utc('last_modified_date'),
  },
};

const listing: Listing<pg.QueryResultRow> = {
  from: 'credit_arrangement t',
  select: 't.*',
  fields: fieldsOf(creditArrangements, 't'),
  defaultOrder: 't.creation_date, t.encoded_key',
  tieBreaker: 't.encoded_key',
};

/** The credit arrangements of a client or a group, oldest first. */
export const creditArrangementsOf = async (
  holderKey: EncodedKey,
  query: ListRequest,
  context: ReadContext,
): Promise<Answer<Schemas['CreditArrangement'][]> | Rejection> => {
  const { zone } = context.clock;
  const result = await runListing(
    context.db,
    listing,
    { ...query, where: [({ bind }) => `t.holder_key = ${bind(holderKey)}::uuid`] },
    { zone, today: context.today },
  );
  if (isRejection(result)) return result;
  const body = result.rows.map((row) => ({
    ...entityOf(creditArrangements, row, zone),
    availableCreditAmount: Decimal.sub(row.amount, row.consumed_amount),
    currency: currencyAnswer(row.currency_code),
  }));
  // The columns are those of the contract's shape; the tests check every answer against it.
  return { body: body as unknown as Schemas['CreditArrangement'][], headers: result.headers };
};
