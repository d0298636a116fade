import type pg from 'pg';
import type { OperationName, PathParams, QueryParams, RequestBody, ResponseBody } from '../../generated/operations.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { Principal } from '../auth/principal.ts';
import type { Clock } from '../clock/clock.ts';
import type { CommandHandler } from '../posting/command.ts';
import type { Origin } from '../posting/job.ts';
import type { Reference } from '../reference/referenceCache.ts';
import type { Tenant } from '../tenant.ts';
import type { BodyLimits } from './bodyCheck.ts';

/** What an operation is called with: everything already coerced and checked against the contract. */
export type OperationInput<N extends OperationName> = {
  readonly path: PathParams<N>;
  readonly query: QueryParams<N>;
  readonly body: RequestBody<N>;
};

/** Who asks, when, and with which reference data. */
export type OperationContext = {
  readonly principal: Principal;
  readonly now: Instant;
  readonly today: LocalDate;
  readonly clock: Clock;
  readonly reference: Reference;
};

/** What a read may use besides: the pool, and the tenant. */
export type ReadContext = OperationContext & { readonly db: pg.Pool; readonly tenant: Tenant };

/** What a single-transaction change may use: its own connection, inside the transaction that also stores the key and the audit record. */
export type WriteContext = OperationContext & {
  readonly db: pg.PoolClient;
  readonly tenant: Tenant;
  /** Where the request came from. */
  readonly origin: Origin;
  /** Tells the audit record which entity was touched, with its state before and after where known. */
  audit(entityType: string, entityKey: EncodedKey, before?: unknown, after?: unknown): void;
  /** Says that the request found everything as it wants it: nothing changed, and no audit record tells otherwise. */
  unchanged(): void;
  /** Says that cached reference data changed: the version moves with the commit. */
  referenceChanged(): void;
  /** Has something done once the change is committed, and only then. */
  afterCommit(work: () => void): void;
};

/** An answer; the status is the contract's success status unless said otherwise. */
export type Answer<Body> = {
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ReadHandler<N extends OperationName> = {
  readonly kind: 'read';
  readonly name: N;
  /** Made by a mechanism from a declaration, not written for this operation alone: counted by `npm run coverage:declared`. */
  readonly declared?: true;
  readonly run: (input: OperationInput<N>, context: ReadContext) => Promise<Answer<ResponseBody<N>> | Rejection>;
};

export type WriteHandler<N extends OperationName> = BodyLimits & {
  readonly kind: 'write';
  readonly name: N;
  /** As with reads. */
  readonly declared?: true;
  /** What is kept of an answer for its Idempotency-Key, where the answer tells a secret that is shown once: a repeat gets this. */
  readonly kept?: (body: ResponseBody<N>) => ResponseBody<N>;
  /** Whether it waits for everybody who relies on the reference data, because it may take some of that away from them. */
  readonly ownsReference?: boolean;
  readonly run: (input: OperationInput<N>, context: WriteContext) => Promise<Answer<ResponseBody<N>> | Rejection>;
};

/** Declares a read. */
export const read = <N extends OperationName>(name: N, run: ReadHandler<N>['run']): ReadHandler<N> => ({
  kind: 'read',
  name,
  run,
});

/** Declares a change that touches no account and no ledger: its own transaction with idempotency and audit. */
export const write = <N extends OperationName>(
  name: N,
  run: WriteHandler<N>['run'],
  options: BodyLimits & Pick<WriteHandler<N>, 'kept' | 'ownsReference'> = {},
): WriteHandler<N> => ({ kind: 'write', name, run, ...options });

/** A read that a mechanism makes from a declaration. */
export const declaredRead = <N extends OperationName>(name: N, run: ReadHandler<N>['run']): ReadHandler<N> => ({
  ...read(name, run),
  declared: true,
});

/** A change that a mechanism makes from a declaration. */
export const declaredWrite = <N extends OperationName>(
  name: N,
  run: WriteHandler<N>['run'],
  options: BodyLimits & Pick<WriteHandler<N>, 'kept' | 'ownsReference'> = {},
): WriteHandler<N> => ({ ...write(name, run, options), declared: true });

/** One handler per operation name; commands go through the posting runner. */
export type Handler<N extends OperationName> = ReadHandler<N> | WriteHandler<N> | CommandHandler<N>;
export type Handlers = { readonly [N in OperationName]?: Handler<N> };
