import type { CustomFieldEntity } from './definitions.ts';

/** Where the values of each kind of record are, in a column custom_fields. */
export const hostTables: Partial<Readonly<Record<CustomFieldEntity, readonly string[]>>> = {
  CLIENT: ['client'],
  GROUP: ['client_group'],
  DEPOSIT_PRODUCT: ['deposit_product'],
  DEPOSIT_ACCOUNT: ['deposit_account'],
  LOAN_ACCOUNT: ['loan_account'],
  TRANSACTION_CHANNEL: ['deposit_transaction', 'loan_transaction'],
  TRANSACTION_TYPE: ['deposit_transaction', 'loan_transaction'],
  BRANCH: ['branch'],
  CENTRE: ['centre'],
  USER: ['app_user'],
};
