import { isRejection } from '../../../kernel/rejection.ts';
import { enumeration, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation, type Resource } from '../../../platform/resources/resource.ts';
import { branchNamed } from './branchNamed.ts';

/** Centres are made by configuration documents; the API reads them. */
const centres: Resource = {
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
  },
  schema: 'Centre',
  notFound: 'INVALID_CENTRE_ID',
  label: 'centre',
  isReference: true,
  listing: { sortable: ['id', 'name', 'creationDate', 'lastModifiedDate'] },
  rules: {},
};

export const getCentres = listOperation('getCentres', centres, ({ branchId }, context) => {
  if (branchId === undefined) return [];
  const branch = branchNamed(String(branchId), context);
  return isRejection(branch) ? branch : [({ bind }) => `t.assigned_branch_key = ${bind(branch.encodedKey)}::uuid`];
});
export const getCentre = getOperation('getCentre', centres);
