import type pg from 'pg';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { OperationContext } from '../http/handler.ts';
import { checkFacts } from './checkFacts.ts';
import type { CustomFieldEntity } from './definitions.ts';
import { judgeCustomFields } from './judgeCustomFields.ts';
import { customFieldReference } from './reference.ts';
import { type StoredValues, setsIn, storedValues, toldValues, visibleTo } from './values.ts';

/** A record whose custom fields a request sets. */
export type CustomFieldOwner = {
  /** The table of the record, with its column custom_fields. */
  readonly table: string;
  readonly key: EncodedKey;
  /** Records that change with it, and whose values are told apart from its own elsewhere. */
  readonly alongside?: readonly EncodedKey[];
  /** The kinds of sets that it can carry. */
  readonly entities: readonly CustomFieldEntity[];
  /** Its role, product, channel …, which usage is about, and the one it had before. */
  readonly usedBy: EncodedKey | null;
  readonly usedByBefore?: EncodedKey | null;
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
    entities: owner.entities,
    usedBy: owner.usedBy,
    before: before === undefined ? {} : storedValues(setsIn(before)),
    wanted: given,
    keepsUntold,
    complete: before === undefined || (owner.usedByBefore !== undefined && owner.usedByBefore !== owner.usedBy),
    who: context.principal,
    zone: context.clock.zone,
  });
  if (isRejection(judged)) return judged;
  const owners = [owner.key, ...(owner.alongside ?? [])];
  const values = await checkFacts(context.db, owner.table, owners, judged, context.principal);
  return isRejection(values) ? values : { values, told: toldValues(values), changed: judged.changed };
};

/** What of a told record its caller may see. */
export const visibleFields = (
  told: Record<string, unknown>,
  { reference, principal }: Pick<OperationContext, 'reference' | 'principal'>,
): Record<string, unknown> => visibleTo(told, reference.get(customFieldReference), principal);
