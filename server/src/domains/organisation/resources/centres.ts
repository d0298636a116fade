import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { type Entity, enumeration, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { organisationReference } from '../reference.ts';
import { type Address, addressesOf, checkAddresses } from '../rules/addresses.ts';
import type { ActiveState } from '../rules/organisation.ts';
import { checkId, requireText } from '../rules/texts.ts';
import { nonWorkingDays } from '../store/holidayStore.ts';
import { isCentreUsed } from '../store/usage.ts';
import { branchNamed } from './branchNamed.ts';

type Centre = Entity & {
  readonly id: string;
  readonly name: string;
  readonly state: ActiveState;
  readonly assignedBranchKey: EncodedKey;
  readonly meetingDay?: string;
  readonly addresses?: readonly Address[];
};

/**
 * A centre that is active needs a branch that is, and meets on a day on which people work. What is assigned to a centre is assigned to its
 * branch too, so that a centre in use stays where it is.
 */
const judged = async (
  centre: Centre,
  before: Centre | undefined,
  { db, reference }: WriteContext,
): Promise<Entity | Rejection> => {
  const refusal =
    checkId(centre.id, { blank: 'BLANK_CENTRE_ID', length: 'CENTRE_ID_LENGTH' }) ??
    requireText(centre.name, 'name', 'BLANK_CENTRE_NAME') ??
    checkAddresses(centre.addresses ?? []);
  if (refusal) return refusal;
  const branch = reference.get(organisationReference).branches.byKey.get(centre.assignedBranchKey);
  if (centre.state === 'ACTIVE' && branch?.state === 'INACTIVE') {
    return reject('BRANCH_IS_INACTIVE', `assignedBranchId ${branch.id} names an inactive branch`);
  }
  const { meetingDay } = centre;
  const daysOff: readonly string[] = meetingDay === undefined ? [] : await nonWorkingDays(db);
  if (centre.state === 'ACTIVE' && meetingDay !== undefined && daysOff.includes(meetingDay)) {
    return reject('CENTRE_MEETING_DAY_IN_NON_WORKING_DAY', `meetingDay ${meetingDay} is a day without work`);
  }
  if (before && before.assignedBranchKey !== centre.assignedBranchKey && (await isCentreUsed(db, centre.encodedKey))) {
    return reject(
      'INCONSISTENT_CENTRE_WITH_BRANCH',
      'assignedBranchId must stay, as clients or accounts are assigned to the centre',
    );
  }
  return {
    ...centre,
    addresses: addressesOf(centre.addresses ?? [], before?.addresses ?? [], centre.encodedKey),
  };
};

/** Centres are made by their configuration document; the API reads them. */
export const centres: Resource = {
  table: {
    type: 'CENTRE',
    table: 'centre',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      name: text('name'),
      state: enumeration('state'),
      assignedBranchKey: key('assigned_branch_key'),
      meetingDay: text('meeting_day'),
      notes: text('notes'),
      addresses: json('addresses', { full: true }),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
    customFields: true,
  },
  schema: 'Centre',
  notFound: 'INVALID_CENTRE_ID',
  label: 'centre',
  isReference: true,
  customFields: { entity: 'CENTRE' },
  listing: { sortable: ['id', 'name', 'creationDate', 'lastModifiedDate'] },
  rules: {
    create: (centre, context) => judged(centre as Centre, undefined, context),
    update: (before, after, context) => judged(after as Centre, before as Centre, context),
  },
};

export const getCentres = listOperation('getCentres', centres, ({ branchId }, context) => {
  if (branchId === undefined) return [];
  const branch = branchNamed(String(branchId), context);
  return isRejection(branch) ? branch : [({ bind }) => `t.assigned_branch_key = ${bind(branch.encodedKey)}::uuid`];
});
export const getCentre = getOperation('getCentre', centres);
