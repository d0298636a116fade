import type pg from 'pg';
import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Decimalish } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { type Collection, planAll, planCollection } from '../../../platform/configuration/collection.ts';
import {
  getConfiguration,
  type Plan,
  type Section,
  updateConfiguration,
} from '../../../platform/configuration/section.ts';
import {
  decimal,
  group,
  list,
  listDocument,
  meaning,
  oneOf,
  optional,
  type Path,
  type Problem,
  required,
  text,
  type Values,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import type { ReadContext, WriteContext } from '../../../platform/http/handler.ts';
import { allEntities, type Entity } from '../../../platform/resources/entity.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { removeStored, storeJudged } from '../../../platform/resources/writes.ts';
import { indexRateSources, indexRates } from '../resources/indexRates.ts';
import { checkIndexRate, checkRateChange, type IndexRateType, lastCountingDay } from '../rules/indexRates.ts';
import { isIndexRateSourceUsed, lastSaidDay } from '../store/indexRateStore.ts';

const types = ['INTEREST_RATE', 'TAX_RATE', 'WITHHOLDING_TAX_RATE', 'PRINCIPAL_TAX_RATE'] as const;

const rateProperties = {
  id: required(text({ blank: 'INDEX_RATE_ID_INVALID', length: 'INDEX_RATE_ID_INVALID' }), 'INDEX_RATE_ID_INVALID'),
  startDate: required(text({ blank: 'INDEX_RATE_START_DATE_EMPTY' }), 'INDEX_RATE_START_DATE_EMPTY'),
  rate: required(decimal(-100, 1_000_000, 'INDEX_RATE_RATE_RANGE_VIOLATION'), 'INDEX_RATE_RATE_EMPTY'),
  notes: optional(text({ longest: 10_000, length: 'INDEX_RATE_NOTES_TOO_LONG' })),
};

type RateItem = Values<typeof rateProperties>;

const ofSource = {
  id: required(
    text({ blank: 'INDEX_RATE_SOURCE_ID_INVALID', length: 'INDEX_RATE_SOURCE_ID_INVALID' }),
    'INDEX_RATE_SOURCE_ID_INVALID',
  ),
  name: required(
    text({ blank: 'INDEX_RATE_SOURCE_NAME_EMPTY', length: 'INDEX_RATE_SOURCE_NAME_TOO_LONG' }),
    'INDEX_RATE_SOURCE_NAME_EMPTY',
  ),
  type: required(oneOf(types, 'INDEX_RATE_SOURCE_TYPE_INCORRECT'), 'INDEX_RATE_SOURCE_TYPE_INCORRECT'),
  notes: optional(text({ longest: 10_000, length: 'INDEX_RATE_SOURCE_NOTES_TOO_LONG' })),
};

/** The latest rate first. */
const rates = meaning(
  list(group(rateProperties), 'INDEX_RATE_SOURCE_NULL_RATES'),
  (all) => all,
  (all) => [...all].sort((left, right) => (left.startDate < right.startDate ? 1 : -1)),
);

const source = group({ ...ofSource, indexRates: withDefault(rates, []) });

type OwnItem = Values<typeof ofSource>;
type SourceItem = OwnItem & { readonly indexRates: readonly RateItem[] };

/** The sources by themselves; their rates are planned for after them. */
const sources: Collection<OwnItem, undefined> = {
  resource: indexRateSources,
  label: 'IndexRateSource',
  item: group(ofSource),
  idOf: ({ id }) => id,
  duplicate: 'INDEX_RATE_SOURCE_ID_DUPLICATE',
  uniqueNames: true,
  facts: () => undefined,
  itemOf: (entity) => entity as unknown as OwnItem,
  propertiesOf: ({ id, name, type, notes }) => ({ id, name, type, notes }),
  judge: (items) =>
    items.flatMap(({ name }, index): readonly Problem[] =>
      items.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) < index
        ? [{ path: [index, 'name'], message: `${name} is there twice`, reason: 'INDEX_RATE_SOURCE_NAME_DUPLICATE' }]
        : [],
    ),
};

type Rate = Entity & {
  readonly id: string;
  readonly rate: Decimalish;
  readonly startDate: string;
  readonly startDay: LocalDate;
  readonly notes?: string;
  readonly assignedIndexRateSourceKey: EncodedKey;
};

const storedIn = async (
  { db, clock }: ReadContext | WriteContext,
  resource: typeof indexRates,
  forUpdate = false,
): Promise<readonly Entity[]> => allEntities(db as Pick<pg.Pool, 'query'>, resource.table, clock.zone, { forUpdate });

/** What becomes of the rates: those that go are gone before others come, so that an id or a day of theirs is free. */
type RateChange = { readonly sourceId: string; readonly before: Rate | undefined; readonly after: Rate | undefined };

/** A rule's refusal below a rate; it names the property first. */
const told = (path: Path, { errors }: Rejection): readonly Problem[] =>
  errors.map(({ reason, source = 'is refused' }) => {
    const [, property = '', rest = ''] = /^(id|rate|startDate)\b:?\s*(.*)$/.exec(source) ?? [];
    return property === ''
      ? { path: [...path, 'startDate'], message: source, reason }
      : { path: [...path, property], message: rest, reason };
  });

/** The rates of one source as a document wants them. */
const judgedRates = (
  item: SourceItem,
  stored: readonly Rate[],
  path: Path,
  used: boolean,
  lastSaid: LocalDate | null,
  { clock, today, principal }: WriteContext,
): { readonly changes: readonly RateChange[]; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const changes: RateChange[] = [];
  const days = new Set<string>();
  const lastCounting = used ? lastCountingDay(stored, today, lastSaid) : null;
  for (const [index, wanted] of item.indexRates.entries()) {
    const place = [...path, 'indexRates', index];
    const refusal = checkIndexRate(wanted, item.type as IndexRateType);
    if (refusal) problems.push(...told(place, refusal));
    const start = clock.zone.parse(wanted.startDate, 'startDate');
    if (isRejection(start)) {
      problems.push(...told(place, start));
      continue;
    }
    const startDay = clock.zone.localDateOf(start);
    if (days.has(startDay)) {
      const message = `is on ${startDay}, when another rate of the source starts`;
      problems.push({ path: [...place, 'startDate'], message, reason: 'INDEX_RATE_START_DATE_DUPLICATE' });
    }
    days.add(startDay);
    const before = stored.find(({ id }) => id === wanted.id);
    const after = {
      ...(before ?? { encodedKey: newEncodedKey(), userKey: principal.userKey }),
      ...wanted,
      notes: wanted.notes,
      startDate: clock.zone.format(start),
      startDay,
    } as Rate;
    const change = used ? checkRateChange(before, after, lastCounting, today) : undefined;
    if (change) problems.push(...told(place, change));
    const same =
      before?.startDate === after.startDate &&
      String(before.rate) === String(after.rate) &&
      before.notes === after.notes;
    if (!same) changes.push({ sourceId: item.id, before, after });
  }
  for (const before of stored.filter(({ id }) => !item.indexRates.some((rate) => rate.id === id))) {
    const [error] = (used ? checkRateChange(before, undefined, lastCounting, today) : undefined)?.errors ?? [];
    if (error) {
      const message = `leaves out ${before.id}, which counts since ${before.startDay} for products or accounts`;
      problems.push({ path: [...path, 'indexRates'], message, reason: error.reason });
    }
    changes.push({ sourceId: item.id, before, after: undefined });
  }
  return { changes, problems };
};

const repeatedIds = (items: readonly SourceItem[]): readonly Problem[] => {
  const seen = new Set<string>();
  return items.flatMap(({ indexRates: all }, index) =>
    all.flatMap(({ id }, place): readonly Problem[] => {
      if (!seen.has(id)) {
        seen.add(id);
        return [];
      }
      const path = ['indexRateSources', index, 'indexRates', place, 'id'];
      return [{ path, message: `${id} is there twice`, reason: 'INDEX_RATE_ID_DUPLICATE' }];
    }),
  );
};

const planRates = async (items: readonly SourceItem[], context: WriteContext): Promise<Plan> => {
  const problems: Problem[] = [...repeatedIds(items)];
  const changes: RateChange[] = [];
  const [known, all] = [
    await storedIn(context, indexRateSources),
    (await storedIn(context, indexRates, true)) as readonly Rate[],
  ];
  for (const [index, item] of items.entries()) {
    const before = known.find(({ id }) => id === item.id);
    const stored = all.filter(({ assignedIndexRateSourceKey: key }) => key === before?.encodedKey);
    const used =
      before !== undefined && stored.length > 0 && (await isIndexRateSourceUsed(context.db, before.encodedKey));
    const lastSaid = before ? await lastSaidDay(context.db, before.encodedKey) : null;
    const judged = judgedRates(item, stored, ['indexRateSources', index], used, lastSaid, context);
    problems.push(...judged.problems);
    changes.push(...judged.changes);
  }
  return { problems, apply: () => applyRates(changes, context) };
};

/** A rate that begins on another day goes and comes again, as two rates may have changed their days with each other. */
const moves = ({ before, after }: RateChange): boolean => before?.startDay !== after?.startDay;

const applyRates = async (
  changes: readonly RateChange[],
  context: WriteContext,
): Promise<readonly string[] | Rejection> => {
  for (const change of changes) {
    if (change.before && moves(change)) await removeStored(indexRates, change.before, context);
  }
  for (const change of changes) {
    const { sourceId, before, after } = change;
    if (!after) continue;
    const owner = await findEntity(indexRateSources, sourceId, context);
    if (isRejection(owner)) return owner;
    const rate = { ...after, assignedIndexRateSourceKey: owner.encodedKey };
    await storeJudged(indexRates, moves(change) ? undefined : before, rate, context);
  }
  return [];
};

const section: Section<readonly SourceItem[]> = {
  shape: listDocument(
    'indexRateSources',
    list(source, 'INDEX_RATE_SOURCE_NULL_ENTRY'),
    'INDEX_RATES_EMPTY_CONFIGURATION',
  ),
  empty: 'INDEX_RATES_EMPTY_CONFIGURATION',
  load: async (context) => {
    const all = (await storedIn(context, indexRates)) as readonly Rate[];
    return (await storedIn(context, indexRateSources)).map((entity) => ({
      ...(entity as unknown as SourceItem),
      indexRates: all.filter(
        ({ assignedIndexRateSourceKey: key }) => key === entity.encodedKey,
      ) as unknown as readonly RateItem[],
    }));
  },
  plan: async (items, context) =>
    planAll([await planCollection(sources, items, ['indexRateSources'], context), await planRates(items, context)]),
};

/** The sources of index rates with their rates, the latest first, as one document. */
export const getIndexRatesConfiguration = getConfiguration('getIndexRatesConfiguration', section);

/**
 * Brings sources and rates in line with a document. What it leaves out goes, unless products or accounts follow the source: then what counted for
 * them already stays as it was, and the document is refused that says otherwise.
 */
export const updateIndexRatesConfiguration = updateConfiguration('updateIndexRatesConfiguration', section);
