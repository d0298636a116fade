import type { OperationName, PathParams, RequestBody, ResponseBody } from '../../generated/operations.ts';
import type { Schemas } from '../../generated/schemas.ts';
import { type EncodedKey, newEncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { Zone } from '../clock/zone.ts';
import { checkBody } from '../http/bodyCheck.ts';
import { type Answer, declaredWrite, type WriteContext, type WriteHandler } from '../http/handler.ts';
import { parseJson } from '../json.ts';
import { type AnyCommand, appended, type Command, type CommandHandler } from '../posting/command.ts';
import { type BulkResult, bulkResults, insertBulk } from './bulkStore.ts';

/** An operation of which many are asked for at once: `N` each, `B` together; `S` is the shape of an item. */
export type BulkDeclaration<B extends OperationName, N extends OperationName, S extends keyof Schemas> = {
  readonly name: B;
  /** The property of the body that lists the items. */
  readonly list: string;
  readonly itemSchema: S;
  readonly items: (
    body: RequestBody<B>,
    context: WriteContext,
  ) => readonly Schemas[S][] | Promise<readonly Schemas[S][] | Rejection>;
  /** What does an item: the command of one, which also says what of an item is not supported yet. */
  readonly command: CommandHandler<N>;
  /** An item as the request for one would be. */
  readonly inputOf: (item: Schemas[S]) => { readonly path: PathParams<N>; readonly body: RequestBody<N> };
  readonly externalIdOf: (item: Schemas[S]) => string | undefined;
  /** The id of what an item made, from what the request for one would be answered. */
  readonly idOf: (answer: ResponseBody<N>) => string | undefined;
};

/** An item as it is submitted. */
export type ItemInput = {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, never>>;
  readonly body: unknown;
  /** Goes with the command, so that its result is written with what it does. */
  readonly item: Pick<BulkResult, 'bulkKey' | 'position' | 'externalId'>;
};

/** What the worker knows of a bulk operation. */
export type BulkWork = {
  readonly name: OperationName;
  readonly command: AnyCommand;
  /** A stored item as it is submitted; refused when a later version no longer takes what an earlier one took. */
  readonly read: (item: Pick<BulkResult, 'bulkKey' | 'position'>, input: string, zone: Zone) => ItemInput | Rejection;
};

/** An operation that takes a bulk, and the work behind it. */
export type BulkOperation<B extends OperationName> = { readonly handler: WriteHandler<B>; readonly work: BulkWork };

/** A bulk may hold ten thousand items, for which the usual size of a body is too small. */
const largestBody = 16 * 1024 * 1024;

// As in the batch: a command's own types were forgotten where it was declared.
type LooseCommand = Command<OperationName, unknown, unknown>;
type LooseInput = Parameters<LooseCommand['decide']>[0] & Pick<ItemInput, 'item'>;
type ItemOutcome = { readonly outcome: unknown; readonly result: BulkResult };

/** The command of one, which also writes that the item is done. It answers nothing: nobody waits for it. */
export const itemCommand = <N extends OperationName>(
  name: OperationName,
  { command }: CommandHandler<N>,
  idOf: (answer: ResponseBody<N>) => string | undefined,
): AnyCommand => {
  const one = command as unknown as LooseCommand;
  return {
    ...one,
    name,
    decide: (
      input: LooseInput,
      ...rest: [Parameters<LooseCommand['decide']>[1], Parameters<LooseCommand['decide']>[2]]
    ) => {
      const decision = one.decide(input, ...rest);
      if (isRejection(decision)) return decision;
      const result: BulkResult = { ...input.item, id: null, error: null };
      const outcome: ItemOutcome = { outcome: decision.outcome, result };
      return { ...decision, rows: [...decision.rows, appended(bulkResults, result)], outcome };
    },
    // Asked after the numbers were given and before the rows are written.
    answer: ({ outcome, result }: ItemOutcome, context: Parameters<LooseCommand['answer']>[1]) => {
      result.id = idOf(one.answer(outcome, context) as ResponseBody<N>) ?? null;
    },
  } as unknown as AnyCommand;
};

/** Stores items for the worker, who is woken once they are committed; answers the key under which they are asked about. */
export const storeBulk = async (
  operation: OperationName,
  items: readonly unknown[],
  { db, principal, origin, now, tenant, audit, afterCommit }: WriteContext,
): Promise<EncodedKey> => {
  const key = newEncodedKey();
  await insertBulk(
    db,
    { key, operation, principal, origin, creationDate: now },
    items.map((item) => JSON.stringify(item)),
  );
  audit('BULK_PROCESS', key);
  afterCommit(() => tenant.bulk.wake());
  return key;
};

/**
 * Declares a bulk operation. The request is judged whole for its shape, stored with its items and answered 202 with the key of the bulk; the worker
 * does each item by itself, as its own request would be done.
 */
export const bulkOperation = <B extends OperationName, N extends OperationName, S extends keyof Schemas>(
  declared: BulkDeclaration<B, N, S>,
): BulkOperation<B> => {
  const { notYet = [], customFields = false } = declared.command.command;
  const take = async (body: RequestBody<B>, context: WriteContext): Promise<Answer<ResponseBody<B>> | Rejection> => {
    const items = await declared.items(body, context);
    if (isRejection(items)) return items;
    const Location = await storeBulk(declared.name, items, context);
    return { body: undefined as ResponseBody<B>, headers: { Location } };
  };
  return {
    handler: declaredWrite(declared.name, ({ body }, context) => take(body, context), {
      notYet: notYet.map((path) => `${declared.list}.${path}`),
      customFields: customFields === true ? { itemsOf: declared.list } : false,
      largestBody,
    }),
    work: {
      name: declared.name,
      command: itemCommand(declared.name, declared.command, declared.idOf),
      read: (item, input, zone) => {
        const checked = checkBody(declared.itemSchema, false, parseJson(input), zone, { notYet, customFields });
        if (isRejection(checked)) return checked;
        const body = checked.body as Schemas[S];
        const externalId = declared.externalIdOf(body) ?? null;
        return { ...declared.inputOf(body), query: {}, item: { ...item, externalId } };
      },
    },
  };
};
