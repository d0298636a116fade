import type { ErrorReason } from '../../../generated/errors.ts';
import type { Permission } from '../../../generated/permissions.ts';
import type { Schemas } from '../../../generated/schemas.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

/** The kinds of records that tasks, comments and the like are about. */
export type RecordType = NonNullable<Schemas['Comment']['ownerType']>;

type RecordKind = { readonly label: string; readonly permission: Permission; readonly reason: ErrorReason };

/** What a record of each kind is called, the permission to look at it, and why an unknown one is refused. */
const kinds: Readonly<Record<RecordType, RecordKind>> = {
  CLIENT: { label: 'client', permission: 'VIEW_CLIENT_DETAILS', reason: 'INVALID_CLIENT_ID' },
  GROUP: { label: 'group', permission: 'VIEW_GROUP_DETAILS', reason: 'INVALID_GROUP_ID' },
  LOAN_PRODUCT: { label: 'loan product', permission: 'VIEW_LOAN_PRODUCT_DETAILS', reason: 'INVALID_PRODUCT_ID' },
  SAVINGS_PRODUCT: {
    label: 'deposit product',
    permission: 'VIEW_SAVINGS_PRODUCT_DETAILS',
    reason: 'INVALID_PRODUCT_ID',
  },
  CENTRE: { label: 'centre', permission: 'VIEW_CENTRE_DETAILS', reason: 'INVALID_CENTRE_ID' },
  BRANCH: { label: 'branch', permission: 'VIEW_BRANCH_DETAILS', reason: 'INVALID_BRANCH_ID' },
  USER: { label: 'user', permission: 'VIEW_USER_DETAILS', reason: 'INVALID_USER_ID' },
  LOAN_ACCOUNT: { label: 'loan account', permission: 'VIEW_LOAN_ACCOUNT_DETAILS', reason: 'INVALID_LOAN_ACCOUNT_ID' },
  DEPOSIT_ACCOUNT: {
    label: 'deposit account',
    permission: 'VIEW_SAVINGS_ACCOUNT_DETAILS',
    reason: 'INVALID_DEPOSIT_ACCOUNT_ID',
  },
  ID_DOCUMENT: { label: 'identity document', permission: 'VIEW_CLIENT_DETAILS', reason: 'INVALID_ID_DOCUMENT' },
  LINE_OF_CREDIT: {
    label: 'credit arrangement',
    permission: 'VIEW_LINE_OF_CREDIT_DETAILS',
    reason: 'INVALID_LINE_OF_CREDIT_ID',
  },
  GL_JOURNAL_ENTRY: {
    label: 'journal entry',
    permission: 'VIEW_JOURNAL_ENTRIES',
    reason: 'INVALID_JOURNAL_TRANSACTION_ID',
  },
};

/** The permission to look at records of this kind. */
export const permissionToView = (type: RecordType): Permission => kinds[type].permission;

/** The refusal of a name that leads nowhere, or to what the caller may not see: he is not told which of the two. */
export const recordNotFound = (type: RecordType, property: string, ref: string, status: 400 | 404 = 400): Rejection =>
  reject(kinds[type].reason, `${property} ${ref.slice(0, 80)} does not name a ${kinds[type].label}`, status);
