import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { Decimal, type Money } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { ChannelConstraint, ChannelReference, ChannelUsage, OrganisationReference } from './organisation.ts';

/** How a request names its channel: by id, by key, by both or not at all. */
export type ChannelDetails = {
  readonly transactionChannelId?: string | undefined;
  readonly transactionChannelKey?: string | undefined;
};

/** Who wants to use a channel, where that matters: a user or an API consumer. */
export type ChannelUser = { readonly roleKey: EncodedKey | null; readonly administrator: boolean };

/** The channel a posting goes through: the named one, or the default. It must be active, and open to the user where one is given. */
export const channelFor = (
  reference: OrganisationReference,
  details: ChannelDetails | undefined,
  user?: ChannelUser,
): ChannelReference | Rejection => {
  const { transactionChannelId: id, transactionChannelKey: key } = details ?? {};
  const byId = id === undefined ? undefined : reference.channels.find(id);
  const byKey = key === undefined ? undefined : reference.channels.find(key);
  if (id !== undefined && !byId) return unknown('transactionChannelId', id);
  if (key !== undefined && !byKey) return unknown('transactionChannelKey', key);
  if (byId && byKey && byId !== byKey) {
    return reject(
      'INCONSISTENCY_BETWEEN_CHANNEL_KEY_AND_ID',
      'transactionChannelKey and transactionChannelId name different channels',
    );
  }
  const channel = byId ?? byKey ?? reference.defaultChannel;
  if (channel.state !== 'ACTIVE') return reject('INVALID_TRANSACTION_CHANNEL', `channel ${channel.id} is not active`);
  if (user && !mayUse(channel, user)) {
    return reject('INVALID_TRANSACTION_CHANNEL', `channel ${channel.id} is not available to the role of this user`);
  }
  return channel;
};

const unknown = (property: string, ref: string): Rejection =>
  reject('INVALID_TRANSACTION_CHANNEL', `${property} ${ref.slice(0, 80)} does not name a channel`);

const mayUse = (channel: ChannelReference, { administrator, roleKey }: ChannelUser): boolean =>
  channel.availableForAll || administrator || (roleKey !== null && channel.usageRights.has(roleKey));

/** What of a transaction a channel's constraints look at. */
export type ChannelTransaction = { readonly amount: Money; readonly type: string; readonly productKey: string };

/** Refuses a transaction that the channel does not let pass on this side of the bank. */
export const checkChannelConstraints = (
  channel: ChannelReference,
  side: 'deposit' | 'loan',
  transaction: ChannelTransaction,
): Rejection | undefined => {
  const limits: ChannelUsage = side === 'deposit' ? channel.depositConstraints : channel.loanConstraints;
  const constraints = limits.constraints ?? [];
  if (limits.usage !== 'LIMITED' || constraints.length === 0) return undefined;
  const fits = (constraint: ChannelConstraint): boolean => isWithin(constraint, transaction);
  if (limits.matchFiltersOption === 'ANY' ? constraints.some(fits) : constraints.every(fits)) return undefined;
  const broken = constraints.find((constraint) => !fits(constraint));
  return reject(
    'TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS',
    `channel ${channel.id} limits ${broken?.criteria.toLowerCase() ?? 'transactions'} of ${side} transactions`,
  );
};

const isWithin = (constraint: ChannelConstraint, { amount, type, productKey }: ChannelTransaction): boolean => {
  if (constraint.criteria === 'AMOUNT') return amountIsWithin(constraint, amount);
  const given = constraint.criteria === 'TYPE' ? type : productKey;
  switch (constraint.operator) {
    case 'EQUALS':
      return given === constraint.value;
    case 'IN':
      return constraint.values?.includes(given) ?? false;
    case 'EMPTY':
      return given === '';
    case 'NOT_EMPTY':
      return given !== '';
    default:
      return false;
  }
};

const amountIsWithin = (constraint: ChannelConstraint, amount: Money): boolean => {
  const value = new Decimal(constraint.value ?? 0);
  switch (constraint.operator) {
    case 'EQUALS':
      return amount.equals(value);
    case 'MORE_THAN':
      return amount.greaterThan(value);
    case 'LESS_THAN':
      return amount.lessThan(value);
    case 'BETWEEN':
      return amount.greaterThanOrEqualTo(value) && amount.lessThanOrEqualTo(constraint.secondValue ?? 0);
    case 'IN':
      return constraint.values?.some((one) => amount.equals(one)) ?? false;
    case 'EMPTY':
      return false;
    case 'NOT_EMPTY':
      return true;
  }
};
