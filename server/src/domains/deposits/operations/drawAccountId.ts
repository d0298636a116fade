import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkId, idFromPattern } from '../../organisation/index.ts';
import { nextAccountNumber } from '../store/depositAccountQueries.ts';

/** How a product names its accounts. */
export type IdSource = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly idGenerator: { readonly type: 'INCREMENTAL_NUMBER' | 'RANDOM_PATTERN'; readonly pattern: string };
};

// A number is tried once and never again, so a long row of numbers taken by hand must be walked through in one go.
const attempts = { RANDOM_PATTERN: 20, INCREMENTAL_NUMBER: 10_000 } as const;

/** The id of a new account of any kind: the one sent, the product's next number, or a random one of its pattern that is free. */
export const drawAccountId = async (
  db: pg.PoolClient,
  product: IdSource,
  given: string | undefined,
  isTaken: (id: string) => Promise<boolean>,
): Promise<string | Rejection> => {
  if (given !== undefined) {
    const unfit = checkId(given) ?? (/\s/.test(given) ? reject('INVALID_ID', 'id may not contain spaces') : undefined);
    if (unfit) return unfit;
    return (await isTaken(given)) ? reject('ACCOUNT_ID_ALREADY_IN_USE', `id ${given} is already in use`) : given;
  }
  const { type, pattern } = product.idGenerator;
  for (let attempt = 0; attempt < attempts[type]; attempt += 1) {
    const id =
      type === 'INCREMENTAL_NUMBER'
        ? await nextAccountNumber(db, product.encodedKey, pattern)
        : idFromPattern(pattern, randomInt);
    if (!(await isTaken(id))) return id;
  }
  return reject('FAILED_TO_GENERATE_IDENTIFIER', `product ${product.id} finds no free account id; widen its idPattern`);
};
