import { Decimal, type Decimalish } from '../../../kernel/money.ts';
import { getConfiguration, type Section, updateConfiguration } from '../../../platform/configuration/section.ts';
import {
  checked,
  decimal,
  group,
  list,
  oneOf,
  optional,
  type Problem,
  required,
  type Shape,
  sameIn,
  truth,
  type Values,
  whole,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { organisationReference } from '../reference.ts';
import { changeGeneralSetup } from '../resources/generalSetup.ts';

const mostDays = 36_500;
const largestGroup = 100_000;
const largestExposure = 1e18;

/** A list of choices, none of them twice. */
const choices = <V extends string>(values: readonly V[]): Shape<readonly V[]> =>
  checked(list(oneOf(values)), (chosen) =>
    chosen.flatMap((value, index): readonly Problem[] =>
      chosen.indexOf(value) < index
        ? [{ path: [index], message: `${value} is there twice`, reason: 'INVALID_PARAMETERS' }]
        : [],
    ),
  );

const loanExposure = checked(
  group({
    exposureType: required(oneOf(['UNLIMITED', 'SUM_OF_LOANS', 'SUM_OF_LOANS_MINUS_SAVINGS'])),
    exposureAmount: optional(decimal(0, largestExposure, 'EXPOSURE_AMOUNT_RANGE_VIOLATION')),
  }),
  ({ exposureType, exposureAmount }): readonly Problem[] =>
    exposureType !== 'UNLIMITED' && exposureAmount === undefined
      ? [{ path: ['exposureAmount'], message: 'may not be missing', reason: 'EXPOSURE_AMOUNT_REQUIRED' }]
      : [],
);

const groupSizeLimit = checked(
  group({
    groupSizeLimitType: required(oneOf(['HARD', 'WARNING', 'NONE'])),
    minGroupSizeLimit: optional(whole(1, largestGroup, 'MIN_GROUP_SIZE_LIMIT_RANGE_VIOLATION')),
    maxGroupSizeLimit: optional(whole(1, largestGroup, 'MAX_GROUP_SIZE_LIMIT_RANGE_VIOLATION')),
  }),
  ({ groupSizeLimitType: type, minGroupSizeLimit: min, maxGroupSizeLimit: max }): readonly Problem[] => {
    const missing = 'may not be missing';
    if (type !== 'NONE' && (min === undefined || max === undefined)) {
      return [
        ...(min === undefined
          ? [{ path: ['minGroupSizeLimit'], message: missing, reason: 'MIN_GROUP_SIZE_LIMIT_REQUIRED' } as const]
          : []),
        ...(max === undefined
          ? [{ path: ['maxGroupSizeLimit'], message: missing, reason: 'MAX_GROUP_SIZE_LIMIT_REQUIRED' } as const]
          : []),
      ];
    }
    const message = `may not be lower than minGroupSizeLimit ${min}`;
    return min !== undefined && max !== undefined && max < min
      ? [{ path: ['maxGroupSizeLimit'], message, reason: 'MAX_LOWER_THAN_MIN_GROUP_SIZE_LIMIT' }]
      : [];
  },
);

const duplicateClients = group({
  duplicateClientChecks: withDefault(
    choices([
      'DOCUMENT_ID_AND_TYPE',
      'HOME_PHONE',
      'MOBILE_PHONE',
      'EMAIL',
      'FIRST_NAME_AND_LAST_NAME',
      'LAST_NAME_AND_DATE_OF_BIRTH',
    ]),
    [],
  ),
  duplicateClientConstraintAction: withDefault(oneOf(['NONE', 'WARNING', 'ERROR']), 'NONE'),
});

// What is left out is as in a new bank.
const properties = {
  loanExposure: withDefault(loanExposure, { exposureType: 'UNLIMITED', exposureAmount: undefined }),
  assignmentConstraints: withDefault(choices(['BRANCH', 'CENTRE', 'CREDIT_OFFICER', 'GROUP']), []),
  allowMultipleLoans: withDefault(truth(), true),
  allowMultipleGroupMemberships: withDefault(truth(), true),
  duplicateClientFieldsConfiguration: withDefault(duplicateClients, {
    duplicateClientChecks: [],
    duplicateClientConstraintAction: 'NONE',
  }),
  arrearsDaysBeforeWriteOff: optional(whole(0, mostDays)),
  maxAllowedUndoClosurePeriod: optional(whole(0, mostDays)),
  defaultClientState: withDefault(oneOf(['PENDING_APPROVAL', 'INACTIVE']), 'INACTIVE'),
  defaultLineOfCreditState: withDefault(oneOf(['PENDING_APPROVAL', 'APPROVED']), 'PENDING_APPROVAL'),
  groupSizeLimit: withDefault(groupSizeLimit, {
    groupSizeLimitType: 'NONE',
    minGroupSizeLimit: undefined,
    maxGroupSizeLimit: undefined,
  }),
  approvalDisbursalTwoManRuleEnabled: withDefault(truth(), false),
  availableDashboardSections: withDefault(
    choices([
      'CLIENTS',
      'CURRENT_TILLS',
      'FAVOURITE_VIEWS',
      'INDICATORS',
      'LATEST_ACTIVITY',
      'TASKS',
      'UPCOMING_REPAYMENTS',
    ]),
    [],
  ),
};

type Controls = Values<typeof properties>;
type Listed = Readonly<Record<string, unknown>>;

/** The controls as the general setup holds them, in whose terms all other rules read them. */
const controlsOf = (settings: Listed): Controls => {
  const checks = (settings.duplicateClientChecks ?? []) as readonly Listed[];
  const dashboard = (settings.dashboardConfigurations ?? []) as readonly Listed[];
  const amount = settings.exposureAmount as Decimalish | undefined;
  // Whatever was stored was judged by the declarations above, or by a migration.
  return {
    loanExposure: {
      exposureType: settings.exposureType ?? 'UNLIMITED',
      exposureAmount: amount === undefined ? undefined : new Decimal(amount),
    },
    assignmentConstraints: settings.assignmentConstraints ?? [],
    allowMultipleLoans: settings.multipleLoans !== 'ONE_LOAN',
    allowMultipleGroupMemberships: settings.multipleGroupMemberships !== 'ONE_GROUP',
    duplicateClientFieldsConfiguration: {
      duplicateClientChecks: checks.filter(({ active }) => active !== false).map(({ dataField }) => dataField),
      duplicateClientConstraintAction: settings.duplicateClientConstraintAction ?? 'NONE',
    },
    arrearsDaysBeforeWriteOff: settings.arrearsDaysBeforeWriteOff,
    maxAllowedUndoClosurePeriod: settings.maxAllowedUndoClosurePeriod,
    defaultClientState: settings.defaultClientState ?? 'INACTIVE',
    defaultLineOfCreditState: settings.defaultLineOfCreditState ?? 'PENDING_APPROVAL',
    groupSizeLimit: {
      groupSizeLimitType: settings.groupSizeLimitType ?? 'NONE',
      minGroupSizeLimit: settings.minGroupSizeLimit,
      maxGroupSizeLimit: settings.maxGroupSizeLimit,
    },
    approvalDisbursalTwoManRuleEnabled: settings.approvalDisbursalTwoManRuleEnabled ?? false,
    availableDashboardSections: dashboard.map(({ name }) => name),
  } as unknown as Controls;
};

const settingsOf = (controls: Controls): Listed => ({
  exposureType: controls.loanExposure.exposureType,
  exposureAmount: controls.loanExposure.exposureAmount,
  assignmentConstraints: controls.assignmentConstraints,
  multipleLoans: controls.allowMultipleLoans ? 'UNLIMITED' : 'ONE_LOAN',
  multipleGroupMemberships: controls.allowMultipleGroupMemberships ? 'UNLIMITED' : 'ONE_GROUP',
  duplicateClientChecks: controls.duplicateClientFieldsConfiguration.duplicateClientChecks.map((dataField) => ({
    active: true,
    dataField,
  })),
  duplicateClientConstraintAction: controls.duplicateClientFieldsConfiguration.duplicateClientConstraintAction,
  arrearsDaysBeforeWriteOff: controls.arrearsDaysBeforeWriteOff,
  maxAllowedUndoClosurePeriod: controls.maxAllowedUndoClosurePeriod,
  defaultClientState: controls.defaultClientState,
  defaultLineOfCreditState: controls.defaultLineOfCreditState,
  groupSizeLimitType: controls.groupSizeLimit.groupSizeLimitType,
  minGroupSizeLimit: controls.groupSizeLimit.minGroupSizeLimit,
  maxGroupSizeLimit: controls.groupSizeLimit.maxGroupSizeLimit,
  approvalDisbursalTwoManRuleEnabled: controls.approvalDisbursalTwoManRuleEnabled,
  dashboardConfigurations: controls.availableDashboardSections.map((name) => ({ name })),
});

const section: Section<Controls> = {
  shape: group(properties),
  empty: 'YAML_PROCESSING_FAILED',
  load: ({ reference }) => controlsOf(reference.get(organisationReference).generalSetup.settings),
  plan: (controls, context) => {
    const before = controlsOf(context.reference.get(organisationReference).generalSetup.settings);
    return {
      problems: [],
      apply: async () => {
        if (!sameIn(section.shape, before, controls)) await changeGeneralSetup(settingsOf(controls), context);
        return [];
      },
    };
  },
};

/** The internal controls as one document: the part of the general setup that limits what people do. */
export const getInternalControlsConfiguration = getConfiguration('getInternalControlsConfiguration', section);

/** Replaces the internal controls. The general setup is the one place that has them, and every rule reads them there. */
export const updateInternalControlsConfiguration = updateConfiguration('updateInternalControlsConfiguration', section);
