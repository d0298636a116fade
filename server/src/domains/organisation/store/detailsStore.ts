import type pg from 'pg';
import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Instant, instant } from '../../../kernel/instant.ts';
import { formatUtc } from '../../../platform/clock/zone.ts';
import type { Address } from '../rules/addresses.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** What the database holds of the organisation's details, in the contract's shape. */
export type StoredDetails = Omit<Schemas['OrganizationSetup'], 'currency' | 'timeZoneID' | 'address'> & {
  readonly address?: Address;
};

type Row = {
  encoded_key: EncodedKey;
  institution_name: string;
  email_address: string | null;
  phone_number: string | null;
  address: Address | null;
  creation_date: number;
  last_modified_date: number;
  date_format: string;
  date_time_format: string;
  decimal_separator: 'COMMA' | 'POINT';
};

/** The details of the organisation and the key that audit records name it by. `forUpdate` lets only one change happen at a time. */
export const loadDetails = async (
  db: Queryable,
  forUpdate = false,
): Promise<{ readonly encodedKey: EncodedKey; readonly details: StoredDetails }> => {
  const { rows } = await db.query<Row>(
    `SELECT o.*, g.settings #>> '{dateFormats,DATE_FORMAT}' AS date_format,
            g.settings #>> '{dateFormats,DATE_TIME_FORMAT}' AS date_time_format, g.settings ->> 'decimalSeparator' AS decimal_separator
       FROM organisation o CROSS JOIN general_setup g ${forUpdate ? 'FOR UPDATE' : ''}`,
  );
  const [row] = rows;
  if (!row) throw new Error('organisation has no row; the database was not set up by the migrations');
  return {
    encodedKey: row.encoded_key,
    details: {
      institutionName: row.institution_name,
      ...(row.email_address === null ? {} : { emailAddress: row.email_address }),
      ...(row.phone_number === null ? {} : { phoneNumber: row.phone_number }),
      ...(row.address === null ? {} : { address: row.address }),
      dateFormat: row.date_format,
      dateTimeFormat: row.date_time_format,
      decimalSeparator: row.decimal_separator,
      creationDate: formatUtc(instant(row.creation_date)),
      lastModifiedDate: formatUtc(instant(row.last_modified_date)),
    },
  };
};

/** Replaces the details. */
export const storeDetails = async (db: Queryable, details: StoredDetails, now: Instant): Promise<void> => {
  await db.query(
    `UPDATE organisation SET institution_name = $1, email_address = $2, phone_number = $3, address = $4, last_modified_date = $5`,
    [
      details.institutionName,
      details.emailAddress ?? null,
      details.phoneNumber ?? null,
      details.address ? JSON.stringify(details.address) : null,
      new Date(now).toISOString(),
    ],
  );
  await db.query(
    `UPDATE general_setup SET settings = settings || jsonb_build_object('decimalSeparator', $1::text, 'dateFormats',
       coalesce(settings -> 'dateFormats', '{}') || jsonb_build_object('DATE_FORMAT', $2::text, 'DATE_TIME_FORMAT', $3::text))`,
    [details.decimalSeparator, details.dateFormat, details.dateTimeFormat],
  );
};
