import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const town = `---
branches:
- id: "2"
  name: "Mill Road"
  state: "ACTIVE"
  phoneNumber: "+3612345678"
  emailAddress: "mill@example.com"
  notes: "Has a <i>garden</i>."
  address:
    line1: "1 Mill Road"
    line2: "Old Town"
    city: "Aville"
    region: "North"
    postcode: "10775"
    country: "Bankland"
  holidays:
  - id: 13
    name: "Day of the mill"
    dayOfMonth: 26
    monthOfYear: 8
    year: 2020
    isAnnuallyRecurring: true
- id: "harbour"
  name: "Harbour"
  state: "ACTIVE"
`;

const put = (body: string) => bank.call('updateBranchesConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getBranchesConfiguration')).text;
const traces = () => tracesOf(bank);

describe('branches as a document', () => {
  test('a bank without branches has an empty list, which changes nothing', async () => {
    expect(await document()).toBe('---\nbranches: []\n');
    expect((await put('---\nbranches: []\n')).body).toEqual({ warnings: [] });
  });

  test('branches are created with address and holidays, and told as they were sent', async () => {
    const reply = await put(town);
    expect(reply.text).toBe('---\nwarnings: []\n');
    expect(reply.headers['content-type']).toBe('application/vnd.mambu.v2+yaml');
    expect(await document()).toBe(town);
    const branch = await bank.ok('getBranch', { path: { branchId: '2' }, query: { detailsLevel: 'FULL' } });
    expect(branch).toMatchObject({
      name: 'Mill Road',
      addresses: [{ line1: '1 Mill Road', country: 'Bankland', indexInList: 0 }],
      branchHolidays: [{ id: 13, date: '2020-08-26', isAnnuallyRecurring: true }],
    });
  });

  test('the same document twice changes nothing and leaves no trace', async () => {
    const before = await traces();
    expect((await put(town)).status).toBe(200);
    expect(await traces()).toEqual(before);
  });

  test('a list without its name, values without quotes and other layouts mean the same', async () => {
    const before = await traces();
    const reply = await put(`
# written by hand
- {id: harbour, name: Harbour}
- id: 2
  name: Mill Road
  phoneNumber: "+3612345678"
  emailAddress: mill@example.com
  notes: "Has a \\
    <i>garden</i>."
  address: {line1: 1 Mill Road, line2: Old Town, city: Aville, region: North, postcode: 10775, country: Bankland}
  holidays: [{id: 13, name: Day of the mill, dayOfMonth: 26, monthOfYear: 8, year: 2020, isAnnuallyRecurring: TRUE}]
  customFieldValueSets: []
`);
    expect(reply.body).toEqual({ warnings: [] });
    expect(await traces()).toEqual(before);
  });

  test('only what differs is changed, with an audit record of its own', async () => {
    const { rows: before } = await bank.db.query('SELECT max(id) AS last FROM audit_record');
    await put(town.replace('"Harbour"', '"Old Harbour"'));
    const { rows } = await bank.db.query(
      `SELECT entity_type, changes::jsonb -> 'before' ->> 'name' AS before, changes::jsonb -> 'after' ->> 'name' AS after
         FROM audit_record WHERE id > $1`,
      [before[0].last],
    );
    expect(rows).toEqual([{ entity_type: 'BRANCH', before: 'Harbour', after: 'Old Harbour' }]);
    await put(town);
  });

  test('holidays and the first address change; other addresses and a place on the map stay', async () => {
    await bank.ok('createBranch', {
      body: {
        id: 'hill',
        name: 'Hill',
        addresses: [{ line1: 'Summit', latitude: 47.5, longitude: 19.1 }, { line1: 'Valley' }],
        branchHolidays: [{ id: 20, name: 'Old day', date: '2026-05-05' }],
      },
    });
    const hill = (line: string, holidays: string) =>
      `${town}- id: hill\n  name: Hill\n  address: {line1: ${line}}\n${holidays}`;
    const day = (id: number) =>
      `  holidays:\n  - {id: ${id}, name: New day, dayOfMonth: 29, monthOfYear: 2, year: 2024}\n`;
    await put(hill('Summit', day(21)));
    const addresses = async () =>
      (await bank.ok('getBranch', { path: { branchId: 'hill' }, query: { detailsLevel: 'FULL' } })).addresses;
    expect(await addresses()).toMatchObject([{ line1: 'Summit', latitude: 47.5 }, { line1: 'Valley' }]);
    await put(hill('Foot', day(21)));
    const after = await bank.ok('getBranch', { path: { branchId: 'hill' }, query: { detailsLevel: 'FULL' } });
    expect(after.addresses).toMatchObject([{ line1: 'Foot' }, { line1: 'Valley' }]);
    expect(after.addresses?.[0]).not.toHaveProperty('latitude');
    expect(after.branchHolidays).toMatchObject([{ id: 21, name: 'New day', date: '2024-02-29' }]);
    await put(`${town}- id: hill\n  name: Hill\n`);
    expect(await addresses()).toEqual([]);
  });

  test('a branch that is left out goes; one in use becomes inactive, with a warning', async () => {
    await bank.ok('createClient', {
      body: {
        firstName: 'Ann',
        lastName: 'Lee',
        assignedBranchKey: (await bank.ok('getBranch', { path: { branchId: 'harbour' } })).encodedKey ?? '',
      },
    });
    const remaining = town.slice(0, town.indexOf('- id: "harbour"'));
    const reply = await put(remaining);
    expect(reply.body).toEqual({ warnings: ['Branch [id = harbour] could not be deleted and was deactivated'] });
    expect((await bank.ok('getBranches')).map(({ id, state }) => `${id} ${state}`).sort()).toEqual([
      '2 ACTIVE',
      'harbour INACTIVE',
    ]);
    const before = await traces();
    await put(remaining);
    expect(await traces()).toEqual(before);
    await put('branches: [{id: harbour, name: Harbour}]');
    expect(await document()).toBe('---\nbranches:\n- id: "harbour"\n  name: "Harbour"\n  state: "ACTIVE"\n');
    await put(town);
  });
});

describe('what is wrong is told with line and path, and nothing changes', () => {
  const branch = (lines: string) => `branches:\n- id: "b9"\n  name: "Nine"\n${lines}`;
  test.each([
    ['nothing', '', ['BRANCHES_CONFIGURATION_EMPTY line 1: the document is empty']],
    ['only a comment', '# none\n---\n', ['BRANCHES_CONFIGURATION_EMPTY line 1: the document is empty']],
    ['no branches', 'branches:\n', ['BRANCHES_CONFIGURATION_EMPTY line 1: branches may not be missing']],
    ['a text', '"branches"', ['INVALID_PARAMETERS line 1: the document must have properties: branches']],
    ['another property', 'centres: []\nbranches: []', ['INVALID_PARAMETERS line 1: centres does not exist']],
    ['an empty entry', 'branches:\n- \n', ['NULL_BRANCH_ENTRY line 2: branches[0] may not be empty']],
    [
      'many things at once',
      'branches:\n- id: " "\n  state: "OPEN"\n- name: "x"\n  colour: "red"\n',
      [
        'BLANK_BRANCH_ID line 2: branches[0].id may not be blank',
        'BLANK_BRANCH_NAME line 2: branches[0].name may not be missing',
        'INVALID_PARAMETERS line 3: branches[0].state must be one of ACTIVE, INACTIVE',
        'INVALID_PARAMETERS line 5: branches[1].colour does not exist',
        'BLANK_BRANCH_ID line 4: branches[1].id may not be missing',
      ],
    ],
    [
      'an id that no path leads to',
      'branches:\n- name: "x"\n  id: "a/b"',
      ['INVALID_ID line 3: branches[0].id may not contain / or :, since no path would lead to it'],
    ],
    [
      'a mail address that is none',
      branch('  emailAddress: "nine"'),
      ['BRANCH_EMAIL_FORMAT line 4: branches[0].emailAddress must be a mail address like ann@example.com'],
    ],
    [
      'the same branch twice',
      `${branch('')}- {id: b9, name: Again}`,
      ['DUPLICATE_BRANCH_ID line 4: branches[1] names b9 again'],
    ],
    [
      'a day that does not exist',
      branch('  holidays:\n  - id: 1\n    name: x\n    dayOfMonth: 30\n    monthOfYear: 2\n    year: 2024'),
      ['HOLIDAY_VALID_DATE_ERROR line 7: branches[0].holidays[0].dayOfMonth must exist: month 2 of 2024 has 29 days'],
    ],
    [
      'a month that does not exist',
      branch('  holidays: [{id: 1, name: x, dayOfMonth: 1, monthOfYear: 13, year: 2024}]'),
      ['HOLIDAY_MONTH_OF_YEAR_ERROR line 4: branches[0].holidays[0].monthOfYear must be a whole number from 1 to 12'],
    ],
    [
      'a holiday twice, in two branches',
      `${branch('  holidays: [{id: 1, name: x, dayOfMonth: 1, monthOfYear: 1, year: 2024}]\n')}- id: b8\n  name: Eight\n  holidays: [{id: 1, name: y, dayOfMonth: 1, monthOfYear: 2, year: 2024}]`,
      ['DUPLICATE_HOLIDAY_ID line 7: branches[1].holidays[0].id 1 is there twice'],
    ],
    [
      'a huge number',
      branch('  holidays: [{id: 99999999999999999999, name: x, dayOfMonth: 1, monthOfYear: 1, year: 2024}]'),
      ['HOLIDAY_ID_OUT_OF_LIMITS line 4: branches[0].holidays[0].id must be a whole number from 0 to 999999999999'],
    ],
    [
      'a long name',
      `branches: [{id: b9, name: ${'x'.repeat(256)}}]`,
      ['BRANCH_NAME_LENGTH line 1: branches[0].name may have at most 255 characters'],
    ],
    [
      'a list for a text',
      'branches: [{id: b9, name: [a]}]',
      ['INVALID_PARAMETERS line 1: branches[0].name must be a text'],
    ],
    ['a property twice', 'branches:\n- id: a\n  id: b\n', ['INVALID_YAML_SYNTAX line 3: id is there twice']],
    [
      'an anchor',
      'branches: &all []\n',
      ['INVALID_YAML_SYNTAX line 1: anchors and aliases (& and *) are not accepted; please write the values out'],
    ],
    ['a tag', 'branches: !!set []\n', ['INVALID_YAML_SYNTAX line 1: tags (!) are not accepted']],
    ['deep nesting', '['.repeat(100_000), ['INVALID_YAML_SYNTAX line 1: the document nests deeper than 32 levels']],
    [
      'deep nesting in lists',
      '- '.repeat(100_000),
      ['INVALID_YAML_SYNTAX line 1: the document nests deeper than 32 levels'],
    ],
    [
      'too many parts',
      `branches: [${'{},'.repeat(200_000)}]`,
      ['INVALID_YAML_SYNTAX line 1: the document is too long; nothing after this line was read'],
    ],
  ])('%s', async (_case, body, expected) => {
    const [before, stored] = [await traces(), await document()];
    const reply = await put(body);
    expect(reply.status).toBe(400);
    expect(errorsOf(reply)).toEqual(expected);
    expect(reply.headers['content-type']).toContain('application/vnd.mambu.v2+json');
    expect(await document()).toBe(stored);
    expect(await traces()).toEqual(before);
  });

  test('broken syntax names its line', async () => {
    const reply = await put('branches:\n- id: "1\n  name: x\n');
    expect(reply.status).toBe(400);
    expect(errorsOf(reply)[0]).toMatch(/^INVALID_YAML_SYNTAX line \d: /);
  });

  test('bytes that are not UTF-8 and bodies that are not YAML', async () => {
    const url = '/api/configuration/branches.yaml';
    const headers = { accept: 'application/vnd.mambu.v2+yaml', 'content-type': 'application/yaml' };
    const bytes = await bank.request('PUT', url, { headers, body: Buffer.from([0x61, 0x3a, 0xff, 0xfe]) });
    expect(errorsOf(bytes)).toEqual(['UNSUPPORTED_CHARACTER_ENCODING the body is not valid UTF-8']);
    const json = await bank.request('PUT', url, {
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"branches": []}',
    });
    expect(json.status).toBe(415);
    const accepted = await bank.request('GET', url, { headers: { accept: 'text/html' } });
    expect(accepted.status).toBe(406);
  });

  test('two updates at once: one waits for nobody and is refused', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map((index) => put(`${town}- id: "r"\n  name: "Round ${index}"\n`)));
    const statuses = replies.map(({ status }) => status);
    expect(statuses).toContain(200);
    for (const status of statuses) expect([200, 409]).toContain(status);
    await put(town);
  });

  test('nobody without the permission reads or writes it', async () => {
    await bank.ok('createUser', {
      body: {
        username: 'clerk',
        password: 'clerk-Password-1',
        firstName: 'Carla',
        lastName: 'Clerk',
        email: 'carla@example.com',
        access: {
          apiAccess: true,
          mambuAccess: false,
          administratorAccess: false,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['VIEW_BRANCH_DETAILS'],
        },
      },
    });
    const user = 'clerk:clerk-Password-1';
    expect((await bank.call('getBranchesConfiguration', { user })).status).toBe(403);
    expect((await bank.call('updateBranchesConfiguration', { user, body: town })).status).toBe(403);
    expect((await bank.call('getBranchesConfiguration', { user: null })).status).toBe(401);
  });
});
