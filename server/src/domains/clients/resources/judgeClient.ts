import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import {
  type Assignment,
  addressesOf,
  checkAddresses,
  checkAssignment,
  checkEmail,
  checkId,
  checkIdPattern,
  idFromPattern,
  isBlank,
  keptInList,
  longestList,
  matchesPattern,
  organisationReference,
} from '../../organisation/index.ts';
import { clientReference } from '../reference.ts';
import type { ClientRoleReference } from '../rules/clientRole.ts';
import { checksFor, duplicateProbes } from '../rules/duplicates.ts';
import { type IdDocument, isSameDocument, judgedDocuments } from '../rules/idDocuments.ts';
import { findDuplicate, reserveClientId } from '../store/clientQueries.ts';
import type { ClientEntity, PortalSettings } from './clientEntity.ts';

const attempts = 50;

const checkPerson = (client: ClientEntity, { today }: WriteContext): Rejection | undefined => {
  if (isBlank(client.firstName)) return reject('INVALID_PARAMETERS', 'Property firstName may not be blank');
  if (isBlank(client.lastName)) return reject('INVALID_PARAMETERS', 'Property lastName may not be blank');
  if (client.birthDate !== undefined && client.birthDate > today) {
    return reject('INVALID_BIRTH_DATE', `birthDate ${client.birthDate} is in the future`);
  }
  return checkEmail(client.emailAddress, 'emailAddress', 'EMAIL_ADDRESS_FORMAT_IS_INVALID');
};

/** The role that a client names by key or id, or the one it has when it names none. */
export const roleOf = (
  ref: string | undefined,
  fallback: string | null,
  { reference }: WriteContext,
): ClientRoleReference | Rejection => {
  const name = ref ?? fallback;
  if (name === null)
    return reject('MISSING_CLIENT_ROLE', 'clientRoleKey is required: the general setup has no default');
  const role = reference.get(clientReference).roles.find(name);
  if (!role) return reject('INVALID_CLIENT_ROLE_KEY', `clientRoleKey ${name.slice(0, 80)} does not name a client role`);
  return role.clientType === 'CLIENT'
    ? role
    : reject('INCONSISTENT_CLIENT_ROLE_WITH_CLIENT_TYPE', `clientRoleKey names the role ${role.id} of groups`);
};

const documentsOf = (
  client: ClientEntity,
  stored: readonly IdDocument[],
  role: ClientRoleReference,
  { reference }: WriteContext,
): readonly IdDocument[] | Rejection => {
  const wanted = client.idDocuments ?? [];
  if (wanted.length > longestList) {
    return reject('INVALID_PARAMETERS', `idDocuments may have at most ${longestList} elements`);
  }
  const { templates } = reference.get(clientReference);
  const judged = judgedDocuments(wanted, {
    required: role.requireID,
    othersEnabled: reference.get(organisationReference).generalSetup.otherIdDocumentsEnabled,
    templates: templates.byKey,
    find: templates.find,
    matchesPattern,
    stored,
  });
  if (isRejection(judged)) return judged;
  return keptInList(judged, stored, isSameDocument).map(
    ({ attachments: _none, ...document }: IdDocument & { attachments?: unknown }) => ({
      ...document,
      clientKey: client.encodedKey,
    }),
  );
};

/** Portal access as it is stored: the day of the last visit is the system's, whatever a request says. */
const portalOf = (
  wanted: PortalSettings | undefined,
  stored: PortalSettings | undefined,
): PortalSettings | undefined =>
  wanted === undefined
    ? undefined
    : {
        encodedKey: stored?.encodedKey ?? newEncodedKey(),
        portalState: wanted.portalState ?? 'DISABLED',
        ...(stored?.lastLoggedInDate === undefined ? {} : { lastLoggedInDate: stored.lastLoggedInDate }),
      };

const assignmentOf = (client: ClientEntity): Assignment => ({
  assignedBranchKey: (client.assignedBranchKey ?? null) as Assignment['assignedBranchKey'],
  assignedCentreKey: (client.assignedCentreKey ?? null) as Assignment['assignedCentreKey'],
  assignedUserKey: (client.assignedUserKey ?? null) as Assignment['assignedUserKey'],
});

const withoutNulls = (assignment: Assignment): Record<string, string> =>
  Object.fromEntries(Object.entries(assignment).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

/** Everything of a client but its id and its state: judged, completed, references by key. `before` is what is stored of it. */
export const judgedClient = (
  wanted: ClientEntity,
  before: ClientEntity | undefined,
  context: WriteContext,
): { readonly client: ClientEntity; readonly role: ClientRoleReference } | Rejection => {
  const organisation = context.reference.get(organisationReference);
  const refusal = checkPerson(wanted, context);
  if (refusal) return refusal;
  const role = roleOf(
    wanted.clientRoleKey,
    before?.clientRoleKey ?? organisation.generalSetup.defaultClientRoleKey,
    context,
  );
  if (isRejection(role)) return role;
  const addresses = wanted.addresses ?? [];
  const hadAddresses = before?.clientRoleKey === role.encodedKey && (before.addresses ?? []).length > 0;
  if (addresses.length > 0 && !role.useDefaultAddress && !hadAddresses) {
    return reject('CLIENT_ROLE_DOES_NOT_ALLOW_ADDRESS', `addresses are not used by the role ${role.id}`);
  }
  const wrongAddress = checkAddresses(addresses);
  if (wrongAddress) return wrongAddress;
  const idDocuments = documentsOf(wanted, before?.idDocuments ?? [], role, context);
  if (isRejection(idDocuments)) return idDocuments;
  const assignment = checkAssignment(
    organisation,
    wanted,
    organisation.users,
    before === undefined ? undefined : assignmentOf(before),
  );
  if (isRejection(assignment)) return assignment;
  const {
    assignedBranchKey: _branch,
    assignedCentreKey: _centre,
    assignedUserKey: _user,
    portalSettings,
    ...rest
  } = wanted;
  const portal = portalOf(portalSettings, before?.portalSettings);
  return {
    role,
    client: {
      ...rest,
      ...withoutNulls(assignment),
      clientRoleKey: role.encodedKey,
      addresses: addressesOf(addresses, before?.addresses ?? [], wanted.encodedKey),
      idDocuments,
      ...(portal === undefined ? {} : { portalSettings: portal }),
    },
  };
};

/** Refuses a client that looks like one we have, where the general setup says so. WARNING lets it pass: the API has nobody to warn. */
export const refuseDuplicate = async (
  client: ClientEntity,
  changes: ReadonlySet<string> | 'all',
  context: WriteContext,
): Promise<Rejection | undefined> => {
  const { duplicateClientChecks, duplicateClientConstraintAction } =
    context.reference.get(organisationReference).generalSetup;
  if (duplicateClientConstraintAction !== 'ERROR') return undefined;
  const checks = changes === 'all' ? duplicateClientChecks : checksFor(duplicateClientChecks, changes);
  const found = await findDuplicate(context.db, client.encodedKey, duplicateProbes(client, checks));
  return found
    ? reject('DUPLICATE_CLIENT', `${found.probe.source}: the same as those of client ${found.id}`)
    : undefined;
};

/** The id that was sent, judged unless it is the one the client has, or a free one of the role's or the organisation's pattern. */
export const idOf = async (
  given: string | undefined,
  role: ClientRoleReference,
  context: WriteContext,
  before?: string,
): Promise<string | Rejection> => {
  if (given !== undefined) return (given === before ? undefined : checkId(given)) ?? given;
  const pattern = role.idPattern ?? context.reference.get(organisationReference).generalSetup.clientIdFormat;
  // A pattern from before the rule: an id of it would belong to a client whom no path leads to.
  const unfit = checkIdPattern(pattern, `the id pattern ${pattern}`, 'FAILED_TO_GENERATE_IDENTIFIER');
  if (unfit) return unfit;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id = idFromPattern(pattern);
    if (await reserveClientId(context.db, id)) return id;
  }
  return reject(
    'FAILED_TO_GENERATE_IDENTIFIER',
    `no free client id was found for the pattern ${pattern}; please widen it`,
  );
};

/** Refuses a change for which the caller lacks one of the permissions it needs besides that of the operation. */
export const refuseWithoutPermission = (
  needed: readonly Parameters<typeof may>[1][],
  { principal }: WriteContext,
): Rejection | undefined => {
  const missing = needed.filter((permission) => !may(principal, permission));
  return missing.length === 0
    ? undefined
    : reject('INVALID_PERMISSIONS', `this change needs the permission ${missing.join(', ')}`);
};
