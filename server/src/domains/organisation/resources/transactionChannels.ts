import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { contractSchemas } from '../../../platform/http/requestSchema.ts';
import { boolean, type Entity, enumeration, json, key, text } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { createOperation, deleteOperation, updateOperation } from '../../../platform/resources/writes.ts';
import { glAccountReference, takesPostings } from '../../ledger/index.ts';
import { organisationReference } from '../reference.ts';
import {
  type ChannelFieldChange,
  type ChannelFieldInput,
  channelFieldChanges,
  checkFieldsLeft,
} from '../rules/channelFields.ts';
import { type ChannelUsageInput, channelUsage } from '../rules/channelUsage.ts';
import type { ChannelConstraint, ChannelUsage } from '../rules/organisation.ts';
import { checkId, isBlank } from '../rules/texts.ts';
import { changeChannelFields, channelFields, dropChannelFields, fieldsOfChannel } from '../store/channelFieldStore.ts';
import { isChannelUsed, productKeys } from '../store/usage.ts';

type Channel = Entity & {
  readonly id: string;
  readonly name: string;
  readonly state?: 'ACTIVE' | 'INACTIVE';
  readonly isDefault?: boolean;
  readonly glAccount?: string;
  readonly depositConstraints: ChannelUsageInput;
  readonly loanConstraints: ChannelUsageInput;
  readonly availableForAll?: boolean;
  readonly usageRights?: readonly string[];
  readonly attributes?: { readonly overdraftAllowed?: boolean };
  readonly customFields?: readonly ChannelFieldInput[];
  /** What its list of custom fields changes: found when the channel is judged, and stored after its row. */
  readonly fieldChanges?: readonly ChannelFieldChange[];
};

/** Refuses an id that a channel may not get; the one it has, which may be from before a rule, stays. */
const checkChannelId = (id: string): Rejection | undefined =>
  !isBlank(id) && /\s/.test(id)
    ? reject('TRANSACTION_CHANNEL_ID_CONTAINS_SPACES', 'id may not contain blanks')
    : checkId(id, { blank: 'EMPTY_TRANSACTION_CHANNEL_ID', length: 'TRANSACTION_CHANNEL_ID_LENGTH' });

const checkNames = ({ id, name }: Channel, idBefore: string | undefined): Rejection | undefined =>
  (id === idBefore ? undefined : checkChannelId(id)) ??
  (isBlank(name) ? reject('EMPTY_TRANSACTION_CHANNEL_NAME', 'name may not be blank') : undefined);

/** The key of the GL account that a code or a key names; it must be one that takes postings. */
const glAccountKey = (ref: string | undefined, { reference }: WriteContext): EncodedKey | undefined | Rejection => {
  if (ref === undefined) return undefined;
  const accounts = reference.get(glAccountReference);
  const asKey = asEncodedKey(ref);
  const account = (asKey === undefined ? undefined : accounts.byKey.get(asKey)) ?? accounts.byCode.get(ref);
  if (!account) {
    return reject(
      'TRANSACTION_CHANNEL_GL_ACCOUNT_DOES_NOT_EXIST',
      `glAccount ${ref.slice(0, 80)} does not name a GL account`,
    );
  }
  return takesPostings(account)
    ? account.encodedKey
    : reject('INVALID_GL_ACCOUNT_TYPE', `glAccount ${account.glCode} must be an active detail account`);
};

const roleKeys = (refs: readonly string[], { reference }: WriteContext): readonly EncodedKey[] | Rejection => {
  const { roles } = reference.get(organisationReference);
  const keys = new Set<EncodedKey>();
  for (const [index, ref] of refs.entries()) {
    const role = roles.find(ref);
    if (!role) return reject('USAGE_RIGHTS_ROLE_NOT_AVAILABLE', `usageRights[${index}] does not name a role`);
    keys.add(role.encodedKey);
  }
  return [...keys];
};

/** Types that the contract gives the transactions of one side of the bank. */
export const typesOf = (schema: 'DepositTransaction' | 'LoanTransaction'): ReadonlySet<string> =>
  new Set((contractSchemas()[schema]?.properties?.type?.enum ?? []).map(String));

/** One side's constraints as they are stored: judged, products by their keys. */
const usageOf = async (
  input: ChannelUsageInput,
  side: 'depositConstraints' | 'loanConstraints',
  { db }: WriteContext,
): Promise<ChannelUsage | Rejection> => {
  const isDeposit = side === 'depositConstraints';
  const usage = channelUsage(input, {
    property: side,
    types: typesOf(isDeposit ? 'DepositTransaction' : 'LoanTransaction'),
  });
  if (isRejection(usage)) return usage;
  const named = (constraint: ChannelConstraint): readonly string[] =>
    constraint.criteria === 'PRODUCT' ? (constraint.values ?? (constraint.value ? [constraint.value] : [])) : [];
  const refs = (usage.constraints ?? []).flatMap(named);
  if (refs.length === 0) return usage;
  const known = await productKeys(db, isDeposit ? 'deposit_product' : 'loan_product', refs);
  const missing = refs.find((ref) => !known.has(ref));
  if (missing !== undefined) {
    return reject(
      isDeposit ? 'INVALID_TRANSACTION_CHANNEL_SAVINGS_CONSTRAINTS' : 'INVALID_TRANSACTION_CHANNEL_LOAN_CONSTRAINTS',
      `${side}.constraints names the product ${missing.slice(0, 80)}, which does not exist`,
    );
  }
  const keyOf = (ref: string): string => known.get(ref) ?? ref;
  return {
    ...usage,
    constraints: (usage.constraints ?? []).map((constraint) =>
      named(constraint).length === 0
        ? constraint
        : {
            ...constraint,
            value: named(constraint).map(keyOf).join(','),
            ...(constraint.values ? { values: constraint.values.map(keyOf) } : {}),
          },
    ),
  };
};

/** What a channel's list of custom fields changes. One that is not sent leaves them as they are: only FULL tells them. */
const fieldChangesOf = async (
  { customFields, encodedKey, id }: Channel,
  { db }: WriteContext,
): Promise<readonly ChannelFieldChange[] | Rejection> =>
  customFields === undefined
    ? []
    : channelFieldChanges(customFields, [encodedKey, id], await channelFields(db, encodedKey));

const judged = async (channel: Channel, context: WriteContext, idBefore?: string): Promise<Entity | Rejection> => {
  const refusal = checkNames(channel, idBefore);
  if (refusal) return refusal;
  const account = glAccountKey(channel.glAccount, context);
  if (isRejection(account)) return account;
  const usageRights = roleKeys(channel.usageRights ?? [], context);
  if (isRejection(usageRights)) return usageRights;
  const availableForAll = channel.availableForAll ?? usageRights.length === 0;
  if (availableForAll && usageRights.length > 0) {
    return reject('ACCESS_RIGHTS_ALL_USERS_FALSE', 'availableForAll must be false when usageRights name roles');
  }
  const depositConstraints = await usageOf(channel.depositConstraints, 'depositConstraints', context);
  if (isRejection(depositConstraints)) return depositConstraints;
  const loanConstraints = await usageOf(channel.loanConstraints, 'loanConstraints', context);
  if (isRejection(loanConstraints)) return loanConstraints;
  const fieldChanges = await fieldChangesOf(channel, context);
  if (isRejection(fieldChanges)) return fieldChanges;
  return {
    ...channel,
    glAccount: account,
    usageRights,
    availableForAll,
    depositConstraints,
    loanConstraints,
    fieldChanges,
  };
};

/** The channels through which money comes and goes. */
export const transactionChannels: Resource = {
  table: {
    type: 'TRANSACTION_CHANNEL',
    table: 'transaction_channel',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      name: text('name'),
      state: enumeration('state'),
      isDefault: boolean('is_default'),
      glAccount: key('gl_account_key'),
      depositConstraints: json('deposit_constraints'),
      loanConstraints: json('loan_constraints'),
      availableForAll: boolean('available_for_all'),
      usageRights: json('usage_rights'),
      attributes: json('attributes'),
      customFields: json('fields', { computed: fieldsOfChannel, full: true }),
    },
  },
  schema: 'TransactionChannel',
  notFound: 'INVALID_TRANSACTION_CHANNEL_ID',
  label: 'transaction channel',
  isReference: true,
  listing: { defaultOrder: 't.is_default DESC, t.id' },
  rules: {
    create: (body, context) =>
      judged({ ...(body as Channel), state: (body as Channel).state ?? 'ACTIVE', isDefault: false }, context),
    update: (stored, wanted, context) => {
      const before = stored as Channel;
      const after = wanted as Channel;
      const state = after.state ?? before.state ?? 'ACTIVE';
      if (before.isDefault && state === 'INACTIVE') {
        return reject('TRANSACTION_CHANNEL_CANNOT_BE_DEACTIVATED', 'state of the default channel must stay ACTIVE');
      }
      return judged({ ...after, state }, context, before.id);
    },
    remove: async (entity, { db }) => {
      const channel = entity as Channel;
      if (channel.isDefault) {
        return reject('CANNOT_DELETE_DEFAULT_TRANSACTION_CHANNEL', `${channel.id} is the default channel`);
      }
      return (
        checkFieldsLeft(await channelFields(db, channel.encodedKey)) ??
        ((await isChannelUsed(db, channel.encodedKey))
          ? reject(
              'TRANSACTION_CHANNEL_IN_USE',
              `${channel.id} is used by transactions or products; set state INACTIVE instead`,
            )
          : undefined)
      );
    },
  },
  storeParts: (entity, { db, now }) =>
    changeChannelFields(db, entity.encodedKey, (entity as Channel).fieldChanges ?? [], now),
  removeParts: ({ encodedKey }, { db, now }) => dropChannelFields(db, encodedKey, now),
};

export const getTransactionChannels = listOperation(
  'getTransactionChannels',
  transactionChannels,
  ({ transactionChannelState: state }) => (state === undefined ? [] : [({ bind }) => `t.state = ${bind(state)}::text`]),
);
export const getTransactionChannel = getOperation('getTransactionChannel', transactionChannels);
export const createTransactionChannel = createOperation('createTransactionChannel', transactionChannels);
export const updateTransactionChannel = updateOperation('updateTransactionChannel', transactionChannels);
export const deleteTransactionChannel = deleteOperation('deleteTransactionChannel', transactionChannels);
