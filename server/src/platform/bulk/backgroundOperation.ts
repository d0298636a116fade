import type { OperationName, PathParams, RequestBody, ResponseBody } from '../../generated/operations.ts';
import type { Schemas } from '../../generated/schemas.ts';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import { checkBody } from '../http/bodyCheck.ts';
import { declaredWrite, type WriteContext } from '../http/handler.ts';
import { parseJson } from '../json.ts';
import type { CommandHandler } from '../posting/command.ts';
import { type BulkOperation, type ItemInput, itemCommand, storeBulk } from './bulkOperation.ts';

/** An operation that is accepted now and done in the background: `B` is the one that is asked for, `N` the one that does it. */
export type BackgroundDeclaration<B extends OperationName, N extends OperationName> = {
  readonly name: B;
  /** The shape of the body, which both have. */
  readonly schema: keyof Schemas;
  readonly command: CommandHandler<N>;
  /** Refuses what is not there at all, before anything is accepted. */
  readonly check: (path: PathParams<B>, context: WriteContext) => Promise<Rejection | undefined>;
  readonly inputOf: (
    path: PathParams<B>,
    body: RequestBody<B>,
  ) => { readonly path: PathParams<N>; readonly body: RequestBody<N> };
  readonly externalIdOf: (body: RequestBody<B>) => string | undefined;
  readonly idOf: (answer: ResponseBody<N>) => string | undefined;
};

/**
 * Declares an operation that is done in the background: a bulk of one item. The request is judged for its shape, stored, and answered 202 with the key
 * under which GET /bulks tells what became of it.
 */
export const backgroundOperation = <B extends OperationName, N extends OperationName>(
  declared: BackgroundDeclaration<B, N>,
): BulkOperation<B> => {
  const { name, schema, command, idOf } = declared;
  const { notYet = [], customFields = false } = command.command;
  return {
    handler: declaredWrite(
      name,
      async ({ path, body }, context) => {
        const refusal = await declared.check(path, context);
        if (refusal) return refusal;
        const Location = await storeBulk(name, [{ path, body }], context);
        return { body: undefined as ResponseBody<B>, headers: { Location } };
      },
      { notYet, customFields },
    ),
    work: {
      name,
      command: itemCommand(name, command, idOf),
      read: (item, input, zone): ItemInput | Rejection => {
        const stored = parseJson(input) as { readonly path: PathParams<B>; readonly body: unknown };
        const checked = checkBody(schema, false, stored.body, zone, { notYet, customFields });
        if (isRejection(checked)) return checked;
        const body = checked.body as RequestBody<B>;
        const externalId = declared.externalIdOf(body) ?? null;
        return { ...declared.inputOf(stored.path, body), query: {}, item: { ...item, externalId } };
      },
    },
  };
};
