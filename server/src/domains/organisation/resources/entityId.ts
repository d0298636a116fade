import type pg from 'pg';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkIdPattern } from '../rules/idPattern.ts';
import { checkId } from '../rules/texts.ts';
import { freeId } from '../store/freeId.ts';

/** What an entity's id comes from: what was sent, what it has already, and the pattern that draws one where neither is. */
type IdSource = {
  readonly given: string | undefined;
  readonly before?: string | undefined;
  readonly pattern: string;
};

/** The id of a client, a group or a role: the one that was sent, judged unless it is the one it has, or a free one of the pattern. */
export const entityId = async (
  db: pg.PoolClient,
  table: 'client' | 'client_group' | 'user_role',
  { given, before, pattern }: IdSource,
): Promise<string | Rejection> => {
  if (given !== undefined) return (given === before ? undefined : checkId(given)) ?? given;
  // A pattern from before the rule: an id of it would belong to somebody whom no path leads to.
  const unfit = checkIdPattern(pattern, `the id pattern ${pattern}`, 'FAILED_TO_GENERATE_IDENTIFIER');
  if (unfit) return unfit;
  return (
    (await freeId(db, table, pattern)) ??
    reject('FAILED_TO_GENERATE_IDENTIFIER', `no free id was found for the pattern ${pattern}; please widen it`)
  );
};
