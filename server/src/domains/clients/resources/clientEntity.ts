import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import {
  date,
  type Entity,
  type EntityTable,
  enumeration,
  integer,
  json,
  key,
  local,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import type { Address } from '../../organisation/index.ts';
import type { ClientState } from '../rules/clientStates.ts';
import type { IdDocument } from '../rules/idDocuments.ts';
import { attachmentsOf, type StoredAttachment } from '../store/attachments.ts';

export type PortalSettings = {
  readonly encodedKey?: EncodedKey | undefined;
  readonly portalState?: 'ENABLED' | 'DISABLED' | undefined;
  readonly lastLoggedInDate?: string | undefined;
};

/** A date of the system: a text as stored and told, a moment when it is set now. */
type SystemDate = string | Instant | undefined;

/** A client as stored, or as a request wants it: checked against the contract, not yet against the rules. */
export type ClientEntity = Entity & {
  readonly id?: string;
  readonly state?: ClientState;
  readonly previousState?: ClientState | undefined;
  readonly firstName: string;
  readonly middleName?: string;
  readonly lastName: string;
  readonly birthDate?: LocalDate;
  readonly emailAddress?: string;
  readonly homePhone?: string;
  readonly mobilePhone?: string;
  readonly clientRoleKey?: string;
  readonly assignedBranchKey?: string;
  readonly assignedCentreKey?: string;
  readonly assignedUserKey?: string;
  readonly groupKeys?: readonly string[];
  readonly addresses?: readonly Address[];
  readonly idDocuments?: readonly IdDocument[];
  /** The files of the identification documents by the keys of those. */
  readonly idDocumentAttachments?: Readonly<Record<string, readonly StoredAttachment[]>>;
  readonly portalSettings?: PortalSettings;
  readonly approvedDate?: SystemDate;
  readonly closedDate?: SystemDate;
};

/** The keys of the groups that a client `t` is a member of, oldest first. */
const groupKeysOf = `SELECT coalesce(jsonb_agg(replace(g.encoded_key::text, '-', '') ORDER BY g.creation_date, g.encoded_key), '[]')
   FROM client_group g
  WHERE g.group_members @> jsonb_build_array(jsonb_build_object('clientKey', replace(t.encoded_key::text, '-', '')))`;

/** Where a client's properties live. */
export const clientTable: EntityTable = {
  type: 'CLIENT',
  table: 'client',
  columns: {
    encodedKey: key('encoded_key'),
    id: text('id'),
    state: enumeration('state'),
    previousState: enumeration('previous_state', { internal: true }),
    firstName: text('first_name'),
    middleName: text('middle_name'),
    lastName: text('last_name'),
    fullName: text('full_name', { internal: true, generated: true }),
    birthDate: date('birth_date'),
    gender: enumeration('gender'),
    emailAddress: text('email_address'),
    homePhone: text('home_phone'),
    mobilePhone: text('mobile_phone'),
    mobilePhone2: text('mobile_phone_2'),
    preferredLanguage: enumeration('preferred_language'),
    notes: text('notes'),
    clientRoleKey: key('client_role_key'),
    assignedBranchKey: key('assigned_branch_key'),
    assignedCentreKey: key('assigned_centre_key'),
    assignedUserKey: key('assigned_user_key'),
    loanCycle: integer('loan_cycle'),
    groupLoanCycle: integer('group_loan_cycle'),
    groupKeys: json('group_keys', { full: true, computed: groupKeysOf }),
    addresses: json('addresses', { full: true }),
    idDocuments: json('id_documents', { full: true }),
    idDocumentAttachments: json('id_document_attachments', { full: true, internal: true, computed: attachmentsOf }),
    portalSettings: json('portal_settings', { full: true }),
    migrationEventKey: text('migration_event_key'),
    profilePictureKey: key('profile_picture_key'),
    profileSignatureKey: key('profile_signature_key'),
    activationDate: local('activation_date'),
    approvedDate: local('approved_date'),
    closedDate: utc('closed_date'),
    creationDate: utc('creation_date'),
    lastModifiedDate: utc('last_modified_date'),
  },
  customFields: true,
};
