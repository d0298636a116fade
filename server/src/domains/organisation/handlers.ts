import type { Handlers } from '../../platform/http/handler.ts';
import { getBranchesConfiguration, updateBranchesConfiguration } from './configuration/branches.ts';
import { getCentresConfiguration, updateCentresConfiguration } from './configuration/centres.ts';
import { getCurrenciesConfiguration, updateCurrenciesConfiguration } from './configuration/currencies.ts';
import {
  getCustomFieldsConfiguration,
  getCustomFieldsConfigurationTemplate,
  updateCustomFieldsConfiguration,
} from './configuration/customFields.ts';
import { getHolidaysConfiguration, updateHolidaysConfiguration } from './configuration/holidays.ts';
import { getIndexRatesConfiguration, updateIndexRatesConfiguration } from './configuration/indexRates.ts';
import {
  getInternalControlsConfiguration,
  updateInternalControlsConfiguration,
} from './configuration/internalControls.ts';
import {
  getOrganizationConfiguration,
  getOrganizationConfigurationTemplate,
  updateOrganizationConfiguration,
} from './configuration/organization.ts';
import {
  getTransactionChannelsConfiguration,
  updateTransactionChannelsConfiguration,
} from './configuration/transactionChannels.ts';
import {
  getUserRolesConfiguration,
  getUserRolesConfigurationTemplate,
  updateUserRolesConfiguration,
} from './configuration/userRoles.ts';
import { createApiKey } from './operations/createApiKey.ts';
import { createSecretKey } from './operations/createSecretKey.ts';
import { deleteApiKey } from './operations/deleteApiKey.ts';
import { getApiKeys } from './operations/getApiKeys.ts';
import { getGeneralSetup } from './operations/getGeneralSetup.ts';
import { getOrganizationSetup, updateOrganizationSetup } from './operations/organizationSetup.ts';
import { rotateApiKey } from './operations/rotateApiKey.ts';
import setEndOfDayBalanceDate from './operations/setEndOfDayBalanceDate.ts';
import {
  createApiConsumer,
  deleteApiConsumer,
  getApiConsumer,
  getApiConsumers,
  patchApiConsumer,
  updateApiConsumer,
} from './resources/apiConsumers.ts';
import { clearBlockedAddress, getBlockedAddresses } from './resources/blockedAddresses.ts';
import { createBranch, getBranch, getBranches } from './resources/branches.ts';
import { getCentre, getCentres } from './resources/centres.ts';
import { createCurrency, deleteCurrency, getCurrencies, getCurrency, updateCurrency } from './resources/currencies.ts';
import {
  createAccountingRate,
  createExchangeRate,
  getAccountingRates,
  getExchangeRates,
} from './resources/currencyRates.ts';
import { getCustomField, getCustomFieldSets, getCustomFieldsOfSet } from './resources/customFields.ts';
import {
  createHolidays,
  deleteHoliday,
  getHoliday,
  getHolidays,
  getNonWorkingDays,
  updateHolidays,
  updateNonWorkingDays,
} from './resources/holidays.ts';
import {
  createIndexRate,
  createIndexRateSource,
  deleteIndexRate,
  deleteIndexRateSource,
  getIndexRateSource,
  getIndexRateSources,
  getIndexRates,
} from './resources/indexRates.ts';
import {
  createTransactionChannel,
  deleteTransactionChannel,
  getTransactionChannel,
  getTransactionChannels,
  updateTransactionChannel,
} from './resources/transactionChannels.ts';
import {
  createUserRole,
  deleteUserRole,
  getUserRole,
  getUserRoles,
  patchUserRole,
  updateUserRole,
} from './resources/userRoles.ts';
import { createUser, deleteUser, getUser, getUsers, patchUser, updateUser } from './resources/users.ts';

export { organisationReference } from './reference.ts';
export { organisationConstraints } from './store/constraints.ts';

/** Every operation of the organisation. */
export const organisationHandlers = {
  getBranches,
  getBranch,
  createBranch,
  getCentres,
  getCentre,
  getCurrencies,
  getCurrency,
  createCurrency,
  updateCurrency,
  deleteCurrency,
  getAccountingRates,
  createAccountingRate,
  getExchangeRates,
  createExchangeRate,
  getTransactionChannels,
  getTransactionChannel,
  createTransactionChannel,
  updateTransactionChannel,
  deleteTransactionChannel,
  getIndexRateSources,
  getIndexRateSource,
  createIndexRateSource,
  deleteIndexRateSource,
  getIndexRates,
  createIndexRate,
  deleteIndexRate,
  getUsers,
  getUser,
  createUser,
  updateUser,
  patchUser,
  deleteUser,
  getApiConsumers,
  getApiConsumer,
  createApiConsumer,
  updateApiConsumer,
  patchApiConsumer,
  deleteApiConsumer,
  getApiKeys,
  createApiKey,
  deleteApiKey,
  createSecretKey,
  rotateApiKey,
  getBlockedAddresses,
  clearBlockedAddress,
  getUserRoles,
  getUserRole,
  createUserRole,
  updateUserRole,
  patchUserRole,
  deleteUserRole,
  getGeneralSetup,
  setEndOfDayBalanceDate,
  getOrganizationSetup,
  updateOrganizationSetup,
  getBranchesConfiguration,
  updateBranchesConfiguration,
  getCentresConfiguration,
  updateCentresConfiguration,
  getCurrenciesConfiguration,
  updateCurrenciesConfiguration,
  getTransactionChannelsConfiguration,
  updateTransactionChannelsConfiguration,
  getCustomFieldsConfiguration,
  updateCustomFieldsConfiguration,
  getCustomFieldsConfigurationTemplate,
  getHolidaysConfiguration,
  updateHolidaysConfiguration,
  getInternalControlsConfiguration,
  updateInternalControlsConfiguration,
  getUserRolesConfiguration,
  getUserRolesConfigurationTemplate,
  updateUserRolesConfiguration,
  getIndexRatesConfiguration,
  updateIndexRatesConfiguration,
  getOrganizationConfiguration,
  getOrganizationConfigurationTemplate,
  updateOrganizationConfiguration,
  getHolidays,
  updateHolidays,
  createHolidays,
  getHoliday,
  deleteHoliday,
  getNonWorkingDays,
  updateNonWorkingDays,
  getCustomFieldSets,
  getCustomFieldsOfSet,
  getCustomField,
} satisfies Handlers;
