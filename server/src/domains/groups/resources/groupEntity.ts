import {
  type Entity,
  type EntityTable,
  enumeration,
  integer,
  json,
  key,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import type { Address } from '../../organisation/index.ts';
import type { WantedMember } from '../rules/groupMembers.ts';

/** A group as stored, or as a request wants it: checked against the contract, not yet against the rules. */
export type GroupEntity = Entity & {
  readonly id?: string;
  readonly groupName: string;
  readonly emailAddress?: string;
  readonly groupRoleKey?: string;
  readonly assignedBranchKey?: string;
  readonly assignedCentreKey?: string;
  readonly assignedUserKey?: string;
  readonly addresses?: readonly Address[];
  readonly groupMembers?: readonly WantedMember[];
};

/** Where a group's properties live. */
export const groupTable: EntityTable = {
  type: 'GROUP',
  table: 'client_group',
  columns: {
    encodedKey: key('encoded_key'),
    id: text('id'),
    groupName: text('group_name'),
    emailAddress: text('email_address'),
    homePhone: text('home_phone'),
    mobilePhone: text('mobile_phone'),
    preferredLanguage: enumeration('preferred_language'),
    notes: text('notes'),
    groupRoleKey: key('group_role_key'),
    assignedBranchKey: key('assigned_branch_key'),
    assignedCentreKey: key('assigned_centre_key'),
    assignedUserKey: key('assigned_user_key'),
    loanCycle: integer('loan_cycle'),
    addresses: json('addresses', { full: true }),
    groupMembers: json('group_members', { full: true }),
    migrationEventKey: text('migration_event_key'),
    creationDate: utc('creation_date'),
    lastModifiedDate: utc('last_modified_date'),
  },
  customFields: true,
};
