import {
  getConfiguration,
  getTemplate,
  type Section,
  updateConfiguration,
} from '../../../platform/configuration/section.ts';
import {
  group,
  oneOf,
  optional,
  type Problem,
  required,
  sameIn,
  text,
  type Values,
} from '../../../platform/configuration/shape.ts';
import { changeDetails, fixedDetails } from '../resources/details.ts';
import { checkDetails } from '../rules/details.ts';
import { loadDetails, type StoredDetails } from '../store/detailsStore.ts';
import { address, firstAddress, withFirstAddress } from './address.ts';

const properties = {
  institutionName: required(
    text({ blank: 'BLANK_INSTITUTION_NAME', length: 'INSTITUTION_NAME_LENGTH' }),
    'BLANK_INSTITUTION_NAME',
  ),
  emailAddress: optional(text({ length: 'EMAIL_ADDRESS_SIZE_INVALID' })),
  phoneNumber: optional(text()),
  address: optional(address),
  decimalSeparator: required(oneOf(['COMMA', 'POINT'], 'INVALID_DECIMAL_SEPARATOR'), 'BLANK_DECIMAL_SEPARATOR'),
  localDateFormat: required(text({ blank: 'BLANK_DATE', length: 'INVALID_DATE_FORMAT' }), 'BLANK_DATE'),
  localDateTimeFormat: required(
    text({ blank: 'BLANK_DATE_TIME', length: 'INVALID_DATE_TIME_FORMAT' }),
    'BLANK_DATE_TIME',
  ),
};

type DetailsItem = Values<typeof properties>;

const itemOf = (details: StoredDetails): DetailsItem => ({
  institutionName: details.institutionName,
  emailAddress: details.emailAddress,
  phoneNumber: details.phoneNumber,
  address: firstAddress(details.address ? [details.address] : []),
  decimalSeparator: details.decimalSeparator,
  localDateFormat: details.dateFormat,
  localDateTimeFormat: details.dateTimeFormat,
});

const detailsOf = (item: DetailsItem, before: StoredDetails) => ({
  institutionName: item.institutionName,
  emailAddress: item.emailAddress,
  phoneNumber: item.phoneNumber,
  address: withFirstAddress(before.address ? [before.address] : [], item.address)[0],
  decimalSeparator: item.decimalSeparator,
  dateFormat: item.localDateFormat,
  dateTimeFormat: item.localDateTimeFormat,
});

/** A rule names the property as the API does. */
const problemOf = (reason: Problem['reason'], source = ''): Problem => {
  const [property = '', ...words] = source.split(' ');
  const message = words.join(' ');
  if (property === 'dateFormat') return { path: ['localDateFormat'], message, reason };
  if (property === 'dateTimeFormat') {
    return { path: ['localDateTimeFormat'], message, reason: 'INVALID_DATE_TIME_FORMAT' };
  }
  return { path: [property], message, reason };
};

const section: Section<DetailsItem> = {
  shape: group(properties),
  empty: 'YAML_PROCESSING_FAILED',
  load: async ({ db }) => itemOf((await loadDetails(db)).details),
  plan: async (item, context) => {
    const { details: before } = await loadDetails(context.db, true);
    const wanted = detailsOf(item, before);
    const refusal = checkDetails(wanted, fixedDetails(context));
    return {
      problems: (refusal?.errors ?? []).map(({ reason, source }) => problemOf(reason, source)),
      apply: async () => {
        if (!sameIn(section.shape, itemOf(before), item)) await changeDetails(wanted, context);
        return [];
      },
    };
  },
};

/** The details of the organisation as one document. Currency and time zone are decided elsewhere. */
export const getOrganizationConfiguration = getConfiguration('getOrganizationConfiguration', section);

/** A document to start from: every property that the organisation has. */
export const getOrganizationConfigurationTemplate = getTemplate('getOrganizationConfigurationTemplate', section);

/** Replaces the details of the organisation: what is left out is cleared. */
export const updateOrganizationConfiguration = updateConfiguration('updateOrganizationConfiguration', section);
