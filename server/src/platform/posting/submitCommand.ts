import { isDeepStrictEqual } from 'node:util';
import { isRejection, type Rejection } from '../../kernel/rejection.ts';
import type { Tenant } from '../tenant.ts';
import type { AnyCommand } from './command.ts';
import type { FinishedAnswer, IdempotencyKey, Origin } from './job.ts';

/** What a command is submitted with besides its input. */
export type Submission = {
  readonly origin: Origin;
  readonly idempotency: IdempotencyKey | null;
  readonly successStatus: number;
};

/** Prepares a command and hands it to the runner; answers when it is committed, or why it was refused. Throws what failed for another reason. */
export const submitCommand = async (
  { pool, reference, runner }: Pick<Tenant, 'pool' | 'reference' | 'runner'>,
  command: AnyCommand,
  input: { readonly path: Readonly<Record<string, string>> },
  { origin, idempotency, successStatus }: Submission,
): Promise<FinishedAnswer | Rejection> => {
  const prepare = async (afresh: boolean): Promise<unknown> =>
    command.prepare?.(input as never, pool, {
      principal: origin.principal,
      reference: () => reference.current(),
      afresh,
    });
  const decided = (prepared: unknown): Promise<FinishedAnswer | Rejection> =>
    new Promise((settle, fail) => {
      runner.submit({
        command,
        input: { ...input, prepared },
        names: Object.values(input.path)[0] ?? null,
        origin,
        idempotency,
        successStatus,
        settle,
        fail,
      });
    });
  const prepared = await prepare(false);
  if (isRejection(prepared)) return prepared;
  const first = await decided(prepared);
  if (!isRejection(first)) return first;
  const outcome = command.preparesFromMemory ? await judgedAfresh(first, prepared, prepare, decided) : first;
  return isRejection(outcome) && command.refused ? command.refused(input as never, outcome, pool) : outcome;
};

/** What becomes of a refused command when nothing of what it was prepared with is remembered. */
const judgedAfresh = async (
  refusal: Rejection,
  prepared: unknown,
  prepare: (afresh: boolean) => Promise<unknown>,
  decided: (prepared: unknown) => Promise<FinishedAnswer | Rejection>,
): Promise<FinishedAnswer | Rejection> => {
  const fresh = await prepare(true);
  if (isRejection(fresh)) return fresh;
  return isDeepStrictEqual(fresh, prepared) ? refusal : decided(fresh);
};
