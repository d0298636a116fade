import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

type Bad = readonly [what: string, document: string, error: string];

type Section = {
  readonly get: OperationName;
  readonly update: OperationName;
  readonly needs?: () => Promise<unknown>;
  readonly sound: string;
  /** Documents that are YAML and nevertheless wrong, each in one of the ways that all sections have. */
  readonly bad: readonly Bad[];
};

const branch = 'branches:\n- id: b1\n  name: One\n';
const centre = 'centres:\n- id: c1\n  name: One\n  state: ACTIVE\n  assignedBranchId: b1\n';
const roles =
  'rolesConfiguration:\n- type: CLIENT\n  defaultRole: {id: r0, name: Zero}\n  roles:\n  - id: r1\n    name: One\n';
const roleNames = 'groupRoleNames:\n- id: n1\n  name: One\n';
const templates = 'idDocumentTemplates:\n- id: t1\n  documentType: Passport\n';
const holiday = '- id: 1\n  name: Day\n  dayOfMonth: 1\n  monthOfYear: 2\n  year: 2026\n';
const calendar = `holidays:\n${holiday}`;
const indexRate =
  'indexRateSources:\n- id: i1\n  name: One\n  type: INTEREST_RATE\n  indexRates:\n  - id: i1\n    startDate: 2026-01-01T00:00:00Z\n    rate: 2\n';
const organization =
  'institutionName: Bank\ndecimalSeparator: POINT\nlocalDateFormat: dd-MM-yyyy\nlocalDateTimeFormat: dd-MM-yyyy HH:mm:ss\n';
const userRole = 'roles:\n- id: u1\n  name: One\n';
const currencies = `baseCurrency: {code: EUR, name: Euro, symbol: €, symbolPosition: BEFORE_NUMBER}
foreignCurrencies:
- currency: {code: USD, name: Dollar, symbol: $, symbolPosition: BEFORE_NUMBER}
  exchangeRates:
  - startDate: 2026-01-01T00:00:00Z
    buyRate: 1.1
    sellRate: 1.2
`;
const channels = 'defaultTransactionChannel: {id: cash, name: Cash}\ntransactionChannels:\n- id: c1\n  name: One\n';
const constrained = (constraint: string): string =>
  `${channels}  savingsConstraints:\n    usage: LIMITED_USAGE\n    matchFilter: ALL\n    constraints:\n    - ${constraint}\n`;
const oneChannel = 'transactionChannels[0]';
const oneConstraint = `${oneChannel}.savingsConstraints.constraints[0]`;
const controls = 'allowMultipleLoans: false\n';
const fields = `customFieldSets:
- id: _set
  name: Set
  type: SINGLE
  availableFor: CLIENT
  customFields:
  - id: one
    type: FREE_TEXT
    displaySettings: {displayName: One}
`;

const sections: Readonly<Record<string, Section>> = {
  customFields: {
    get: 'getCustomFieldsConfiguration',
    update: 'updateCustomFieldsConfiguration',
    sound: fields,
    bad: [
      [
        'an unknown property',
        `${fields}    colour: red\n`,
        'INVALID_PARAMETERS line 10: customFieldSets[0].customFields[0].colour does not exist',
      ],
      [
        'a wrong type',
        `${fields}    required: perhaps\n`,
        'INVALID_PARAMETERS line 10: customFieldSets[0].customFields[0].required must be true or false',
      ],
      [
        'an id twice',
        `${fields}  - id: one\n    type: FREE_TEXT\n    displaySettings: {displayName: Two}\n`,
        'CUSTOM_FIELD_DUPLICATE_ID line 10: customFieldSets[0].customFields[1].id one is there twice',
      ],
      [
        'something missing',
        fields.replace('  availableFor: CLIENT\n', ''),
        'CUSTOM_FIELD_SET_AVAILABLE_FOR_REQUIRED line 2: customFieldSets[0].availableFor may not be missing',
      ],
      [
        'an unknown role',
        `${fields}    viewRights: {roles: [nobody]}\n`,
        'CUSTOM_FIELD_ACCESS_RIGHTS_INVALID_ROLE_ID line 10: customFieldSets[0].customFields[0].viewRights.roles[0] nobody is not a role',
      ],
    ],
  },
  currencies: {
    get: 'getCurrenciesConfiguration',
    update: 'updateCurrenciesConfiguration',
    sound: currencies,
    bad: [
      [
        'an unknown property',
        `${currencies}    colour: red\n`,
        'INVALID_PARAMETERS line 8: foreignCurrencies[0].exchangeRates[0].colour does not exist',
      ],
      [
        'a wrong type',
        currencies.replace('1.1', 'much'),
        'BUY_EXCHANGE_RATE_RANGE_VIOLATION line 6: foreignCurrencies[0].exchangeRates[0].buyRate must be a number from 0 to 1000000000000',
      ],
      [
        'a code twice',
        `${currencies}- currency: {code: USD, name: Dollar, symbol: $, symbolPosition: BEFORE_NUMBER}\n`,
        'DUPLICATE_FOREIGN_CURRENCY line 8: foreignCurrencies[1].currency names USD again',
      ],
      [
        'something missing',
        currencies.replace(', symbolPosition: BEFORE_NUMBER', ''),
        'SYMBOL_POSITION_REQUIRED line 1: baseCurrency.symbolPosition may not be missing',
      ],
      [
        'another base currency',
        currencies.replace('EUR', 'CHF'),
        'BASE_CURRENCY_EDITED line 1: baseCurrency.code must stay EUR',
      ],
      [
        'a rate of nothing',
        currencies.replace('1.1', '0'),
        'BUY_EXCHANGE_RATE_RANGE_VIOLATION line 6: foreignCurrencies[0].exchangeRates[0].buyRate must be more than 0 and at most 1000000000000, with at most 20 decimals',
      ],
    ],
  },
  transactionChannels: {
    get: 'getTransactionChannelsConfiguration',
    update: 'updateTransactionChannelsConfiguration',
    sound: channels,
    bad: [
      [
        'an unknown property',
        `${channels}  colour: red\n`,
        `INVALID_PARAMETERS line 5: ${oneChannel}.colour does not exist`,
      ],
      [
        'a wrong type',
        `${channels}  state: ASLEEP\n`,
        `INVALID_PARAMETERS line 5: ${oneChannel}.state must be one of ACTIVE, INACTIVE`,
      ],
      [
        'an id twice',
        `${channels}- {id: c1, name: Two}\n`,
        'DUPLICATE_TRANSACTION_CHANNEL_ID line 5: transactionChannels[1] names c1 again',
      ],
      [
        'a name twice',
        `${channels}- {id: c2, name: ONE}\n`,
        'TRANSACTION_CHANNEL_DUPLICATE_NAME line 5: transactionChannels[1].name ONE is there twice',
      ],
      [
        'something missing',
        channels.replace('  name: One\n', ''),
        `TRANSACTION_CHANNEL_BLANK_NAME line 3: ${oneChannel}.name may not be missing`,
      ],
      [
        'no default channel',
        'transactionChannels: []\n',
        'DEFAULT_TRANSACTION_CHANNEL_REQUIRED line 1: defaultTransactionChannel may not be missing',
      ],
      [
        'another default channel',
        channels.replace('id: cash', 'id: gold'),
        'DEFAULT_TRANSACTION_CHANNEL_ID line 1: defaultTransactionChannel.id must stay cash',
      ],
      [
        'an inactive default channel',
        channels.replace('name: Cash', 'name: Cash, state: INACTIVE'),
        'DEFAULT_TRANSACTION_CHANNEL_STATE line 1: defaultTransactionChannel.state must be ACTIVE',
      ],
      [
        'a blank in an id',
        channels.replace('c1', 'c 1'),
        `TRANSACTION_CHANNEL_ID_CONTAINS_SPACES line 3: ${oneChannel}.id may not contain blanks`,
      ],
      [
        'an unknown GL account',
        `${channels}  glAccountCode: 77\n`,
        `TRANSACTION_CHANNEL_GL_ACCOUNT_DOES_NOT_EXIST line 5: ${oneChannel}.glAccountCode 77 is no GL account`,
      ],
      [
        'an unknown role',
        `${channels}  usageRights: {roles: [nobody]}\n`,
        `USAGE_RIGHTS_ROLE_NOT_AVAILABLE line 5: ${oneChannel}.usageRights.roles[0] nobody is no role`,
      ],
      [
        'roles and everybody',
        `${channels}  usageRights: {allUsers: true, roles: [nobody]}\n`,
        `ACCESS_RIGHTS_ALL_USERS_FALSE line 5: ${oneChannel}.usageRights.allUsers must be false where roles are named`,
      ],
      [
        'constraints without any',
        `${channels}  loansConstraints: {usage: LIMITED_USAGE}\n`,
        `INVALID_LIMITED_USAGE line 5: ${oneChannel}.loansConstraints.usage is LIMITED_USAGE, and there are no constraints`,
      ],
      [
        'constraints of what is free',
        constrained('{criteria: TYPE, filterElement: EMPTY}').replace('LIMITED_USAGE', 'UNCONSTRAINED_USAGE'),
        `INVALID_UNCONSTRAINED_USAGE line 6: ${oneChannel}.savingsConstraints.usage must be LIMITED_USAGE where there are constraints`,
      ],
      [
        'constraints that do not say which',
        constrained('{criteria: TYPE, filterElement: EMPTY}').replace('    matchFilter: ALL\n', ''),
        `CONSTRAINT_MATCH_FILTER_NULL line 5: ${oneChannel}.savingsConstraints.matchFilter may not be missing`,
      ],
      [
        'a comparison that there is not',
        constrained('{criteria: TYPE, filterElement: LESS_THAN, values: [x]}'),
        `TRANSACTION_CONSTRAINT_INVALID_FILTER line 9: ${oneConstraint}.filterElement LESS_THAN is not available for TYPE`,
      ],
      [
        'an amount in letters',
        constrained('{criteria: AMOUNT, filterElement: EQUALS, values: [x]}'),
        `COMPARATOR_FILTER_INVALID_VALUES line 9: ${oneConstraint}.values must be one number`,
      ],
      [
        'an interval with one end',
        constrained('{criteria: AMOUNT, filterElement: BETWEEN, values: [1]}'),
        `BETWEEN_FILTER_INVALID_VALUES line 9: ${oneConstraint}.values must be two numbers, the smaller one first`,
      ],
      [
        'a list of nothing',
        constrained('{criteria: TYPE, filterElement: IN}'),
        `IN_FILTER_INVALID_VALUES line 9: ${oneConstraint}.values may not be empty`,
      ],
      [
        'a value beside nothing',
        constrained('{criteria: TYPE, filterElement: EMPTY, values: [x]}'),
        `EXISTENCE_FILTER_INVALID_VALUES line 9: ${oneConstraint}.values may not stand beside EMPTY`,
      ],
      [
        'an unknown product',
        constrained('{criteria: PRODUCT, filterElement: IN, values: [x]}'),
        `SAVINGS_IN_FILTER_INVALID_ID line 9: ${oneConstraint}.values[0] x is no product`,
      ],
      [
        'an unknown type',
        constrained('{criteria: TYPE, filterElement: EQUALS, values: [DISBURSEMENT]}'),
        `INVALID_TRANSACTION_CHANNEL_SAVINGS_CONSTRAINTS line 9: ${oneConstraint}.values[0] DISBURSEMENT is no type of these transactions`,
      ],
    ],
  },
  branches: {
    get: 'getBranchesConfiguration',
    update: 'updateBranchesConfiguration',
    sound: branch,
    bad: [
      [
        'an unknown property',
        `${branch}  colour: red\n`,
        'INVALID_PARAMETERS line 4: branches[0].colour does not exist',
      ],
      [
        'a wrong type',
        `${branch}  address: Mill Road\n`,
        'INVALID_PARAMETERS line 4: branches[0].address must have properties: line1, line2, city, region, postcode, country',
      ],
      ['an id twice', `${branch}- {id: b1, name: Two}\n`, 'DUPLICATE_BRANCH_ID line 4: branches[1] names b1 again'],
      ['something missing', 'branches:\n- id: b1\n', 'BLANK_BRANCH_NAME line 2: branches[0].name may not be missing'],
      [
        'an unknown set of custom fields',
        `${branch}  customFieldValueSets:\n  - id: _nothing\n`,
        'CF_SET_INVALID_ID line 5: branches[0].customFieldValueSets[0].id _nothing is not a set of custom fields of BRANCH',
      ],
    ],
  },
  centres: {
    get: 'getCentresConfiguration',
    update: 'updateCentresConfiguration',
    needs: () => bank.ok('updateBranchesConfiguration', { body: branch }),
    sound: centre,
    bad: [
      [
        'an unknown property',
        `${centre}  colour: red\n`,
        'INVALID_PARAMETERS line 6: centres[0].colour does not exist',
      ],
      ['a wrong type', `${centre}  notes: [a]\n`, 'INVALID_PARAMETERS line 6: centres[0].notes must be a text'],
      [
        'an id twice',
        `${centre}${centre.slice(centre.indexOf('\n') + 1)}`,
        'DUPLICATE_CENTRE_ID line 6: centres[1] names c1 again',
      ],
      [
        'something missing',
        centre.replace('  state: ACTIVE\n', ''),
        'CENTRE_STATE_BLANK line 2: centres[0].state may not be missing',
      ],
      [
        'an unknown branch',
        centre.replace('b1', 'b7'),
        'BRANCH_DOES_NOT_EXIST line 5: centres[0].assignedBranchId b7 is no branch',
      ],
    ],
  },
  clientRoles: {
    get: 'getClientRolesConfiguration',
    update: 'updateClientRolesConfiguration',
    sound: roles,
    bad: [
      [
        'an unknown property',
        `${roles}    colour: red\n`,
        'INVALID_PARAMETERS line 7: rolesConfiguration[0].roles[0].colour does not exist',
      ],
      [
        'a wrong type',
        `${roles}    canGuarantee: 1\n`,
        'INVALID_PARAMETERS line 7: rolesConfiguration[0].roles[0].canGuarantee must be true or false',
      ],
      [
        'an id twice',
        `${roles}  - {id: r0, name: Two}\n`,
        'CLIENT_ROLE_DUPLICATE_ID line 7: rolesConfiguration[0].roles[1].id r0 is there twice',
      ],
      [
        'something missing',
        roles.replace('  defaultRole: {id: r0, name: Zero}\n', ''),
        'CLIENT_ROLE_DEFAULT_ROLE_REQUIRED line 2: rolesConfiguration[0].defaultRole may not be missing',
      ],
      [
        'an unknown kind of holders',
        roles.replace('CLIENT', 'HORSE'),
        'INVALID_PARAMETERS line 2: rolesConfiguration[0].type must be one of CLIENT, GROUP',
      ],
    ],
  },
  groupRoleNames: {
    get: 'getGroupRoleNamesConfiguration',
    update: 'updateGroupRoleNamesConfiguration',
    sound: roleNames,
    bad: [
      [
        'an unknown property',
        `${roleNames}  colour: red\n`,
        'INVALID_PARAMETERS line 4: groupRoleNames[0].colour does not exist',
      ],
      ['a wrong type', 'groupRoleNames: {}\n', 'INVALID_PARAMETERS line 1: groupRoleNames must be a list'],
      [
        'an id twice',
        `${roleNames}- {id: n1, name: Two}\n`,
        'GROUP_ROLE_NAME_DUPLICATE_ID line 4: groupRoleNames[1] names n1 again',
      ],
      [
        'something missing',
        'groupRoleNames:\n- id: n1\n',
        'GROUP_ROLE_NAME_BLANK_NAME line 2: groupRoleNames[0].name may not be missing',
      ],
    ],
  },
  holidays: {
    get: 'getHolidaysConfiguration',
    update: 'updateHolidaysConfiguration',
    sound: calendar,
    bad: [
      [
        'an unknown property',
        `${calendar}  colour: red\n`,
        'INVALID_PARAMETERS line 7: holidays[0].colour does not exist',
      ],
      [
        'a wrong type',
        calendar.replace('2026', 'soon'),
        'HOLIDAY_YEAR_ERROR line 6: holidays[0].year must be a whole number from 1 to 9999',
      ],
      ['an id twice', `${calendar}${holiday}`, 'DUPLICATE_HOLIDAY_ID line 7: holidays[1].id 1 is there twice'],
      [
        'something missing',
        calendar.replace('  name: Day\n', ''),
        'BLANK_HOLIDAY_NAME line 2: holidays[0].name may not be missing',
      ],
    ],
  },
  idTemplates: {
    get: 'getIdTemplatesConfiguration',
    update: 'updateIdTemplatesConfiguration',
    sound: templates,
    bad: [
      [
        'an unknown property',
        `${templates}  colour: red\n`,
        'INVALID_PARAMETERS line 4: idDocumentTemplates[0].colour does not exist',
      ],
      [
        'a wrong type',
        `${templates}  allowAttachments: {}\n`,
        'INVALID_PARAMETERS line 4: idDocumentTemplates[0].allowAttachments must be true or false',
      ],
      [
        'an id twice',
        `${templates}- {id: t1, documentType: Card}\n`,
        'DUPLICATE_ID_DOCUMENT_TEMPLATE_ID line 4: idDocumentTemplates[1] names t1 again',
      ],
      [
        'something missing',
        'idDocumentTemplates:\n- id: t1\n',
        'BLANK_DOCUMENT_TYPE line 2: idDocumentTemplates[0].documentType may not be missing',
      ],
    ],
  },
  indexRates: {
    get: 'getIndexRatesConfiguration',
    update: 'updateIndexRatesConfiguration',
    sound: indexRate,
    bad: [
      [
        'an unknown property',
        `${indexRate}    colour: red\n`,
        'INVALID_PARAMETERS line 9: indexRateSources[0].indexRates[0].colour does not exist',
      ],
      [
        'a wrong type',
        indexRate.replace('rate: 2', 'rate: two'),
        'INDEX_RATE_RATE_RANGE_VIOLATION line 8: indexRateSources[0].indexRates[0].rate must be a number from -100 to 1000000',
      ],
      [
        'an id twice',
        `${indexRate}- {id: i1, name: Two, type: TAX_RATE}\n`,
        'INDEX_RATE_SOURCE_ID_DUPLICATE line 9: indexRateSources[1] names i1 again',
      ],
      [
        'something missing',
        indexRate.replace('    rate: 2\n', ''),
        'INDEX_RATE_RATE_EMPTY line 6: indexRateSources[0].indexRates[0].rate may not be missing',
      ],
    ],
  },
  organization: {
    get: 'getOrganizationConfiguration',
    update: 'updateOrganizationConfiguration',
    sound: organization,
    bad: [
      ['an unknown property', `${organization}colour: red\n`, 'INVALID_PARAMETERS line 5: colour does not exist'],
      ['a wrong type', `${organization}phoneNumber: [1]\n`, 'INVALID_PARAMETERS line 5: phoneNumber must be a text'],
      [
        'something missing',
        organization.replace('institutionName: Bank\n', ''),
        'BLANK_INSTITUTION_NAME line 1: institutionName may not be missing',
      ],
    ],
  },
  userRoles: {
    get: 'getUserRolesConfiguration',
    update: 'updateUserRolesConfiguration',
    sound: userRole,
    bad: [
      [
        'an unknown property',
        `${userRole}  colour: red\n`,
        'INVALID_PARAMETERS line 4: roles[0].colour does not exist',
      ],
      [
        'a wrong type',
        `${userRole}  permissions: VIEW_CLIENT_DETAILS\n`,
        'INVALID_PARAMETERS line 4: roles[0].permissions must be a list',
      ],
      ['an id twice', `${userRole}- {id: u1, name: Two}\n`, 'ROLE_ID_ALREADY_IN_USE line 4: roles[1] names u1 again'],
      ['something missing', 'roles:\n- id: u1\n', 'MISSING_ROLE_NAME line 2: roles[0].name may not be missing'],
      [
        'an unknown permission',
        `${userRole}  permissions: [FLY]\n`,
        'INVALID_PARAMETERS line 4: roles[0].permissions[0] must be the code of a permission, such as CREATE_CLIENT',
      ],
    ],
  },
  internalControls: {
    get: 'getInternalControlsConfiguration',
    update: 'updateInternalControlsConfiguration',
    sound: controls,
    bad: [
      ['an unknown property', `${controls}colour: red\n`, 'INVALID_PARAMETERS line 2: colour does not exist'],
      [
        'a wrong type',
        'allowMultipleLoans: perhaps\n',
        'INVALID_PARAMETERS line 1: allowMultipleLoans must be true or false',
      ],
      [
        'a choice twice',
        `${controls}assignmentConstraints: [BRANCH, BRANCH]\n`,
        'INVALID_PARAMETERS line 2: assignmentConstraints[1] BRANCH is there twice',
      ],
      [
        'something missing',
        `${controls}loanExposure: {exposureType: SUM_OF_LOANS}\n`,
        'EXPOSURE_AMOUNT_REQUIRED line 2: loanExposure.exposureAmount may not be missing',
      ],
    ],
  },
};

/** Ten names, each a list of ten of the one before: a few lines that stand for 10,000,000,000 words. */
const bomb = Array.from({ length: 10 }, (_, index) =>
  index === 0
    ? 'a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]'
    : `a${index}: &a${index} [${`*a${index - 1},`.repeat(10)}]`,
).join('\n');

/** What is wrong in every section alike. `sound` is a document that would be accepted. */
const unreadable = (sound: string): readonly (readonly [string, string | Buffer, number, RegExp])[] => [
  ['a tab for indentation', `${sound}x:\n\t- y\n`, 400, /^INVALID_YAML_SYNTAX line \d+: /],
  ['a quote that never ends', `${sound}x: "y\n`, 400, /^INVALID_YAML_SYNTAX line \d+: /],
  ['an anchor', `${sound}x: &name y\n`, 400, / line \d+: anchors and aliases \(& and \*\) are not accepted/],
  ['a word that multiplies itself', bomb, 400, /^INVALID_YAML_SYNTAX line 1: anchors and aliases/],
  ['a tag', `${sound}x: !!binary aGE=\n`, 400, /^INVALID_YAML_SYNTAX line \d+: tags \(!\) are not accepted$/],
  ['two documents', `---\n${sound}---\n${sound}`, 400, /^INVALID_YAML_SYNTAX line \d+: /],
  ['a property twice', `${sound}${sound}`, 400, /^INVALID_YAML_SYNTAX line \d+: \w+ is there twice$/],
  ['a number for a document', '12', 400, / line 1: the document must have properties: /],
  ['depth', `x: ${'['.repeat(5000)}`, 400, /^INVALID_YAML_SYNTAX line 1: the document nests deeper than 32 levels$/],
  ['bytes that are no text', Buffer.from([0x61, 0x3a, 0x20, 0xc3, 0x28]), 400, /^UNSUPPORTED_CHARACTER_ENCODING /],
  ['UTF-16', Buffer.from(`\ufeff${sound}`, 'utf16le'), 400, /^UNSUPPORTED_CHARACTER_ENCODING /],
  ['a control character', `${sound}x: "a\\0b"\n`, 400, / x does not exist$/],
  ['10 MB', `${sound}#${'x'.repeat(10 * 1024 * 1024)}`, 413, /^MAX_FILE_SIZE_EXCEEDED /],
];

describe.each(Object.entries(sections))('%s', (_name, { get, update, needs, sound, bad }) => {
  const stored = async () => [(await bank.call(get)).text, await tracesOf(bank)];
  const path = `/api${operations[update].path}`;
  const send = (body: string | Buffer, type = 'application/yaml') =>
    bank.request('PUT', path, {
      body,
      headers: { accept: 'application/vnd.mambu.v2+yaml', 'content-type': type },
    });

  beforeAll(async () => {
    await needs?.();
    await bank.ok(update, { body: sound as never });
  });

  test.each(bad)('%s is told with its line and path, and changes nothing', async (_what, document, error) => {
    const before = await stored();
    const reply = await bank.call(update, { body: document as never });
    expect([reply.status, errorsOf(reply)]).toEqual([400, [error]]);
    expect(await stored()).toEqual(before);
  });

  test.each(unreadable(sound))('%s is refused, and changes nothing', async (_what, body, status, error) => {
    const before = await stored();
    const reply = await send(body);
    expect(reply.status).toBe(status);
    expect(errorsOf(reply)[0]).toMatch(error);
    expect(reply.headers['content-type']).toContain('application/vnd.mambu.v2+json');
    expect(await stored()).toEqual(before);
  });

  test.each(['application/json', 'text/plain', 'application/octet-stream', 'multipart/form-data; boundary=x'])(
    'content of the type %s is refused, and changes nothing',
    async (type) => {
      const before = await stored();
      const reply = await send('{}', type);
      expect([reply.status, errorsOf(reply)]).toEqual([
        415,
        [expect.stringMatching(/^INVALID_PARAMETERS Content-Type must be .*application\/yaml/)],
      ]);
      expect(await stored()).toEqual(before);
    },
  );

  test('a sound document is accepted afterwards, and changes nothing as it is there already', async () => {
    const before = await stored();
    expect((await send(sound)).text).toBe('---\nwarnings: []\n');
    expect(await stored()).toEqual(before);
  });
});

test('a document of which the last entry is wrong leaves the first ones alone, though they are sound', async () => {
  await defineCustomFields(bank, fieldSet('_house', [field('code')], { availableFor: 'BRANCH' }));
  const before = [(await bank.call('getBranchesConfiguration')).text, await tracesOf(bank)];
  const reply = await bank.call('updateBranchesConfiguration', {
    body: `${branch}- {id: b2, name: Two}\n- {id: b3, name: Three, emailAddress: three}\n- {id: b4, name: Four, customFieldValueSets: [{id: _house, standardCustomFieldValues: [{customFieldId: none, value: x}]}]}\n`,
  });
  expect(errorsOf(reply)).toEqual([
    'BRANCH_EMAIL_FORMAT line 5: branches[2].emailAddress must be a mail address like ann@example.com',
    'CUSTOM_FIELD_ID_INVALID_ERROR line 6: branches[3].customFieldValueSets[0].standardCustomFieldValues[0].customFieldId none is not a custom field of _house',
  ]);
  expect([(await bank.call('getBranchesConfiguration')).text, await tracesOf(bank)]).toEqual(before);
});
