import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { insertAuditRecords } from '../audit/auditRecord.ts';
import { isConflict, transaction, withRetry } from '../db/pool.ts';
import { send } from '../db/statement.ts';
import { findAnswers, insertAnswers, isAnsweredKey, repeatedAnswer } from '../idempotency/idempotencyStore.ts';
import { constraintRejection } from '../posting/constraints.ts';
import type { FinishedAnswer, IdempotencyKey, Origin } from '../posting/job.ts';
import { readTenantState } from '../reference/readTenantState.ts';
import type { Reference } from '../reference/referenceCache.ts';
import { ownReference, relyOnReference } from '../reference/referenceLock.ts';
import type { Tenant } from '../tenant.ts';
import type { OperationContext, ReadContext, WriteContext } from './handler.ts';

export type LooseInput = {
  readonly path: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
};
export type LooseAnswer = { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> };
type LooseRead = { run(input: LooseInput, context: ReadContext): Promise<LooseAnswer | Rejection> };
type LooseWrite = {
  readonly name: string;
  readonly kept?: (body: unknown) => unknown;
  readonly ownsReference?: boolean;
  run(input: LooseInput, context: WriteContext): Promise<LooseAnswer | Rejection>;
};

/** Thrown to roll a write's transaction back when its handler refused after it had begun to write. */
class Refused extends Error {
  readonly rejection: Rejection;
  constructor(rejection: Rejection) {
    super('refused');
    this.rejection = rejection;
  }
}

const contextOf = (tenant: Tenant, origin: Origin, reference: Reference): OperationContext => {
  const now = tenant.clock.now();
  return {
    principal: origin.principal,
    now,
    today: tenant.clock.zone.localDateOf(now),
    clock: tenant.clock,
    reference,
  };
};

/** Runs a read. */
export const runRead = async (
  handler: LooseRead,
  input: LooseInput,
  tenant: Tenant,
  origin: Origin,
): Promise<LooseAnswer | Rejection> =>
  handler.run(input, { ...contextOf(tenant, origin, await tenant.reference.current()), db: tenant.pool, tenant });

/** How a write's success is answered: the contract's status, and the body in the contract's format. */
export type SuccessfulAnswer = { readonly status: number; readonly textOf: (body: unknown) => string | null };

/** What a violated unique constraint of any resource means; filled by the composition root. */
export type Constraints = Parameters<typeof constraintRejection>[1];

/**
 * Runs a change outside the posting runner in one transaction: the stored answer of its key, or the change with its audit record, its key and
 * the new version of the reference data.
 */
export const runWrite = async (
  handler: LooseWrite,
  input: LooseInput,
  tenant: Tenant,
  origin: Origin,
  idempotency: IdempotencyKey | null,
  success: SuccessfulAnswer,
  constraints: Constraints,
): Promise<FinishedAnswer | Rejection> => {
  let referenceChanged = false;
  let afterCommit: (() => void)[] = [];
  const attempt = (): Promise<FinishedAnswer> =>
    transaction(tenant.pool, async (db) => {
      referenceChanged = false;
      afterCommit = [];
      // Before the version is read: what has been taken away meanwhile is then known to be gone.
      await (handler.ownsReference ? ownReference(db) : send(db, relyOnReference));
      const base = contextOf(tenant, origin, await readTenantState(db, tenant));
      if (idempotency) {
        const stored = (await findAnswers(db, [idempotency])).get(idempotency.key);
        if (stored) {
          const repeated = repeatedAnswer(idempotency, stored);
          if (isRejection(repeated)) throw new Refused(repeated);
          return repeated;
        }
      }
      let unchanged = false;
      const audited: { type: string; key: EncodedKey; before: unknown; after: unknown }[] = [];
      const result = await handler.run(input, {
        ...base,
        db,
        tenant,
        origin,
        audit: (type, key, before, after) => {
          audited.push({ type, key, before, after });
        },
        unchanged: () => {
          unchanged = true;
        },
        referenceChanged: () => {
          referenceChanged = true;
        },
        afterCommit: (work) => {
          afterCommit.push(work);
        },
      });
      if (isRejection(result)) throw new Refused(result);
      if (referenceChanged) await db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
      const finished = (body: unknown): FinishedAnswer => ({
        status: success.status,
        body: success.textOf(body),
        ...(result.headers ? { headers: result.headers } : {}),
      });
      const answer = finished(result.body);
      const kept = handler.kept ? finished(handler.kept(result.body)) : answer;
      const nothing = { type: null, key: null, before: undefined, after: undefined };
      const subjects = audited.length > 0 || unchanged ? audited : [nothing];
      const records = subjects.map(({ type, key, before, after }, index) => ({
        occurredAt: base.now,
        operation: handler.name,
        origin,
        entityType: type,
        entityKey: key,
        before,
        after,
        status: success.status,
        response: index === 0 ? kept.body : null,
      }));
      if (records.length > 0) await send(db, insertAuditRecords(records));
      if (idempotency) {
        await send(db, insertAnswers(base.now, [{ idempotency, operation: handler.name, answer: kept }]));
      }
      return answer;
    });
  try {
    const answer = await withRetry(attempt).catch((error: unknown) => {
      // Another process stored the same key first: its answer is there now.
      if (isAnsweredKey(error)) return attempt();
      throw error;
    });
    if (referenceChanged) tenant.reference.invalidate();
    for (const work of afterCommit) work();
    return answer;
  } catch (error) {
    if (error instanceof Refused) return error.rejection;
    const known = isConflict(error)
      ? reject('BLOCKING_OPERATION_IN_PROGRESS', 'others are changing the same; please try again', 409)
      : constraintRejection(error, constraints);
    if (known) return known;
    throw error;
  }
};
