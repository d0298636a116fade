/** The door of the organisation: what other domains may use. */
export { exchangeRateReference, indexRateReference, organisationReference } from './reference.ts';
export { assignmentConditions, checkReach, withAssignment } from './resources/assigned.ts';
export { entityId } from './resources/entityId.ts';
export { changeGeneralSetup } from './resources/generalSetup.ts';
export { refuseWithAttached } from './resources/refuseWithAttached.ts';
export { visibleRecordKey } from './resources/visibleRecord.ts';
export { type Address, addressesOf, checkAddresses, keptInList, longestList } from './rules/addresses.ts';
export { type Assignment, type AssignmentInput, checkAssignment } from './rules/assignment.ts';
export type { DaysOff } from './rules/calendar.ts';
export { changedProperties } from './rules/changedProperties.ts';
export {
  type ChannelDetails,
  type ChannelTransaction,
  type ChannelUser,
  channelFor,
  checkChannelConstraints,
} from './rules/channels.ts';
export { definitionProblems } from './rules/customFieldDefinitions.ts';
export type {
  CustomFieldDocument,
  DefinitionProblem,
  FieldDocument,
  SetDocument,
} from './rules/customFieldDocument.ts';
export { directory } from './rules/directory.ts';
export { exchanged, exchangedFor } from './rules/exchange.ts';
export { checkIdPattern, idFromPattern, matchesPattern } from './rules/idPattern.ts';
export { type IndexRate, type IndexRateSource, type IndexRateType, rateInForce } from './rules/indexRates.ts';
export type {
  AssignmentConstraint,
  BranchReference,
  CentreReference,
  ChannelReference,
  CurrencyReference,
  Directory,
  DuplicateCheck,
  GeneralSetup,
  OrganisationReference,
  RoleReference,
  UserReference,
} from './rules/organisation.ts';
export { lastReview, type RateReview } from './rules/rateReviews.ts';
export { permissionToView, type RecordType, recordNotFound } from './rules/records.ts';
export { checkEmail, checkId, isBlank, isReachable } from './rules/texts.ts';
export {
  loadCustomFieldDocument,
  loadDefinitionFacts,
  lostValues,
  replaceCustomFields,
} from './store/customFieldStore.ts';
export { keepIndexReviews } from './store/indexRateStore.ts';
export { recordWithinReach } from './store/recordReach.ts';
export { recordKey } from './store/records.ts';
export { isInProducts, isUsedAs } from './store/usage.ts';
