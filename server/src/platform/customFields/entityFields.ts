import type pg from 'pg';
import type { StoredValues } from '../../kernel/customFieldValues.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { OperationContext } from '../http/handler.ts';
import { checkFacts } from './checkFacts.ts';
import { type CustomFieldHosts, judgeCustomFields } from './judgeCustomFields.ts';
import { customFieldReference } from './reference.ts';
import { setsIn, storedValues, toldValues, visibleTo } from './values.ts';

/** A record whose custom fields a request sets. */
export type CustomFieldOwner = {
  /** The table of the record, with its column custom_fields. */
  readonly table: string;
  readonly key: EncodedKey;
  /** Records that change with it, and whose values are told apart from its own elsewhere. */
  readonly alongside?: readonly EncodedKey[];
  readonly hosts: CustomFieldHosts;
  /** Whether it gets another role, product … than it had, for which other fields may be required. */
  readonly isMoved?: boolean;
};

type Properties = Readonly<Record<string, unknown>>;

type Context = Pick<OperationContext, 'reference' | 'principal' | 'clock'> & { readonly db: Pick<pg.Pool, 'query'> };

/**
 * The custom fields with which a record is stored, told as its answers tell them, and whether they change; or the refusal that names the
 * property. `before` is undefined for a new record. With `keepsUntold` (a replacement) what the caller may not change and did not name stays.
 */
export const judgedCustomFields = async (
  owner: CustomFieldOwner,
  before: Properties | undefined,
  wanted: Properties,
  context: Context,
  keepsUntold: boolean,
): Promise<{ readonly values: StoredValues; readonly told: Properties; readonly changed: boolean } | Rejection> => {
  const sets = context.reference.get(customFieldReference);
  const given = setsIn(wanted);
  if (sets.size === 0 && Object.keys(given).length === 0) return { values: {}, told: {}, changed: false };
  const judged = judgeCustomFields({
    sets,
    hosts: owner.hosts,
    before: before === undefined ? {} : storedValues(setsIn(before)),
    wanted: given,
    keepsUntold,
    complete: before === undefined || owner.isMoved === true,
    who: context.principal,
    zone: context.clock.zone,
  });
  if (isRejection(judged)) return judged;
  const owners = [owner.key, ...(owner.alongside ?? [])];
  const values = await checkFacts(context.db, owner.table, owners, judged, context.principal);
  return isRejection(values) ? values : { values, told: toldValues(values), changed: judged.changed };
};

/** A record told without custom fields, with all of its own: for the audit trail, and for a PATCH to work on. */
export const withFields = <T extends object>(told: T, values: StoredValues | null): T =>
  values === null ? told : { ...told, ...toldValues(values) };

/** A record told without custom fields, as its caller may see it: with details FULL, and of its custom fields those that his role may view. */
export const withVisibleFields = <T extends object>(
  told: T,
  values: StoredValues | null,
  details: 'BASIC' | 'FULL' | undefined,
  context: Pick<OperationContext, 'reference' | 'principal'>,
): T => (values === null || details !== 'FULL' ? told : { ...told, ...visibleFields(toldValues(values), context) });

/** Values as a column holds them: none at all instead of an empty document. */
export const columnValue = (values: StoredValues): StoredValues | null =>
  Object.keys(values).length === 0 ? null : values;

/** What of a told record its caller may see. */
export const visibleFields = (
  told: Record<string, unknown>,
  { reference, principal }: Pick<OperationContext, 'reference' | 'principal'>,
): Record<string, unknown> => visibleTo(told, reference.get(customFieldReference), principal);
