import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { isWithinReach } from '../../../platform/auth/reach.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import {
  addressesOf,
  checkEmail,
  entityId,
  isBlank,
  keptInList,
  longestList,
  matchesPattern,
  organisationReference,
  withAssignment,
} from '../../organisation/index.ts';
import { clientReference } from '../reference.ts';
import type { ClientRoleReference } from '../rules/clientRole.ts';
import { checksFor, duplicateProbes } from '../rules/duplicates.ts';
import { type IdDocument, isSameDocument, judgedDocuments } from '../rules/idDocuments.ts';
import { findDuplicate } from '../store/clientQueries.ts';
import { checkAttachments } from './attachments.ts';
import type { ClientEntity, PortalSettings } from './clientEntity.ts';
import { checkRoleAddresses, roleNamed } from './roleNamed.ts';

const checkPerson = (client: ClientEntity, { today }: WriteContext): Rejection | undefined => {
  if (isBlank(client.firstName)) return reject('INVALID_PARAMETERS', 'Property firstName may not be blank');
  if (isBlank(client.lastName)) return reject('INVALID_PARAMETERS', 'Property lastName may not be blank');
  if (client.birthDate !== undefined && client.birthDate > today) {
    return reject('INVALID_BIRTH_DATE', `birthDate ${client.birthDate} is in the future`);
  }
  return checkEmail(client.emailAddress, 'emailAddress', 'EMAIL_ADDRESS_FORMAT_IS_INVALID');
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
  return keptInList(judged, stored, isSameDocument).map(({ attachments: _told, ...document }) => ({
    ...document,
    clientKey: client.encodedKey,
  }));
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

/** Everything of a client but its id and its state: judged, completed, references by key. `before` is what is stored of it. */
export const judgedClient = (
  wanted: ClientEntity,
  before: ClientEntity | undefined,
  context: WriteContext,
): { readonly client: ClientEntity; readonly role: ClientRoleReference } | Rejection => {
  const organisation = context.reference.get(organisationReference);
  const refusal = checkPerson(wanted, context);
  if (refusal) return refusal;
  const role = roleNamed(
    'CLIENT',
    wanted.clientRoleKey ?? before?.clientRoleKey ?? organisation.generalSetup.defaultClientRoleKey,
    context,
  );
  if (isRejection(role)) return role;
  const addresses = wanted.addresses ?? [];
  const wrongAddress = checkRoleAddresses(
    role,
    addresses,
    before?.clientRoleKey === role.encodedKey ? (before.addresses ?? []) : [],
  );
  if (wrongAddress) return wrongAddress;
  const strange = checkAttachments(wanted, before);
  if (strange) return strange;
  const idDocuments = documentsOf(wanted, before?.idDocuments ?? [], role, context);
  if (isRejection(idDocuments)) return idDocuments;
  const assigned = withAssignment(wanted, before, context);
  if (isRejection(assigned)) return assigned;
  const { portalSettings, ...rest } = assigned;
  const portal = portalOf(portalSettings, before?.portalSettings);
  return {
    role,
    client: {
      ...rest,
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
    ? reject(
        'DUPLICATE_CLIENT',
        `${found.probe.source}: the same as those of ${isWithinReach(context.principal, found) ? `client ${found.id}` : 'another client'}`,
      )
    : undefined;
};

/** The id that was sent, or the one the client has, or a free one of the role's or the organisation's pattern. */
export const idOf = (
  given: string | undefined,
  role: ClientRoleReference,
  { db, reference }: WriteContext,
  before?: string,
): Promise<string | Rejection> =>
  entityId(db, 'client', {
    given: given ?? before,
    before,
    pattern: role.idPattern ?? reference.get(organisationReference).generalSetup.clientIdFormat,
  });
