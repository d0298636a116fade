import type { Decimalish } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { isBlank } from './texts.ts';
import { checkAccess, checkLimits, onlyAdministratorsMakeAdministrators, type UserAccess } from './users.ts';

export type ApiConsumerInput = {
  readonly name: string;
  readonly access: UserAccess;
  readonly transactionLimits?: Readonly<Record<string, Decimalish>> | undefined;
};

/** Judges what an API consumer is and may do, on its own; whether its name is free is the store's affair. */
export const checkApiConsumer = (
  { name, access, transactionLimits }: ApiConsumerInput,
  knownPermissions: ReadonlySet<string>,
): Rejection | undefined =>
  checkName(name) ??
  checkAccess(access, knownPermissions, 'API_CONSUMER_INVALID_PERMISSIONS') ??
  checkLimits(transactionLimits ?? {});

const checkName = (name: string): Rejection | undefined => {
  if (isBlank(name)) return reject('MISSING_API_CONSUMER_NAME', 'name may not be blank');
  return name === name.trim() && !/\p{Cc}/u.test(name)
    ? undefined
    : reject(
        'INVALID_API_CONSUMER_NAME_FORMAT',
        'name may not begin or end with a blank, or contain control characters',
      );
};

type Standing = { readonly administrator: boolean };

/**
 * Refuses what would give somebody who is no administrator the rights of one: making such a consumer, changing it, or drawing a key of it.
 * `before` is null for a new consumer, `after` for one that goes.
 */
export const checkConsumerStanding = (
  actor: Standing,
  before: Standing | null,
  after: Standing | null,
): Rejection | undefined => {
  if (actor.administrator) return undefined;
  if (before?.administrator) {
    return reject(
      'NOT_ENOUGH_PRIVILDGES_FOR_CHANGING_USER_SETTINGS',
      'only an administrator may change an API consumer with access.administratorAccess, or its keys',
    );
  }
  return after?.administrator ? onlyAdministratorsMakeAdministrators() : undefined;
};

/** Refuses to delete a consumer that has been at work: the audit trail names it. */
export const checkConsumerRemoval = (name: string, wasUsed: boolean): Rejection | undefined =>
  wasUsed
    ? reject(
        'CANNOT_DELETE_API_CONSUMER_WITH_PERFORMED_ACTIVITIES',
        `a key of ${name} was used; delete its keys to keep it out`,
      )
    : undefined;
