import { type Collection, collectionSection } from '../../../platform/configuration/collection.ts';
import { getConfiguration, updateConfiguration } from '../../../platform/configuration/section.ts';
import {
  group,
  notes,
  oneOf,
  optional,
  type Problem,
  required,
  text,
  type Values,
} from '../../../platform/configuration/shape.ts';
import { customFieldValueSets, inValueSets } from '../../../platform/configuration/valueSets.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { organisationReference } from '../reference.ts';
import { centres } from '../resources/centres.ts';
import { weekdays } from '../rules/calendar.ts';
import { longestId } from '../rules/texts.ts';
import { isCentreUsed } from '../store/usage.ts';
import { address, firstAddress, withFirstAddress } from './address.ts';

const properties = {
  id: required(text({ longest: longestId, blank: 'BLANK_CENTRE_ID', length: 'CENTRE_ID_LENGTH' }), 'BLANK_CENTRE_ID'),
  name: required(text({ blank: 'BLANK_CENTRE_NAME', length: 'CENTRE_NAME_LENGTH' }), 'BLANK_CENTRE_NAME'),
  state: required(oneOf(['ACTIVE', 'INACTIVE']), 'CENTRE_STATE_BLANK'),
  notes: optional(notes()),
  meetingDay: optional(oneOf(weekdays, 'INVALID_CENTRE_MEETING_DAY')),
  assignedBranchId: required(text({ blank: 'BLANK_CENTRE_BRANCH_ID' }), 'BLANK_CENTRE_BRANCH_ID'),
  address: optional(address),
  customFieldValueSets,
};

type CentreItem = Values<typeof properties>;
type Branches = ReturnType<typeof branchesIn>;

const branchesIn = ({ reference }: OperationContext) => reference.get(organisationReference).branches;

const collection: Collection<CentreItem, Branches> = {
  resource: centres,
  label: 'Centre',
  item: group(properties),
  idOf: ({ id }) => id,
  duplicate: 'DUPLICATE_CENTRE_ID',
  customFields: inValueSets(),
  facts: branchesIn,
  itemOf: (entity, branches) => ({
    ...(entity as unknown as CentreItem),
    assignedBranchId: branches.find(String(entity.assignedBranchKey))?.id ?? '',
    address: firstAddress(entity.addresses),
    customFieldValueSets: [],
  }),
  propertiesOf: (item, branches, before) => ({
    id: item.id,
    name: item.name,
    state: item.state,
    notes: item.notes,
    meetingDay: item.meetingDay,
    assignedBranchKey: branches.byId.get(item.assignedBranchId)?.encodedKey,
    addresses: withFirstAddress(before?.addresses, item.address),
  }),
  judge: (items, branches) =>
    items.flatMap(({ assignedBranchId: id }, index): readonly Problem[] =>
      branches.byId.has(id)
        ? []
        : [{ path: [index, 'assignedBranchId'], message: `${id} is no branch`, reason: 'BRANCH_DOES_NOT_EXIST' }],
    ),
  absent: async ({ encodedKey }, { db }) =>
    (await isCentreUsed(db, encodedKey)) ? { kind: 'CHANGE', changes: { state: 'INACTIVE' } } : { kind: 'REMOVE' },
};

const section = collectionSection(collection, 'centres', {
  empty: 'CENTRE_CONFIGURATION_EMPTY',
  nullEntry: 'NULL_CENTRE_ENTRY',
});

/** The centres as one document. */
export const getCentresConfiguration = getConfiguration('getCentresConfiguration', section);

/** Brings the centres in line with a document. One that is left out goes, or becomes inactive where it is in use. */
export const updateCentresConfiguration = updateConfiguration('updateCentresConfiguration', section);
