import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { type Entity, enumeration, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { createOperation, getOperation, listOperation, type Resource } from '../../../platform/resources/resource.ts';
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

const branches: Resource = {
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
  },
  schema: 'Branch',
  notFound: 'INVALID_BRANCH_ID',
  label: 'branch',
  isReference: true,
  listing: { sortable: ['id', 'name', 'creationDate', 'lastModifiedDate'] },
  storeParts,
  rules: {
    create: (body) => {
      const branch = body as Branch;
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
          addresses: addressesOf(branch.addresses ?? [], [], branch.encodedKey),
        }
      );
    },
  },
};

export const getBranches = listOperation('getBranches', branches);
export const getBranch = getOperation('getBranch', branches);
export const createBranch = createOperation('createBranch', branches);
