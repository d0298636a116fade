import { getConfiguration, type Section, updateConfiguration } from '../../../platform/configuration/section.ts';
import {
  checked,
  group,
  list,
  optional,
  type Problem,
  required,
  sameIn,
  text,
  type Values,
  whole,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { loadHoldExpiry, saveHoldExpiry } from '../store/holdExpiryStore.ts';

const mostDays = 3660;
const largestCategory = 9999;

const category = group({
  mcc: required(whole(0, largestCategory), 'EMPTY_MCC_FOR_AUTHORIZATION_HOLD'),
  daysToExpiration: required(
    whole(1, mostDays, 'INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD'),
    'INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD',
  ),
  description: optional(text({ length: 'INVALID_DESCRIPTION_FOR_AUTHORIZATION_HOLD' })),
});

const properties = {
  defaultAuthorizationHold: required(
    group({
      daysToExpiration: required(
        whole(1, mostDays, 'INVALID_DAYS_TO_EXPIRE_FOR_DEFAULT_AUTHORIZATION_HOLD'),
        'INVALID_DAYS_TO_EXPIRE_FOR_DEFAULT_AUTHORIZATION_HOLD',
      ),
    }),
    'NULL_DEFAULT_AUTHORIZATION_HOLD_ENTITY',
  ),
  authorizationHolds: withDefault(
    checked(list(category, 'NULL_AUTHORIZATION_HOLD_ENTITY'), (entries) =>
      entries.flatMap(({ mcc }, index): readonly Problem[] =>
        entries.findIndex((other) => other.mcc === mcc) < index
          ? [
              {
                path: [index, 'mcc'],
                message: `${mcc} is there twice`,
                reason: 'NON_UNIQUE_MCC_FOR_AUTHORIZATION_HOLD',
              },
            ]
          : [],
      ),
    ),
    [],
  ),
};

type Document = Values<typeof properties>;

const section: Section<Document> = {
  shape: group(properties),
  empty: 'AUTHORIZATION_HOLDS_CONFIGURATION_EMPTY',
  load: async ({ db }) => {
    const { defaultDays, entries } = await loadHoldExpiry(db);
    return { defaultAuthorizationHold: { daysToExpiration: defaultDays }, authorizationHolds: entries };
  },
  plan: (document, context) => ({
    problems: [],
    apply: async () => {
      const stored = await loadHoldExpiry(context.db);
      const before: Document = {
        defaultAuthorizationHold: { daysToExpiration: stored.defaultDays },
        authorizationHolds: stored.entries,
      };
      const after: Document = {
        ...document,
        authorizationHolds: document.authorizationHolds.toSorted((left, right) => left.mcc - right.mcc),
      };
      if (sameIn(section.shape, before, after)) return [];
      await saveHoldExpiry(context.db, {
        defaultDays: after.defaultAuthorizationHold.daysToExpiration,
        entries: after.authorizationHolds,
      });
      context.audit('AUTHORIZATION_HOLDS_CONFIGURATION', stored.encodedKey, before, after);
      return [];
    },
  }),
};

/** After how many days card holds expire, as one document. */
export const getAuthorizationHoldsConfiguration = getConfiguration('getAuthorizationHoldsConfiguration', section);

/** Replaces it. It counts from the next night on, also for holds that stand. */
export const updateAuthorizationHoldsConfiguration = updateConfiguration(
  'updateAuthorizationHoldsConfiguration',
  section,
);
