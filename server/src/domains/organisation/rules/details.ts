import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { type Address, checkAddresses } from './addresses.ts';
import { checkEmail, isBlank } from './texts.ts';

/** The details of the organisation as a request carries them. */
export type DetailsInput = {
  readonly institutionName: string;
  readonly dateFormat: string;
  readonly dateTimeFormat: string;
  readonly emailAddress?: string | undefined;
  readonly address?: Address | undefined;
  readonly currency?: string | undefined;
  readonly timeZoneID?: string | undefined;
};

/** What of the details is decided elsewhere. */
export type FixedDetails = { readonly currency: string; readonly timeZoneID: string };

// The letters of date patterns that people write, with what parts them.
const datePattern = /^[dMyE .,:/'-]{1,64}$/;
const dateTimePattern = /^[dMyEHhmsSaT .,:/'-]{1,64}$/;

const isDateFormat = (format: string): boolean =>
  datePattern.test(format) && ['d', 'M', 'y'].every((letter) => format.includes(letter));

const isDateTimeFormat = (format: string): boolean =>
  dateTimePattern.test(format) &&
  ['d', 'M', 'y', 'm'].every((letter) => format.includes(letter)) &&
  /[Hh]/.test(format);

/** Refuses details that nobody could read, and a currency or a time zone other than those the bank works in. */
export const checkDetails = (details: DetailsInput, fixed: FixedDetails): Rejection | undefined => {
  if (isBlank(details.institutionName)) return reject('BLANK_INSTITUTION_NAME', 'institutionName may not be blank');
  if (!isDateFormat(details.dateFormat)) {
    return reject('INVALID_DATE_FORMAT', 'dateFormat must be a pattern of day, month and year like dd-MM-yyyy');
  }
  if (!isDateTimeFormat(details.dateTimeFormat)) {
    return reject(
      'INVALID_DATE_FORMAT',
      'dateTimeFormat must be a pattern of a date with hours and minutes like dd-MM-yyyy HH:mm:ss',
    );
  }
  if (details.currency !== undefined && details.currency !== fixed.currency) {
    return reject('INVALID_PARAMETERS', `currency must stay ${fixed.currency}, the base currency`);
  }
  if (details.timeZoneID !== undefined && details.timeZoneID !== fixed.timeZoneID) {
    return reject(
      'INVALID_PARAMETERS',
      `timeZoneID must stay ${fixed.timeZoneID}: every booking day, value date and due date is a day in that zone. ` +
        'It is chosen where the server is started, before the first account',
    );
  }
  return (
    checkEmail(details.emailAddress, 'emailAddress', 'EMAIL_ADDRESS_FORMAT_IS_INVALID') ??
    (details.address ? checkAddresses([details.address], 'address') : undefined)
  );
};
