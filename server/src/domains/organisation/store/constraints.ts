import type { ErrorReason } from '../../../generated/errors.ts';

/** What a violated unique constraint of the organisation's tables means to the client. */
export const organisationConstraints: { readonly constraints: Readonly<Record<string, ErrorReason>> } = {
  constraints: {
    branch_id: 'DUPLICATE_BRANCH_ID',
    centre_id: 'DUPLICATE_CENTRE_ID',
    general_holiday_id: 'DUPLICATE_HOLIDAY_ID',
    branch_holiday_id: 'DUPLICATE_HOLIDAY_ID',
    currency_code: 'DUPLICATE_CURRENCY_CODE',
    currency_base: 'BASE_CURRENCY_NOT_UNIQUE',
    transaction_channel_id: 'DUPLICATE_TRANSACTION_CHANNEL_ID',
    transaction_channel_name: 'DUPLICATE_TRANSACTION_CHANNEL_NAME',
    index_rate_source_id: 'DUPLICATE_INDEX_RATE_SOURCE_ID',
    index_rate_source_name: 'INDEX_RATE_SOURCE_NAME_DUPLICATE',
    index_rate_id: 'DUPLICATE_INDEX_RATE_ID',
    index_rate_start: 'INDEX_RATE_START_DATE_DUPLICATE',
    accounting_rate_start: 'DATE_ON_LAST_RATE_DATE',
    exchange_rate_start: 'DATE_ON_LAST_RATE_DATE',
    user_role_id_key: 'ROLE_ID_ALREADY_IN_USE',
    user_role_name: 'ROLE_NAME_ALREADY_IN_USE',
    app_user_role_exists: 'INVALID_USER_ROLE_KEY',
    api_consumer_role_exists: 'INVALID_API_CONSUMER_ROLE_KEY',
    app_user_username: 'USERNAME_ALREADY_EXISTS',
    api_consumer_name: 'API_CONSUMER_ALREADY_EXISTS',
    app_user_email: 'EMAIL_ADDRESS_ALREADY_REGISTERED_WITH_ANOTHER_USER',
  },
};
