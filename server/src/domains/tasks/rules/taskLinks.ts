import type { ErrorReason } from '../../../generated/errors.ts';
import type { Permission } from '../../../generated/permissions.ts';
import type { Schemas } from '../../../generated/schemas.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

export type TaskLinkType = NonNullable<Schemas['Task']['taskLinkType']>;

type Linked = { readonly label: string; readonly permission: Permission; readonly reason: ErrorReason };

/** What a task can be about: its name, the permission to look at it, and why it is refused. */
const linked: Readonly<Record<TaskLinkType, Linked>> = {
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

/** The permission without which a link of this type leads nowhere for a caller. */
export const permissionOfLink = (type: TaskLinkType): Permission => linked[type].permission;

/** The refusal of a link that leads nowhere, or to what the caller may not see: he is not told which of the two. */
export const linkNotFound = (type: TaskLinkType, ref: string): Rejection =>
  reject(linked[type].reason, `taskLinkKey ${ref.slice(0, 80)} does not name a ${linked[type].label}`, 400);
