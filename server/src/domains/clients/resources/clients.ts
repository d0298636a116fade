import { searchFields } from '../../../generated/searchFields.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { refuseWithout } from '../../../platform/auth/authorise.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import type { Entity } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation, searchOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import {
  createOperation,
  deleteOperation,
  patchOperation,
  updateOperation,
} from '../../../platform/resources/writes.ts';
import {
  assignmentConditions,
  changedProperties,
  organisationReference,
  refuseWithAttached,
} from '../../organisation/index.ts';
import { editableProperties, neededPermissions } from '../rules/clientChanges.ts';
import { afterStep, type ClientStep, stepTo } from '../rules/clientStates.ts';
import { clientConditions, clientCursor, clientSearchFields } from '../store/clientListing.ts';
import { accountsOf, guaranteesOf, hasCreditArrangements } from '../store/clientQueries.ts';
import { isGroupMember } from '../store/memberships.ts';
import { withAttachments } from './attachments.ts';
import { type ClientEntity, clientTable } from './clientEntity.ts';
import { judgedGroups, storeGroups } from './clientGroups.ts';
import { refuseRemovedTemplates } from './idTemplates.ts';
import { idOf, judgedClient, refuseDuplicate } from './judgeClient.ts';

const create = async (body: Readonly<Record<string, unknown>>, context: WriteContext): Promise<Entity | Rejection> => {
  const wanted = body as ClientEntity;
  const { defaultClientState } = context.reference.get(organisationReference).generalSetup;
  const state = wanted.state ?? defaultClientState;
  if (state !== 'PENDING_APPROVAL' && state !== 'INACTIVE') {
    return reject('INVALID_CLIENT_STATE', `state of a new client must be PENDING_APPROVAL or INACTIVE, not ${state}`);
  }
  // Asking for INACTIVE where new clients wait for an approval is an approval.
  const approves = state === 'INACTIVE' && defaultClientState === 'PENDING_APPROVAL';
  const refusal = refuseWithout(context.principal, approves ? ['APPROVE_CLIENT'] : []);
  if (refusal) return refusal;
  const judged = judgedClient(wanted, undefined, context);
  if (isRejection(judged)) return judged;
  const removed = await refuseRemovedTemplates(judged.client.idDocuments, undefined, context);
  if (removed) return removed;
  const id = await idOf(wanted.id, judged.role, context);
  if (isRejection(id)) return id;
  const duplicate = await refuseDuplicate(judged.client, 'all', context);
  if (duplicate) return duplicate;
  const memberships = await judgedGroups({ ...judged.client, state }, undefined, context);
  if (isRejection(memberships)) return memberships;
  await storeGroups(memberships.changed, context);
  return {
    ...memberships.client,
    id,
    state,
    loanCycle: 0,
    groupLoanCycle: 0,
    ...(approves ? { approvedDate: context.now } : {}),
  };
};

/** The step that the wanted state asks for; null where it stays. */
const stepOf = async (
  before: ClientEntity,
  wanted: ClientEntity,
  { db }: WriteContext,
): Promise<ClientStep | null | Rejection> => {
  const state = before.state ?? 'INACTIVE';
  const target = wanted.state ?? state;
  if (target === state) return null;
  const accounts = await accountsOf(db, before.encodedKey);
  return stepTo(
    {
      state,
      previousState: before.previousState ?? null,
      approved: before.approvedDate !== undefined,
      hasOpenAccounts: accounts.open,
      isGuarantor: (await guaranteesOf(db, before.encodedKey)).open,
      isGroupMember: await isGroupMember(db, before.encodedKey),
    },
    target,
  );
};

/** The client's state and dates after a step; what is cleared is left out. */
const withStep = (
  client: ClientEntity,
  before: ClientEntity,
  step: ClientStep | null,
  context: WriteContext,
): Entity => {
  const state = before.state ?? 'INACTIVE';
  if (step === null) return { ...client, state };
  const effects = afterStep(step, state, client.state ?? state, context.now);
  return Object.fromEntries(Object.entries({ ...client, ...effects }).filter(([, value]) => value !== null)) as Entity;
};

/** Refuses to drop an identification document that has files or tasks. */
const refuseLosingAttached = async (
  before: ClientEntity,
  after: ClientEntity,
  { db }: WriteContext,
): Promise<Rejection | undefined> => {
  const kept = new Set((after.idDocuments ?? []).map(({ encodedKey }) => encodedKey));
  const dropped = (before.idDocuments ?? []).filter(({ encodedKey }) => !kept.has(encodedKey));
  const keys = dropped.flatMap(({ encodedKey }) => encodedKey ?? []);
  return keys.length === 0 ? undefined : refuseWithAttached(db, keys, 'one of the idDocuments that are missing now');
};

const update = async (
  stored: Entity,
  after: Entity,
  context: WriteContext,
  query: Readonly<Record<string, unknown>>,
): Promise<Entity | Rejection> => {
  const before = stored as ClientEntity;
  const wanted = after as ClientEntity;
  const step = await stepOf(before, wanted, context);
  if (isRejection(step)) return step;
  const judged = judgedClient(wanted, before, context);
  if (isRejection(judged)) return judged;
  const id = await idOf(wanted.id, judged.role, context, before.id);
  if (isRejection(id)) return id;
  const memberships = await judgedGroups({ ...judged.client, id }, before, context);
  if (isRejection(memberships)) return memberships;
  const { client, changed } = memberships;
  const changes = changedProperties(editableProperties, before, client);
  const lost =
    (await refuseRemovedTemplates(client.idDocuments, before.idDocuments, context)) ??
    (await refuseLosingAttached(before, client, context));
  if (lost) return lost;
  if (before.state === 'BLACKLISTED' && changes.size > 0) {
    return reject(
      'BLACKLISTED_CLIENT_NOT_EDITABLE',
      `${[...changes].join(', ')} of a blacklisted client can't be changed`,
    );
  }
  const refusal = refuseWithout(context.principal, neededPermissions(step, changes));
  if (refusal) return refusal;
  if (changes.has('assignedBranchKey') && query.keepAssociationForAccounts !== true) {
    const accounts = await accountsOf(context.db, client.encodedKey);
    if (accounts.any) {
      return reject(
        'CANNOT_CHANGE_BRANCH_ASSIGNMENT',
        'assignedBranchKey: the client has accounts; send keepAssociationForAccounts=true to leave them where they are',
      );
    }
  }
  const duplicate = await refuseDuplicate(client, changes, context);
  if (duplicate) return duplicate;
  await storeGroups(changed, context);
  return withStep(client, before, step, context);
};

const remove = async (entity: Entity, { db }: WriteContext): Promise<Rejection | undefined> => {
  if (await isGroupMember(db, entity.encodedKey))
    return reject('CLIENT_IS_MEMBER_OF_A_GROUP', 'a member of a group cannot be deleted');
  const accounts = await accountsOf(db, entity.encodedKey);
  if (accounts.any) return reject('CLIENT_HAS_ACCOUNTS', 'a client with accounts, even closed ones, cannot be deleted');
  if ((await guaranteesOf(db, entity.encodedKey)).any)
    return reject('CLIENT_IS_GUARANTOR', 'a client who guarantees a loan, even a closed one, cannot be deleted');
  if (await hasCreditArrangements(db, entity.encodedKey)) {
    return reject('HAS_LINES_OF_CREDIT', 'a client with credit arrangements cannot be deleted');
  }
  const documents = ((entity as ClientEntity).idDocuments ?? []).flatMap(({ encodedKey }) => encodedKey ?? []);
  return refuseWithAttached(db, [entity.encodedKey, ...documents], 'the client');
};

export const clients: Resource = {
  table: clientTable,
  schema: 'Client',
  notFound: 'INVALID_CLIENT_ID',
  assigned: true,
  label: 'client',
  linkedBy: 'CLIENT_LINK',
  customFields: {
    entity: 'CLIENT',
    usedBy: (client) => (client as ClientEntity).clientRoleKey as EncodedKey,
    refuseChange: ({ state }, { principal }) =>
      state === 'BLACKLISTED' ? refuseWithout(principal, ['EDIT_BLACKLISTED_CLIENT_CFV']) : undefined,
  },
  listing: { sortable: ['firstName', 'lastName', 'creationDate', 'lastModifiedDate'] },
  search: {
    fields: clientSearchFields,
    sortable: searchFields.searchClients.sort,
    cursor: clientCursor,
  },
  rules: { create, update, remove },
  present: (entity, { principal }) => withAttachments(entity as ClientEntity, principal),
};

export const getClients = listOperation('getClients', clients, (query, context) => {
  const assigned = assignmentConditions(query, context);
  return isRejection(assigned) ? assigned : [...assigned, ...clientConditions(query)];
});
export const getClient = getOperation('getClient', clients);
export const createClient = createOperation('createClient', clients);
export const updateClient = updateOperation('updateClient', clients);
export const patchClient = patchOperation('patchClient', clients);
export const deleteClient = deleteOperation('deleteClient', clients);
export const searchClients = searchOperation('searchClients', clients);
