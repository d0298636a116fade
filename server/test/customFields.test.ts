import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCustomFieldDocument, lostValues, replaceCustomFields } from '../src/domains/organisation/index.ts';
import type { OperationName } from '../src/generated/operations.ts';
import { instant } from '../src/kernel/instant.ts';
import { transaction } from '../src/platform/db/pool.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet, selection } from './harness/customFields.ts';

let bank: TestBank;

type Answer = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status, reason and source of a refusal; the status alone when it was none. */
const told = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Answer | undefined)?.errors?.[0];
  return error ? [status, error.errorReason, error.errorSource] : [status];
};

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> =>
  (await told(name, options)).slice(0, 2);

type Sets = Readonly<Record<string, unknown>>;
const person = { firstName: 'Ann', lastName: 'Lee' };
const create = (sets: Sets, user?: string): Promise<unknown[]> =>
  refusal('createClient', { body: { ...person, ...sets }, ...(user ? { user } : {}) });
const created = async (sets: Sets): Promise<string> =>
  String((await bank.ok('createClient', { body: { ...person, ...sets } })).id);
const patch = (clientId: string, body: readonly unknown[], user?: string): Promise<unknown[]> =>
  refusal('patchClient', { path: { clientId }, body, ...(user ? { user } : {}) });
const setsOf = async (clientId: string, user?: string): Promise<Sets> => {
  const client = await bank.ok('getClient', {
    path: { clientId },
    query: { detailsLevel: 'FULL' },
    ...(user ? { user } : {}),
  });
  return Object.fromEntries(Object.entries(client).filter(([name]) => name.startsWith('_')));
};
const found = async (criteria: Sets, sorting?: Sets): Promise<readonly string[]> => {
  const clients = await bank.ok('searchClients', {
    body: {
      filterCriteria: [criteria],
      sortingCriteria: { field: 'id', order: 'ASC', ...sorting },
    },
  });
  return clients.map(({ id }) => String(id));
};

const tellerAccess = {
  apiAccess: true,
  permissions: ['VIEW_CLIENT_DETAILS', 'CREATE_CLIENT', 'EDIT_CLIENT', 'BLACKLIST_CLIENT', 'VIEW_CUSTOM_FIELD'],
};
const teller = 'teller:test-Password-1';
const clerk = 'clerk:test-Password-1';

beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Bucharest', today: '2026-03-10' });
  for (const role of ['tellers', 'clerks']) {
    await bank.db.query(
      `INSERT INTO user_role (encoded_key, id, name, access, creation_date, last_modified_date)
       VALUES (gen_random_uuid(), $1, $1, $2, now(), now())`,
      [role, JSON.stringify(tellerAccess)],
    );
  }
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  for (const [username, role] of [
    ['teller', 'tellers'],
    ['clerk', 'clerks'],
  ] as const) {
    await bank.ok('createUser', {
      body: {
        username,
        firstName: username,
        lastName: 'Doe',
        email: `${username}@example.com`,
        password: 'test-Password-1',
        role: { id: role },
        access: { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true },
      },
    });
  }
  await defineCustomFields(
    bank,
    fieldSet('_employer_information', [
      field('company'),
      field('position'),
      field('secret', {
        viewRights: { allUsers: false, roles: ['tellers'] },
        editRights: { allUsers: false, roles: ['tellers'] },
      }),
      field('retired', { state: 'INACTIVE' }),
    ]),
    fieldSet(
      '_assets',
      [selection('asset_type', ['Land', 'Car', 'House']), field('asset_value', { type: 'NUMBER' }), field('asset_age')],
      { type: 'GROUPED' },
    ),
    fieldSet('_typed', [
      field('amount', { type: 'NUMBER' }),
      field('newsletter', { type: 'CHECKBOX' }),
      field('since', { type: 'DATE' }),
      field('called', { type: 'DATE_TIME' }),
      field('friend', { type: 'CLIENT_LINK' }),
      field('adviser', { type: 'USER_LINK' }),
      field('circle', { type: 'GROUP_LINK' }),
      field('code', { validationRules: { validationPattern: '@#$', unique: true } }),
      selection('country', ['Romania', 'Chile']),
      selection('city', [], {
        dependentFieldId: 'country',
        selectionOptions: [
          { forSelectionId: 'romania', availableOptions: [{ selectionId: 'cluj', value: 'Cluj' }] },
          { forSelectionId: 'chile', availableOptions: [{ selectionId: 'arica', value: 'Arica' }] },
        ],
      }),
    ]),
    fieldSet('_branch_set', [field('province')], { availableFor: 'BRANCH' }),
  );
});
afterAll(() => bank.stop());

describe('definitions', () => {
  test('are told as sets, by kind of record, and as fields', async () => {
    const sets = await bank.ok('getCustomFieldSets', { query: { availableFor: 'CLIENT' } });
    expect(sets.map(({ id, fieldSetType }) => [id, fieldSetType])).toEqual([
      ['_employer_information', 'STANDARD'],
      ['_assets', 'GROUPED'],
      ['_typed', 'STANDARD'],
    ]);
    expect(sets[1]?.customFields?.map(({ id }) => id)).toEqual(['asset_type', 'asset_value', 'asset_age']);
    expect(sets[1]?.displaySettings).toEqual({ builtIn: false, displayName: '_assets', position: 1 });
    const all = await bank.call('getCustomFieldSets', { query: { paginationDetails: 'ON', limit: 1 } });
    expect([all.body.length, all.headers['items-total']]).toEqual([1, '4']);
    expect(await bank.ok('getCustomFieldSets', { query: { 'displaySettings.builtIn': true } })).toEqual([]);
    expect(await refusal('getCustomFieldSets', { query: { availableFor: 'HORSE' } })).toEqual([
      400,
      'INVALID_PARAMETERS',
    ]);
  });

  test('of a set, by key or id, page by page', async () => {
    const ids = async (customFieldSetId: string, query = {}): Promise<unknown> =>
      (await bank.ok('getCustomFieldsOfSet', { path: { customFieldSetId }, query })).map(({ id }) => id);
    expect(await ids('_assets')).toEqual(['asset_type', 'asset_value', 'asset_age']);
    expect(await ids('_assets', { offset: 1, limit: 1 })).toEqual(['asset_value']);
    const [set] = await bank.ok('getCustomFieldSets', { query: { availableFor: 'BRANCH' } });
    expect(await ids(String(set?.encodedKey))).toEqual(['province']);
    expect(await told('getCustomFieldsOfSet', { path: { customFieldSetId: '_none' } })).toEqual([
      404,
      'INVALID_CUSTOM_FIELD_SET_ID',
      'custom field set _none does not exist',
    ]);
  });

  test('of one field tell its type, rules, rights and options', async () => {
    const code = await bank.ok('getCustomField', { path: { customfieldId: 'code' } });
    expect(code).toMatchObject({
      availableFor: 'CLIENT',
      type: 'FREE_TEXT',
      valueValidationSettings: { unique: true, validationPattern: '@#$' },
      usage: [{ required: false, default: false }],
    });
    expect(code).toEqual(await bank.ok('getCustomField', { path: { customfieldId: String(code.encodedKey) } }));
    const secret = await bank.ok('getCustomField', { path: { customfieldId: 'secret' } });
    expect(secret.viewRights).toEqual({ allUsers: false, roles: ['tellers'] });
    const city = await bank.ok('getCustomField', { path: { customfieldId: 'city' } });
    const country = await bank.ok('getCustomField', { path: { customfieldId: 'country' } });
    expect(city.dependentFieldKey).toBe(country.encodedKey);
    expect(city.selectionOptions?.[0]).toEqual({
      forSelectionKey: 'romania',
      forValue: 'Romania',
      availableOptions: [{ selectionKey: 'cluj', value: 'Cluj' }],
    });
    expect(await refusal('getCustomField', { path: { customfieldId: 'nobody' } })).toEqual([
      404,
      'INVALID_CUSTOM_FIELD_ID',
    ]);
  });
});

describe('a standard set', () => {
  test('is created, told with FULL only, and patched by the examples of the general chapter', async () => {
    const id = await created({ _employer_information: { position: 'clerk' } });
    expect(
      Object.keys(await bank.ok('getClient', { path: { clientId: id } })).filter((name) => name[0] === '_'),
    ).toEqual([]);
    expect(await patch(id, [{ op: 'ADD', path: '/_employer_information/company', value: 'Google' }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({ _employer_information: { company: 'Google', position: 'clerk' } });
    const both = { company: 'Amazon', position: 'senior frontend developer' };
    expect(await patch(id, [{ op: 'REPLACE', path: '/_employer_information', value: both }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({ _employer_information: both });
    expect(await patch(id, [{ op: 'REMOVE', path: '/_employer_information/company' }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({ _employer_information: { position: both.position } });
    expect(await patch(id, [{ op: 'REMOVE', path: '/_employer_information' }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({});
    expect(await patch(id, [{ op: 'ADD', path: '/_employer_information/company', value: 'Apple' }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({ _employer_information: { company: 'Apple' } });
  });

  test('is replaced by PUT, and cleared where it is left out', async () => {
    const id = await created({ _employer_information: { company: 'Google' }, _assets: [{ asset_type: 'Car' }] });
    const body = { ...person, _employer_information: { position: 'boss' } };
    const answer = await bank.ok('updateClient', { path: { clientId: id }, body });
    expect(answer).toMatchObject({ _employer_information: { position: 'boss' } });
    expect(await setsOf(id)).toEqual({ _employer_information: { position: 'boss' } });
  });

  test('is told in lists and searches', async () => {
    const id = await created({ _employer_information: { company: 'Listed' } });
    const list = await bank.ok('getClients', { query: { detailsLevel: 'FULL', limit: 1000 } });
    expect(list.find((client) => client.id === id)).toMatchObject({ _employer_information: { company: 'Listed' } });
    const search = await bank.ok('searchClients', { query: { detailsLevel: 'BASIC' }, body: { filterCriteria: [] } });
    expect(search.some((client) => '_employer_information' in client)).toBe(false);
  });
});

describe('a grouped set', () => {
  const [land, car] = [
    { asset_type: 'Land', asset_value: '965000' },
    { asset_type: 'Car', asset_value: '25000' },
  ];
  const numbered = (...groups: readonly object[]): readonly object[] =>
    groups.map((group, index) => ({ _index: String(index), ...group }));

  test('grows, changes and shrinks by the examples of the general chapter', async () => {
    const id = await created({ _assets: numbered(land) });
    expect(await patch(id, [{ op: 'ADD', path: '/_assets', value: [car, { asset_type: 'House' }] }])).toEqual([204]);
    expect(await patch(id, [{ op: 'ADD', path: '/_assets/2/asset_age', value: '5' }])).toEqual([204]);
    const house = { asset_type: 'House', asset_age: '5' };
    expect(await setsOf(id)).toEqual({ _assets: numbered(land, car, house) });
    expect(
      await patch(id, [{ op: 'REPLACE', path: '/_assets/2', value: { asset_type: 'House', asset_age: '3' } }]),
    ).toEqual([204]);
    expect(await patch(id, [{ op: 'REMOVE', path: '/_assets/0' }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({ _assets: numbered(car, { ...house, asset_age: '3' }) });
    expect(await patch(id, [{ op: 'REMOVE', path: '/_assets/0/asset_value' }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({ _assets: numbered({ asset_type: 'Car' }, { ...house, asset_age: '3' }) });
    expect(await patch(id, [{ op: 'REPLACE', path: '/_assets', value: [land] }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({ _assets: numbered(land) });
    expect(await patch(id, [{ op: 'REMOVE', path: '/_assets' }])).toEqual([204]);
    expect(await setsOf(id)).toEqual({});
  });

  test.each([
    ['an object', { _assets: land }, 'INVALID_PARAMETERS'],
    [
      'a gap',
      {
        _assets: [
          { _index: '0', ...land },
          { _index: '2', ...car },
        ],
      },
      'GROUPED_INDEXES_NOT_CONSECUTIVE',
    ],
    ['no number', { _assets: [{ _index: 'first', ...land }] }, 'INVALID_CUSTOM_FIELD_GROUP_INDEX'],
    ['no values', { _assets: [{ _index: '0' }] }, 'INVALID_PARAMETERS'],
    ['too many', { _assets: Array.from({ length: 201 }, () => car) }, 'TO_MANY_VALUES_FOR_SAME_GROUPED_CUSTOM_FIELD'],
  ])('refuses %s', async (_what, sets, reason) => {
    expect(await create(sets)).toEqual([400, reason]);
  });

  test('is patched at places that exist, and groups are added to the end', async () => {
    const id = await created({
      _assets: [
        { _index: 1, ...car },
        { _index: 0, ...land },
      ],
    });
    expect(await setsOf(id)).toEqual({ _assets: numbered(land, car) });
    expect(await patch(id, [{ op: 'ADD', path: '/_assets/0', value: car }])).toEqual([
      400,
      'INVALID_CUSTOM_FIELD_GROUP_INDEX',
    ]);
    expect(await patch(id, [{ op: 'REMOVE', path: '/_assets/7' }])).toEqual([400, 'INVALID_PARAMETERS']);
    expect(await patch(id, [{ op: 'REPLACE', path: '/_assets/0/_index', value: '1' }])).toEqual([
      400,
      'FIELD_IS_NOT_EDITABLE',
    ]);
    expect(await patch(id, [{ op: 'ADD', path: '/_assets/0/asset_age/deep', value: '1' }])).toEqual([
      400,
      'FIELD_NOT_ALLOWED',
    ]);
    expect(await patch(id, [{ op: 'MOVE', from: '/_assets/0', path: '/_typed' }])).toEqual([400, 'INVALID_PARAMETERS']);
    expect(await setsOf(id)).toEqual({ _assets: numbered(land, car) });
  });
});

describe('values', () => {
  test('are texts of their type, also where numbers and truths are sent', async () => {
    const friend = await bank.ok('createClient', { body: person });
    const id = await created({
      _typed: {
        amount: 12.5,
        newsletter: true,
        since: '2020-02-29',
        called: '2026-03-01T10:00:00.250+02:00',
        friend: friend.id,
        adviser: 'teller',
        code: 'A1b',
        country: 'romania',
        city: 'Cluj',
      },
    });
    const { rows } = await bank.db.query(
      `SELECT replace(encoded_key::text, '-', '') AS key FROM app_user WHERE username = 'teller'`,
    );
    expect(await setsOf(id)).toEqual({
      _typed: {
        amount: '12.5',
        newsletter: 'TRUE',
        since: '2020-02-29',
        called: '2026-03-01T10:00:00.250+02:00',
        friend: friend.encodedKey,
        adviser: rows[0].key,
        code: 'A1b',
        country: 'Romania',
        city: 'Cluj',
      },
    });
  });

  test.each([
    [{ _nothing: { a: '1' } }, 'INVALID_CUSTOM_FIELD_SET_ID', '_nothing'],
    [{ __proto__x: { a: '1' } }, 'INVALID_CUSTOM_FIELD_SET_ID', '__proto__x'],
    [{ _branch_set: { province: 'x' } }, 'CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY', '_branch_set'],
    [{ _typed: { company: 'x' } }, 'INVALID_CUSTOM_FIELD_ID', '_typed.company'],
    [{ _typed: 'x' }, 'INVALID_PARAMETERS', '_typed'],
    [{ _typed: [{ amount: '1' }] }, 'INVALID_PARAMETERS', '_typed'],
    [{ _typed: { amount: { deep: 1 } } }, 'INVALID_PARAMETERS', '_typed.amount'],
    [{ _typed: { amount: '' } }, 'INVALID_PARAMETERS', '_typed.amount'],
    [{ _typed: { amount: null } }, 'INVALID_PARAMETERS', '_typed.amount'],
    [{ _typed: { amount: '25,000' } }, 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', '_typed.amount'],
    [{ _typed: { newsletter: 'maybe' } }, 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', '_typed.newsletter'],
    [{ _typed: { since: '2021-02-29' } }, 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', '_typed.since'],
    [{ _typed: { called: '2026-03-01T10:00:00+05:00' } }, 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', '_typed.called'],
    [{ _typed: { country: 'France' } }, 'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', '_typed.country'],
    [{ _typed: { city: 'Cluj' } }, 'DEPENDENT_CUSTOM_FIELD_VALUE_REQUIRED', '_typed.city'],
    [{ _typed: { country: 'Chile', city: 'Cluj' } }, 'INVALID_DEPENDENT_CUSTOM_FIELD_VALUE', '_typed.city'],
    [{ _typed: { friend: 'nobody' } }, 'INVALID_CUSTOM_FIELD_LINKED_ENTITY_KEY', '_typed.friend'],
    [{ _typed: { circle: 'nobody' } }, 'INVALID_CUSTOM_FIELD_LINKED_ENTITY_KEY', '_typed.circle'],
    [{ _typed: { code: '123' } }, 'INCONSISTENT_CUSTOM_FIELD_VALUE_WITH_PATTERN', '_typed.code'],
    [{ _employer_information: { company: 'x'.repeat(256) } }, 'MAX_CUSTOM_FIELD_VALUE_LENGTH_EXCEEDED', 'company'],
    [{ _employer_information: { retired: 'x' } }, 'CUSTOM_FIELD_DEACTIVATED', '_employer_information.retired'],
  ])('refused: %j', async (sets, reason, named) => {
    const [status, found, source] = await told('createClient', { body: { ...person, ...sets } });
    expect([status, found]).toEqual([400, reason]);
    expect(source).toContain(named);
  });

  test('a parent cannot leave or change without its dependants', async () => {
    const id = await created({ _typed: { country: 'Chile', city: 'Arica' } });
    expect(await patch(id, [{ op: 'REMOVE', path: '/_typed/country' }])).toEqual([
      400,
      'DEPENDENT_CUSTOM_FIELD_VALUE_REQUIRED',
    ]);
    expect(await patch(id, [{ op: 'REPLACE', path: '/_typed/country', value: 'Romania' }])).toEqual([
      400,
      'INVALID_DEPENDENT_CUSTOM_FIELD_VALUE',
    ]);
    expect(
      await patch(id, [
        { op: 'REPLACE', path: '/_typed/country', value: 'Romania' },
        { op: 'REPLACE', path: '/_typed/city', value: 'Cluj' },
      ]),
    ).toEqual([204]);
  });

  test('of a unique field are nobody else’s, also side by side', async () => {
    const together = await Promise.all(Array.from({ length: 4 }, () => create({ _typed: { code: 'U1q' } })));
    expect(together.filter(([status]) => status === 201)).toHaveLength(1);
    expect(together.filter(([, reason]) => reason === 'DUPLICATE_CUSTOM_FIELD_VALUES')).toHaveLength(3);
    const [owner = ''] = await found({ field: '_typed.code', operator: 'EQUALS_CASE_SENSITIVE', value: 'U1q' });
    expect(await patch(owner, [{ op: 'REPLACE', path: '/_typed/code', value: 'U1q' }])).toEqual([204]);
  });
});

describe('rights', () => {
  test('keep values from those who may not see or change them', async () => {
    const id = await created({ _employer_information: { company: 'Google', secret: 'rich' } });
    expect(await setsOf(id, teller)).toEqual({ _employer_information: { company: 'Google', secret: 'rich' } });
    expect(await setsOf(id, clerk)).toEqual({ _employer_information: { company: 'Google' } });
    expect(await create({ _employer_information: { secret: 'x' } }, clerk)).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await patch(id, [{ op: 'ADD', path: '/_employer_information/secret', value: 'poor' }], clerk)).toMatchObject(
      [403, 'INVALID_PERMISSIONS'],
    );
    expect(await patch(id, [{ op: 'REMOVE', path: '/_employer_information' }], clerk)).toEqual([
      403,
      'INVALID_PERMISSIONS',
    ]);
    expect(await patch(id, [{ op: 'ADD', path: '/_employer_information/company', value: 'Apple' }], clerk)).toEqual([
      204,
    ]);
    const body = { ...person, _employer_information: { company: 'Amazon' } };
    const answer = await bank.ok('updateClient', { path: { clientId: id }, body, user: clerk });
    expect(answer).toMatchObject({ _employer_information: { company: 'Amazon' } });
    expect(JSON.stringify(answer)).not.toContain('rich');
    expect(await setsOf(id, teller)).toEqual({ _employer_information: { company: 'Amazon', secret: 'rich' } });
    const search = { filterCriteria: [{ field: '_employer_information.secret', operator: 'EQUALS', value: 'rich' }] };
    expect(await refusal('searchClients', { body: search, user: clerk })).toEqual([400, 'INVALID_FILTER_SELECTION']);
    expect(await refusal('searchClients', { body: search, user: teller })).toEqual([200]);
  });

  test('of a blacklisted client’s fields are a permission of their own', async () => {
    const id = await created({ _employer_information: { company: 'Google' } });
    expect(await patch(id, [{ op: 'REPLACE', path: '/state', value: 'BLACKLISTED' }])).toEqual([204]);
    const change = [{ op: 'REPLACE', path: '/_employer_information/company', value: 'None' }];
    expect(await patch(id, change, teller)).toEqual([403, 'INVALID_PERMISSIONS']);
    expect(await patch(id, change)).toEqual([204]);
  });
});

describe('a search', () => {
  let ids: readonly string[];
  beforeAll(async () => {
    const values = [
      { amount: '5', newsletter: 'TRUE', since: '2026-01-10', called: '2026-03-10T01:00:00+02:00', country: 'Chile' },
      {
        amount: '10.50',
        newsletter: 'FALSE',
        since: '2026-03-05',
        called: '2026-03-09T23:00:00+02:00',
        country: 'Romania',
      },
      { amount: '100', since: '2025-12-31' },
    ];
    const made: string[] = [];
    for (const [index, _typed] of values.entries()) {
      const id = `search-${index}`;
      const _assets =
        index === 2 ? [{ asset_type: 'Land' }, { asset_type: 'House', asset_value: '7' }] : [{ asset_type: 'Car' }];
      await bank.ok('createClient', {
        body: {
          id,
          firstName: 'Search',
          lastName: 'Me',
          _typed,
          _assets,
          _employer_information: { company: `Firm ${index}` },
        },
      });
      made.push(id);
    }
    ids = made;
  });

  test.each([
    ['_typed.amount', { operator: 'MORE_THAN', value: 7 }, [1, 2]],
    ['_typed.amount', { operator: 'EQUALS', value: '10.5' }, [1]],
    ['_typed.amount', { operator: 'BETWEEN', value: 5, secondValue: 10.5 }, [0, 1]],
    ['_typed.newsletter', { operator: 'EQUALS', value: true }, [0]],
    ['_typed.newsletter', { operator: 'EQUALS', value: 'true' }, [0]],
    ['_typed.newsletter', { operator: 'EQUALS_CASE_SENSITIVE', value: 'FALSE' }, [1]],
    ['_typed.newsletter', { operator: 'EQUALS_CASE_SENSITIVE', value: 'false' }, []],
    ['_typed.since', { operator: 'AFTER', value: '2026-01-10' }, [1]],
    ['_typed.since', { operator: 'THIS_MONTH' }, [1]],
    ['_typed.since', { operator: 'BETWEEN', value: '2025-12-31', secondValue: '2026-03-05' }, [0, 2]],
    ['_typed.called', { operator: 'ON', value: '2026-03-10' }, [0]],
    ['_typed.country', { operator: 'IN', values: ['Chile', 'Peru'] }, [0]],
    ['_typed.country', { operator: 'EQUALS', value: 'romania' }, [1]],
    ['_employer_information.company', { operator: 'STARTS_WITH', value: 'firm' }, [0, 1, 2]],
    ['_employer_information.company', { operator: 'EQUALS_CASE_SENSITIVE', value: 'Firm 1' }, [1]],
    ['_employer_information.company', { operator: 'EQUALS_CASE_SENSITIVE', value: `x' OR 1=1 --` }, []],
    ['_assets.asset_type', { operator: 'EQUALS_CASE_SENSITIVE', value: 'House' }, [2]],
    ['_assets.asset_type', { operator: 'IN', values: ['Car', 'House'] }, [0, 1, 2]],
    ['_assets.asset_value', { operator: 'LESS_THAN', value: 8 }, [2]],
    ['_assets.asset_value', { operator: 'EMPTY' }, [0, 1]],
  ])('%s %j', async (name, criterion, places) => {
    const answer = await bank.ok('searchClients', {
      body: {
        filterCriteria: [
          { field: 'firstName', operator: 'EQUALS', value: 'Search' },
          { field: name, ...criterion },
        ] as never,
        sortingCriteria: { field: 'id', order: 'ASC' },
      },
    });
    expect(answer.map(({ id }) => id)).toEqual(places.map((place) => ids[place]));
  });

  test('sorts by a field of a standard set, empty values last', async () => {
    const criteria = { field: 'firstName', operator: 'EQUALS', value: 'Search' };
    expect(await found(criteria, { field: '_typed.amount', order: 'DESC' })).toEqual([ids[2], ids[1], ids[0]]);
    expect(await found(criteria, { field: '_typed.called', order: 'ASC' })).toEqual([ids[1], ids[0], ids[2]]);
  });

  test.each([
    [{ field: '_typed.nothing', operator: 'EMPTY' }, 'INVALID_FILTER_SELECTION'],
    [{ field: '_typed', operator: 'EMPTY' }, 'INVALID_FILTER_SELECTION'],
    [{ field: `_typed.amount' OR true --`, operator: 'EMPTY' }, 'INVALID_FILTER_SELECTION'],
    [{ field: '_branch_set.province', operator: 'EMPTY' }, 'INVALID_FILTER_SELECTION'],
    [{ field: '_typed.amount', operator: 'STARTS_WITH', value: '1' }, 'INVALID_FILTER_ELEMENT'],
    [{ field: '_typed.amount', operator: 'EQUALS', value: 'many' }, 'INVALID_FILTER_VALUE'],
    [{ field: '_typed.since', operator: 'MORE_THAN', value: '2020-01-01' }, 'INVALID_FILTER_ELEMENT'],
  ])('refuses %j', async (criterion, reason) => {
    expect(await refusal('searchClients', { body: { filterCriteria: [criterion] } })).toEqual([400, reason]);
  });

  test('refuses to sort by a grouped set', async () => {
    const body = { filterCriteria: [], sortingCriteria: { field: '_assets.asset_type' } };
    expect(await refusal('searchClients', { body })).toEqual([400, 'COLUMN_NOT_SORTABLE']);
  });
});

describe('definitions that change', () => {
  test('the same document twice changes nothing, and what has values stays', async () => {
    const before = await loadCustomFieldDocument(bank.db);
    expect(await replaceCustomFields(bank.db, before, instant(Date.now()))).toBe(false);
    const without = { customFieldSets: before.customFieldSets.filter(({ id }) => id !== '_assets') };
    expect(await transaction(bank.db, (db) => lostValues(db, before, without))).not.toEqual([]);
    const unused = { customFieldSets: before.customFieldSets.filter(({ id }) => id !== '_branch_set') };
    expect(await replaceCustomFields(bank.db, unused, instant(Date.now()))).toBe(true);
    expect(await replaceCustomFields(bank.db, before, instant(Date.now()))).toBe(true);
    expect(await loadCustomFieldDocument(bank.db)).toEqual(before);
  });

  test('a field required from now on is asked of new clients and of changes of its set', async () => {
    const id = await created({ _employer_information: { company: 'Google' } });
    const { customFieldSets: sets } = await loadCustomFieldDocument(bank.db);
    const { rows } = await bank.db.query(`SELECT id FROM client_role WHERE client_type = 'CLIENT'`);
    const role = String(rows[0].id);
    await defineCustomFields(
      bank,
      ...sets,
      fieldSet('_kyc', [field('risk', { usage: [{ id: role, required: true, default: true }] }), field('reviewer')]),
    );
    expect(await told('createClient', { body: person })).toEqual([
      400,
      'REQUIRED_CUSTOM_FIELD_MISSING',
      '_kyc.risk is required',
    ]);
    expect(await create({ _kyc: { risk: 'low' } })).toEqual([201]);
    expect(await patch(id, [{ op: 'REPLACE', path: '/lastName', value: 'Li' }])).toEqual([204]);
    expect(await patch(id, [{ op: 'ADD', path: '/_kyc/reviewer', value: 'Bob' }])).toEqual([
      400,
      'REQUIRED_CUSTOM_FIELD_MISSING',
    ]);
    expect(await patch(id, [{ op: 'ADD', path: '/_kyc', value: { risk: 'low', reviewer: 'Bob' } }])).toEqual([204]);
    expect(await patch(id, [{ op: 'REMOVE', path: '/_kyc/risk' }])).toEqual([400, 'REQUIRED_CUSTOM_FIELD_MISSING']);
    await bank.db.query(
      `INSERT INTO client_role (encoded_key, id, name, client_type, creation_date, last_modified_date)
       VALUES (gen_random_uuid(), 'firm', 'Firm', 'CLIENT', now(), now())`,
    );
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
    expect(await create({ clientRoleKey: 'firm' })).toEqual([201]);
    expect(await create({ clientRoleKey: 'firm', _kyc: { risk: 'low' } })).toEqual([
      400,
      'CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY',
    ]);
  });
});
