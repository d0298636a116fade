import { type Entity, enumeration, json, key, text, utc } from '../../../platform/resources/entity.ts';
import { createOperation, getOperation, listOperation, type Resource } from '../../../platform/resources/resource.ts';
import { type Address, addressesOf, checkAddresses } from '../rules/addresses.ts';
import { checkEmail, checkId, requireText } from '../rules/texts.ts';

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
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'Branch',
  notFound: 'INVALID_BRANCH_ID',
  label: 'branch',
  isReference: true,
  notYet: ['branchHolidays'],
  listing: { sortable: ['id', 'name', 'creationDate', 'lastModifiedDate'] },
  rules: {
    create: (body) => {
      const branch = body as Entity & { readonly id: string; readonly addresses?: readonly Address[] };
      return (
        checkId(branch.id, { blank: 'BLANK_BRANCH_ID', length: 'BRANCH_ID_LENGTH' }) ??
        requireText(branch.name, 'name', 'BLANK_BRANCH_NAME') ??
        checkEmail(branch.emailAddress, 'emailAddress', 'BRANCH_EMAIL_FORMAT') ??
        checkAddresses(branch.addresses ?? []) ?? {
          ...branch,
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
