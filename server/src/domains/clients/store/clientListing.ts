import type { Condition } from '../../../platform/resources/bindings.ts';
import type { ListField } from '../../../platform/resources/filters.ts';
import type { Listing } from '../../../platform/resources/listing.ts';

// Amounts of all currencies are added up as they are: the contract has one number for a client.
const deposits = (sum: string, states: string): string =>
  `(SELECT coalesce(sum(${sum}), 0) FROM deposit_account d WHERE d.account_holder_key = t.encoded_key AND d.account_state ${states})`;
const loans = (sum: string, states: string): string =>
  `(SELECT coalesce(sum(${sum}), 0) FROM loan_account l WHERE l.account_holder_key = t.encoded_key AND l.account_state ${states})`;

const openDeposits = `NOT IN ('CLOSED', 'CLOSED_WRITTEN_OFF', 'CLOSED_REJECTED', 'WITHDRAWN')`;
const activeLoans = `IN ('ACTIVE', 'ACTIVE_IN_ARREARS', 'LOCKED')`;

/** What holders of accounts have in them, for lists of clients or of groups `t`. */
export const holderBalances: Readonly<Record<'depositsBalance' | 'loansBalance' | 'totalBalance', ListField>> = {
  depositsBalance: { sql: deposits('d.total_balance', openDeposits), type: 'NUMBER' },
  loansBalance: { sql: loans('l.principal_balance', activeLoans), type: 'NUMBER' },
  totalBalance: {
    sql: loans('l.principal_balance + l.interest_balance + l.fees_balance + l.penalty_balance', activeLoans),
    type: 'NUMBER',
  },
};

const address = `(SELECT string_agg(concat_ws(', ', a ->> 'line1', a ->> 'line2', a ->> 'city', a ->> 'region', a ->> 'postcode', a ->> 'country'),
  '; ' ORDER BY (a ->> 'indexInList')::int) FROM jsonb_array_elements(t.addresses) a)`;

// From the group to its members, so that only as many clients are looked at as it has.
const memberOf = (condition: string | undefined): string =>
  `t.encoded_key IN (SELECT (m ->> 'clientKey')::uuid FROM client_group g, jsonb_array_elements(g.group_members) m${condition === undefined ? '' : ` WHERE ${condition}`})`;

/** The fields of the client search by the contract's names. */
export const clientSearchFields: Readonly<Record<string, ListField>> = {
  encodedKey: { sql: 't.encoded_key', type: 'KEY' },
  id: { sql: 't.id', type: 'STRING' },
  clientState: { sql: 't.state', type: 'ENUM' },
  fullName: { sql: 't.full_name', type: 'STRING' },
  firstName: { sql: 't.first_name', type: 'STRING' },
  middleName: { sql: 't.middle_name', type: 'STRING' },
  lastName: { sql: 't.last_name', type: 'STRING' },
  birthdate: { sql: 't.birth_date', type: 'DATE' },
  gender: { sql: 't.gender', type: 'ENUM' },
  preferredLanguage: { sql: 't.preferred_language', type: 'ENUM' },
  emailAddress: { sql: 't.email_address', type: 'STRING' },
  homePhoneNumber: { sql: 't.home_phone', type: 'STRING' },
  mobilePhoneNumber: { sql: 't.mobile_phone', type: 'STRING' },
  mobilePhoneNumber2: { sql: 't.mobile_phone_2', type: 'STRING' },
  clientAddress: { sql: address, type: 'STRING' },
  clientRoleKey: { sql: 't.client_role_key', type: 'KEY' },
  branchKey: { sql: 't.assigned_branch_key', type: 'KEY' },
  centreKey: { sql: 't.assigned_centre_key', type: 'KEY' },
  creditOfficerKey: { sql: 't.assigned_user_key', type: 'KEY' },
  groupKey: { sql: 'g.encoded_key', type: 'KEY', anyOf: memberOf },
  groupId: { sql: 'g.id', type: 'STRING', anyOf: memberOf },
  portalState: { sql: `(t.portal_settings ->> 'portalState')`, type: 'ENUM' },
  loanCycle: { sql: 't.loan_cycle', type: 'NUMBER' },
  groupLoanCycle: { sql: 't.group_loan_cycle', type: 'NUMBER' },
  creationDate: { sql: 't.creation_date', type: 'DATE_TIME' },
  lastModifiedDate: { sql: 't.last_modified_date', type: 'DATE_TIME' },
  ...holderBalances,
  totalDue: {
    sql: loans('l.principal_due + l.interest_due + l.fees_due + l.penalty_due', activeLoans),
    type: 'NUMBER',
  },
  pendingLoanAmount: { sql: loans('l.loan_amount', `IN ('PARTIAL_APPLICATION', 'PENDING_APPROVAL')`), type: 'NUMBER' },
  approvedLoanAmount: { sql: loans('l.loan_amount', `= 'APPROVED'`), type: 'NUMBER' },
};

/** The way through all clients: the same as the contract's cursors of accounts, with an index of its own. */
export const clientCursor: NonNullable<Listing<never>['cursor']> = {
  exclusive: false,
  fields: [
    { sql: 't.last_modified_date', cast: 'timestamptz', text: 't.last_modified_date::text' },
    { sql: 't.encoded_key', cast: 'uuid', text: 't.encoded_key::text' },
  ],
};

/** What the list of clients can be narrowed to, besides where they belong. */
export type ClientFilter = {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly idNumber?: string | undefined;
  readonly state?: string | undefined;
  readonly birthDate?: string | undefined;
};

type ConditionOf<T> = (value: T) => Condition;

const filters: { readonly [K in keyof ClientFilter]-?: ConditionOf<NonNullable<ClientFilter[K]>> } = {
  firstName:
    (name) =>
    ({ bind }) =>
      `lower(t.first_name) = lower(${bind(name)}::text)`,
  lastName:
    (name) =>
    ({ bind }) =>
      `lower(t.last_name) = lower(${bind(name)}::text)`,
  idNumber:
    (documentId) =>
    ({ bind }) =>
      `t.id_documents @> ${bind(JSON.stringify([{ documentId }]))}::jsonb`,
  state:
    (state) =>
    ({ bind }) =>
      `t.state = ${bind(state)}::text`,
  birthDate:
    (date) =>
    ({ bind }) =>
      `t.birth_date = ${bind(date)}::date`,
};

/** The conditions of the list's own query parameters. */
export const clientConditions = (filter: ClientFilter): readonly Condition[] =>
  (Object.keys(filters) as (keyof ClientFilter)[]).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [(filters[name] as ConditionOf<string>)(value)];
  });
