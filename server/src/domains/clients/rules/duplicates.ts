import type { IdDocument } from './idDocuments.ts';

export type DuplicateCheckName =
  | 'DOCUMENT_ID_AND_TYPE'
  | 'HOME_PHONE'
  | 'MOBILE_PHONE'
  | 'EMAIL'
  | 'FIRST_NAME_AND_LAST_NAME'
  | 'LAST_NAME_AND_DATE_OF_BIRTH';

/** What of a client is compared with other clients. */
export type ComparedClient = {
  readonly firstName: string;
  readonly lastName: string;
  readonly birthDate?: string | undefined;
  readonly emailAddress?: string | undefined;
  readonly homePhone?: string | undefined;
  readonly mobilePhone?: string | undefined;
  readonly idDocuments?: readonly IdDocument[] | undefined;
};

/** One question to the store: is there another client with these values? */
export type DuplicateProbe = {
  readonly check: DuplicateCheckName;
  readonly values: readonly string[];
  /** The properties that would be the same, for the refusal. */
  readonly source: string;
};

/** What each check compares. */
const compared: Readonly<Record<DuplicateCheckName, readonly (keyof ComparedClient)[]>> = {
  EMAIL: ['emailAddress'],
  HOME_PHONE: ['homePhone'],
  MOBILE_PHONE: ['mobilePhone'],
  FIRST_NAME_AND_LAST_NAME: ['firstName', 'lastName'],
  LAST_NAME_AND_DATE_OF_BIRTH: ['lastName', 'birthDate'],
  DOCUMENT_ID_AND_TYPE: ['idDocuments'],
};

/** The checks that a change of these properties can fail: clients that are alike already can still be edited otherwise. */
export const checksFor = (
  checks: readonly DuplicateCheckName[],
  changes: ReadonlySet<string>,
): readonly DuplicateCheckName[] => checks.filter((check) => compared[check].some((property) => changes.has(property)));

/** The questions that the active checks ask about a client; one without the values asks nothing. */
export const duplicateProbes = (
  client: ComparedClient,
  checks: readonly DuplicateCheckName[],
): readonly DuplicateProbe[] => checks.flatMap((check) => probesOf(client, check));

const probe = (
  check: DuplicateCheckName,
  source: string,
  ...values: readonly (string | undefined)[]
): readonly DuplicateProbe[] => {
  const given = values.filter((value): value is string => value !== undefined && value.trim() !== '');
  return given.length === values.length ? [{ check, values: given, source }] : [];
};

const probesOf = (client: ComparedClient, check: DuplicateCheckName): readonly DuplicateProbe[] => {
  switch (check) {
    case 'EMAIL':
      return probe(check, 'emailAddress', client.emailAddress);
    case 'HOME_PHONE':
      return probe(check, 'homePhone', client.homePhone);
    case 'MOBILE_PHONE':
      return probe(check, 'mobilePhone', client.mobilePhone);
    case 'FIRST_NAME_AND_LAST_NAME':
      return probe(check, 'firstName and lastName', client.firstName, client.lastName);
    case 'LAST_NAME_AND_DATE_OF_BIRTH':
      return probe(check, 'lastName and birthDate', client.lastName, client.birthDate);
    case 'DOCUMENT_ID_AND_TYPE':
      return (client.idDocuments ?? []).flatMap((document) =>
        probe(check, 'idDocuments', document.documentId, document.documentType),
      );
  }
};
