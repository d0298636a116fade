import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import { type Entity, enumeration, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation, listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { createOperation } from '../../../platform/resources/writes.ts';
import { organisationReference } from '../reference.ts';
import { type Address, addressesOf, checkAddresses } from '../rules/addresses.ts';
import { type Holiday, type HolidayInput, holidayChanges, holidaysOf } from '../rules/holidays.ts';
import { checkEmail, checkId, requireText } from '../rules/texts.ts';
import { branchHolidays, holidaysOfBranch, lockCalendar, replaceHolidays } from '../store/holidayStore.ts';

type Branch = Entity & {
  readonly id: string;
  readonly addresses?: readonly Address[];
  readonly branchHolidays?: readonly HolidayInput[];
};

/** Puts the holidays of a branch, which its rules have completed, in the place of those it has. */
const storeParts = async (entity: Entity, { db, now }: WriteContext): Promise<void> => {
  const owner = { branchKey: entity.encodedKey };
  await lockCalendar(db);
  const stored = await branchHolidays(db, entity.encodedKey);
  await replaceHolidays(db, owner, holidayChanges(stored, entity.branchHolidays as readonly Holiday[]), now);
};

/** The id of a centre that is active in a branch. Its branch can't be inactive then. */
export const activeCentreOf = (branchKey: EncodedKey, { reference }: OperationContext): string | undefined =>
  [...reference.get(organisationReference).centres.byKey.values()].find(
    ({ assignedBranchKey, state }) => assignedBranchKey === branchKey && state === 'ACTIVE',
  )?.id;

const judged = (branch: Branch, before: Branch | undefined): Entity | Rejection => {
  const holidays = holidaysOf(branch.branchHolidays ?? [], 'branchHolidays', newEncodedKey);
  return (
    checkId(branch.id, { blank: 'BLANK_BRANCH_ID', length: 'BRANCH_ID_LENGTH' }) ??
    requireText(branch.name, 'name', 'BLANK_BRANCH_NAME') ??
    checkEmail(branch.emailAddress, 'emailAddress', 'BRANCH_EMAIL_FORMAT') ??
    checkAddresses(branch.addresses ?? []) ??
    (isRejection(holidays) ? holidays : undefined) ?? {
      ...branch,
      branchHolidays: holidays,
      state: branch.state ?? 'ACTIVE',
      addresses: addressesOf(branch.addresses ?? [], before?.addresses ?? [], branch.encodedKey),
    }
  );
};

/** Branches: the API makes them, their configuration document changes them. */
export const branches: Resource = {
  table: {
    type: 'BRANCH',
    table: 'branch',
    columns: {
      encodedKey: key('encoded_key'),
      id: text('id'),
      name: text('name'),
      state: enumeration('state'),
      phoneNumber: text('phone_number'),
      emailAddress: text('email_address'),
      notes: text('notes'),
      addresses: json('addresses', { full: true }),
      branchHolidays: json('branch_holidays', { full: true, computed: holidaysOfBranch }),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
    customFields: true,
  },
  schema: 'Branch',
  notFound: 'INVALID_BRANCH_ID',
  label: 'branch',
  isReference: true,
  customFields: { entity: 'BRANCH' },
  listing: { sortable: ['id', 'name', 'creationDate', 'lastModifiedDate'] },
  storeParts,
  rules: {
    create: (body) => judged(body as Branch, undefined),
    update: (before, after, context) => {
      const centre = after.state === 'INACTIVE' ? activeCentreOf(before.encodedKey, context) : undefined;
      return centre === undefined
        ? judged(after as Branch, before as Branch)
        : reject('CANNOT_DEACTIVATE_BRANCH', `state must stay ACTIVE while centre ${centre} is`);
    },
  },
};

export const getBranches = listOperation('getBranches', branches);
export const getBranch = getOperation('getBranch', branches);
export const createBranch = createOperation('createBranch', branches);
