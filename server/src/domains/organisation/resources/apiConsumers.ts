import { permissions } from '../../../generated/permissions.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { ReadContext, WriteContext } from '../../../platform/http/handler.ts';
import { type Entity, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { findEntity } from '../../../platform/resources/pathEntity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import {
  createOperation,
  deleteOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/writes.ts';
import { checkApiConsumer, checkConsumerRemoval, checkConsumerStanding } from '../rules/apiConsumers.ts';
import { checkOwnReach, type UserAccess } from '../rules/users.ts';
import { type AccessHolder, isAdministrator, resolveAccess, tellRole } from './resolveAccess.ts';

type ApiConsumer = Entity & AccessHolder & { readonly name: string; readonly firstUsedDate?: string };

const knownPermissions: ReadonlySet<string> = new Set(permissions);

/** The body with what it may leave out, judged and by keys. */
const judged = (
  wanted: Entity,
  before: ApiConsumer | null,
  context: WriteContext,
): (ApiConsumer & { readonly access: UserAccess }) | Rejection => {
  const consumer = { ...(wanted as ApiConsumer), access: (wanted as Partial<ApiConsumer>).access ?? {} };
  const refusal = checkApiConsumer(consumer, knownPermissions);
  if (refusal) return refusal;
  const access = resolveAccess(consumer, before, 'INVALID_API_CONSUMER_ROLE_KEY', context);
  if (isRejection(access)) return access;
  const { roleKey: _previous, assignedBranchKey: _named, ...rest } = consumer;
  return { ...rest, ...access };
};

const standingOf = (consumer: ApiConsumer, context: WriteContext): { readonly administrator: boolean } => ({
  administrator: isAdministrator(consumer, context),
});

const consumers: Resource = {
  table: {
    type: 'API_CONSUMER',
    table: 'api_consumer',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id', { generated: true }),
      name: text('name'),
      assignedBranchKey: key('assigned_branch_key'),
      roleKey: key('role_key', { internal: true }),
      access: json('access'),
      transactionLimits: json('transaction_limits'),
      firstUsedDate: utc('first_used_date', { internal: true, generated: true }),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'ApiConsumer',
  notFound: 'INVALID_API_CONSUMER_ID',
  label: 'API consumer',
  isReference: true,
  listing: { defaultOrder: 't.id' },
  rules: {
    create: (body, context) => {
      const consumer = judged(body as Entity, null, context);
      if (isRejection(consumer)) return consumer;
      return checkConsumerStanding(context.principal, null, standingOf(consumer, context)) ?? consumer;
    },
    update: (stored, wanted, context) => {
      const before = stored as ApiConsumer;
      const consumer = judged(wanted, before, context);
      if (isRejection(consumer)) return consumer;
      if (consumer.name !== before.name) {
        return reject('CANNOT_UPDATE_API_CONSUMER_NAME', 'name cannot be changed once the API consumer exists');
      }
      const [from, to] = [standingOf(before, context), standingOf(consumer, context)];
      return checkConsumerStanding(context.principal, from, to) ?? consumer;
    },
    remove: (entity, context) => {
      const consumer = entity as ApiConsumer;
      return (
        checkConsumerStanding(context.principal, standingOf(consumer, context), null) ??
        checkOwnReach(context.principal.reach, consumer) ??
        checkConsumerRemoval(consumer.name, consumer.firstUsedDate !== undefined)
      );
    },
  },
  present: (entity, context) => {
    const { access, roleKey } = entity as ApiConsumer;
    return { ...entity, access: { ...access, apiAccess: true }, ...tellRole(roleKey, context) };
  },
};

/** The consumer that a path names, locked, where the caller may draw and take away its keys. */
export const consumerForKeys = async (ref: string, context: WriteContext): Promise<ApiConsumer | Rejection> => {
  const consumer = await findEntity(consumers, ref, context, true);
  if (isRejection(consumer)) return consumer;
  const standing = standingOf(consumer as ApiConsumer, context);
  return (
    checkConsumerStanding(context.principal, standing, standing) ??
    checkOwnReach(context.principal.reach, consumer as ApiConsumer) ??
    (consumer as ApiConsumer)
  );
};

/** The consumer that a key or an id names; locked where its keys are about to change. */
export const consumerNamed = (
  ref: string,
  context: ReadContext | WriteContext,
  forUpdate = false,
): Promise<Entity | Rejection> => findEntity(consumers, ref, context, forUpdate);

export const getApiConsumers = listOperation('getApiConsumers', consumers);
export const getApiConsumer = getOperation('getApiConsumer', consumers);
export const createApiConsumer = createOperation('createApiConsumer', consumers);
export const updateApiConsumer = updateOperation('updateApiConsumer', consumers);
export const patchApiConsumer = patchOperation('patchApiConsumer', consumers);
export const deleteApiConsumer = deleteOperation('deleteApiConsumer', consumers);
