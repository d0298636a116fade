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
  const prepared: unknown = command.prepare
    ? await command.prepare(input as never, pool, {
        principal: origin.principal,
        reference: () => reference.current(),
      })
    : undefined;
  if (isRejection(prepared)) return prepared;
  const outcome = await new Promise<FinishedAnswer | Rejection>((settle, fail) => {
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
  return isRejection(outcome) && command.refused ? command.refused(input as never, outcome, pool) : outcome;
};
