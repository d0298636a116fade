import type { ListField } from '../../../platform/resources/filters.ts';
import { holderBalances } from '../../clients/index.ts';

/** The fields of the group search by the contract's names. */
export const groupSearchFields: Readonly<Record<string, ListField>> = {
  encodedKey: { sql: 't.encoded_key', type: 'KEY' },
  id: { sql: 't.id', type: 'STRING' },
  groupName: { sql: 't.group_name', type: 'STRING' },
  groupRoleKey: { sql: 't.group_role_key', type: 'KEY' },
  preferredLanguage: { sql: 't.preferred_language', type: 'ENUM' },
  branchKey: { sql: 't.assigned_branch_key', type: 'KEY' },
  centreKey: { sql: 't.assigned_centre_key', type: 'KEY' },
  creditOfficerKey: { sql: 't.assigned_user_key', type: 'KEY' },
  numberOfMembers: { sql: 'jsonb_array_length(t.group_members)', type: 'NUMBER' },
  loanCycle: { sql: 't.loan_cycle', type: 'NUMBER' },
  creationDate: { sql: 't.creation_date', type: 'DATE_TIME' },
  lastModifiedDate: { sql: 't.last_modified_date', type: 'DATE_TIME' },
  ...holderBalances,
};
