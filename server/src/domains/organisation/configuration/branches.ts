import { type Collection, collectionSection } from '../../../platform/configuration/collection.ts';
import { getConfiguration, updateConfiguration } from '../../../platform/configuration/section.ts';
import {
  group,
  notes,
  oneOf,
  optional,
  optionalList,
  type Problem,
  required,
  text,
  type Values,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { customFieldValueSets, inValueSets } from '../../../platform/configuration/valueSets.ts';
import { activeCentreOf, branches } from '../resources/branches.ts';
import { longestId } from '../rules/texts.ts';
import { removeBranchHolidays } from '../store/holidayStore.ts';
import { isBranchUsed } from '../store/usage.ts';
import { address, firstAddress, withFirstAddress } from './address.ts';
import { type DocumentHoliday, holidays } from './holiday.ts';

const properties = {
  id: required(text({ longest: longestId, blank: 'BLANK_BRANCH_ID', length: 'BRANCH_ID_LENGTH' }), 'BLANK_BRANCH_ID'),
  name: required(text({ blank: 'BLANK_BRANCH_NAME', length: 'BRANCH_NAME_LENGTH' }), 'BLANK_BRANCH_NAME'),
  state: withDefault(oneOf(['ACTIVE', 'INACTIVE']), 'ACTIVE'),
  phoneNumber: optional(text({ length: 'BRANCH_PHONE_LENGTH' })),
  emailAddress: optional(text({ length: 'BRANCH_EMAIL_LENGTH' })),
  notes: optional(notes()),
  address: optional(address),
  holidays: optionalList(holidays),
  customFieldValueSets,
};

type BranchItem = Values<typeof properties>;

const collection: Collection<BranchItem, undefined> = {
  resource: branches,
  label: 'Branch',
  item: group(properties),
  idOf: ({ id }) => id,
  duplicate: 'DUPLICATE_BRANCH_ID',
  customFields: inValueSets(),
  facts: () => undefined,
  itemOf: (entity) => ({
    ...(entity as unknown as BranchItem),
    address: firstAddress(entity.addresses),
    holidays: (entity.branchHolidays ?? []) as readonly DocumentHoliday[],
    customFieldValueSets: [],
  }),
  propertiesOf: (item, _facts, before) => ({
    id: item.id,
    name: item.name,
    state: item.state,
    phoneNumber: item.phoneNumber,
    emailAddress: item.emailAddress,
    notes: item.notes,
    addresses: withFirstAddress(before?.addresses, item.address),
    branchHolidays: item.holidays,
  }),
  judge: (items) => {
    const seen = new Set<number>();
    return items.flatMap(({ holidays: days }, index) =>
      days.flatMap(({ id }, place): readonly Problem[] => {
        if (!seen.has(id)) seen.add(id);
        else
          return [
            { path: [index, 'holidays', place, 'id'], message: `${id} is there twice`, reason: 'DUPLICATE_HOLIDAY_ID' },
          ];
        return [];
      }),
    );
  },
  absent: async (branch, context) => {
    const centre = activeCentreOf(branch.encodedKey, context);
    if (centre !== undefined) {
      const message = `leaves out branch ${String(branch.id)}, where centre ${centre} is active`;
      return { kind: 'REFUSE', reason: 'CANNOT_DEACTIVATE_BRANCH', message };
    }
    return (await isBranchUsed(context.db, branch.encodedKey))
      ? { kind: 'CHANGE', changes: { state: 'INACTIVE' } }
      : { kind: 'REMOVE' };
  },
  beforeRemoval: ({ encodedKey }, { db }) => removeBranchHolidays(db, encodedKey),
};

const section = collectionSection(collection, 'branches', {
  empty: 'BRANCHES_CONFIGURATION_EMPTY',
  nullEntry: 'NULL_BRANCH_ENTRY',
});

/** The branches as one document. */
export const getBranchesConfiguration = getConfiguration('getBranchesConfiguration', section);

/** Brings the branches in line with a document. One that is left out goes, or becomes inactive where it is in use. */
export const updateBranchesConfiguration = updateConfiguration('updateBranchesConfiguration', section);
