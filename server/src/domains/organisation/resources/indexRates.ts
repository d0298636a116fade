import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Decimalish } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { date, decimal, type Entity, enumeration, key, local, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { createOperation, deleteOperation } from '../../../platform/resources/writes.ts';
import { checkIndexRate, checkIndexRateSource, checkStartDay, type IndexRateType } from '../rules/indexRates.ts';
import { freeId } from '../store/freeId.ts';
import { isIndexRateSourceUsed, lastSaidDay, lastStartDay } from '../store/indexRateStore.ts';

type SourceEntity = Entity & { readonly id: string; readonly name?: string; readonly type?: IndexRateType };
type RateEntity = Entity & {
  readonly id: string;
  readonly rate?: Decimalish;
  readonly startDate?: string;
  readonly startDay: LocalDate;
  readonly assignedIndexRateSourceKey: Entity['encodedKey'];
};

/** The id that was sent, or a free one of ten digits. */
const idOf = async (
  given: unknown,
  table: 'index_rate_source' | 'index_rate',
  { db }: WriteContext,
): Promise<string | Rejection> => {
  const id = typeof given === 'string' ? given : await freeId(db, table, '##########');
  return id ?? reject('FAILED_TO_GENERATE_IDENTIFIER', 'no free id was found; please send one');
};

/** The sources of index rates. */
export const indexRateSources: Resource = {
  table: {
    type: 'INDEX_RATE_SOURCE',
    table: 'index_rate_source',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      name: text('name'),
      notes: text('notes'),
      type: enumeration('type'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'IndexRateSource',
  notFound: 'INVALID_INDEX_RATE_SOURCE_ID',
  label: 'index rate source',
  isReference: true,
  rules: {
    create: async (body, context) => {
      const id = await idOf(body.id, 'index_rate_source', context);
      if (isRejection(id)) return id;
      const source = { ...body, id } as SourceEntity;
      return checkIndexRateSource(source) ?? source;
    },
    update: async (before, after, { db }) => {
      const source = after as SourceEntity;
      const changesMeaning = before.type !== source.type && (await isIndexRateSourceUsed(db, before.encodedKey));
      return changesMeaning
        ? reject('INDEX_RATE_SOURCE_TYPE_IN_USE', 'type must stay, as products or accounts follow the rates')
        : (checkIndexRateSource(source) ?? source);
    },
    remove: async (entity, { db }) =>
      (await isIndexRateSourceUsed(db, entity.encodedKey))
        ? reject('INDEX_RATE_SOURCE_IN_USE', `products or accounts follow the rates of ${String(entity.id)}`)
        : undefined,
  },
};

/** The day from which a rate counts, in the organisation's zone. */
const startDayOf = async (rate: RateEntity, { clock, db }: WriteContext): Promise<LocalDate | Rejection> => {
  if (rate.startDate === undefined) return reject('INVALID_INDEX_RATE_START_DATE', 'startDate is required');
  const start = clock.zone.parse(rate.startDate, 'startDate');
  if (isRejection(start)) return start;
  const startDay = clock.zone.localDateOf(start);
  const sourceKey = rate.assignedIndexRateSourceKey;
  return checkStartDay(startDay, await lastStartDay(db, sourceKey), await lastSaidDay(db, sourceKey)) ?? startDay;
};

/** The rates of a source. */
export const indexRates: Resource = {
  table: {
    type: 'INDEX_RATE',
    table: 'index_rate',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      assignedIndexRateSourceKey: key('assigned_index_rate_source_key'),
      startDate: local('start_date'),
      startDay: date('start_day', { internal: true }),
      rate: decimal('rate'),
      notes: text('notes'),
      userKey: key('user_key'),
    },
  },
  parent: { resource: indexRateSources, property: 'assignedIndexRateSourceKey' },
  schema: 'IndexRate',
  notFound: 'INVALID_INDEX_RATE_ID',
  label: 'index rate',
  isReference: true,
  listing: { defaultOrder: 't.start_day DESC' },
  rules: {
    create: async (body, context, parent) => {
      const id = await idOf(body.id, 'index_rate', context);
      if (isRejection(id)) return id;
      const rate = { ...body, id, userKey: context.principal.userKey } as unknown as RateEntity;
      const refusal = checkIndexRate(rate, (parent as SourceEntity).type ?? 'INTEREST_RATE');
      if (refusal) return refusal;
      const startDay = await startDayOf(rate, context);
      return isRejection(startDay) ? startDay : { ...rate, startDay };
    },
    // What counted already for somebody's interest or taxes could not be told any more.
    remove: async (entity, { db, today }) => {
      const { id, startDay, assignedIndexRateSourceKey } = entity as RateEntity;
      return startDay <= today && (await isIndexRateSourceUsed(db, assignedIndexRateSourceKey))
        ? reject('INDEX_RATE_CANNOT_BE_CHANGED', `${id} counts since ${startDay} for products or accounts`)
        : undefined;
    },
  },
};

export const getIndexRateSources = listOperation('getIndexRateSources', indexRateSources);
export const getIndexRateSource = getOperation('getIndexRateSource', indexRateSources);
export const createIndexRateSource = createOperation('createIndexRateSource', indexRateSources);
export const deleteIndexRateSource = deleteOperation('deleteIndexRateSource', indexRateSources);
export const getIndexRates = listOperation('getIndexRates', indexRates);
export const createIndexRate = createOperation('createIndexRate', indexRates);
export const deleteIndexRate = deleteOperation('deleteIndexRate', indexRates);
