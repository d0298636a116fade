import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
  await bank.ok('updateBranchesConfiguration', {
    body: 'branches: [{id: "2", name: Mill Road}, {id: north, name: North}, {id: shut, name: Shut, state: INACTIVE}]',
  });
  await bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['SUNDAY'] } });
});
afterAll(() => bank.stop());

const market = `- id: "MP1"
  name: "Market"
  state: "ACTIVE"
  notes: "Under the <b>clock</b>."
  assignedBranchId: "2"
  address:
    line1: "Hegyalja út 95."
    city: "Debrecen"
    postcode: "4032"
`;
const centres = `---
centres:
- id: "DT1"
  name: "Down Town"
  state: "ACTIVE"
  meetingDay: "FRIDAY"
  assignedBranchId: "north"
${market}`;

const put = (body: string) => bank.call('updateCentresConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getCentresConfiguration')).text;

test('a document comes back as it was sent, and twice changes nothing', async () => {
  expect(await document()).toBe('---\ncentres: []\n');
  expect((await put(centres)).body).toEqual({ warnings: [] });
  expect(await document()).toBe(centres);
  const branch = await bank.ok('getBranch', { path: { branchId: 'north' } });
  expect(await bank.ok('getCentre', { path: { centreId: 'DT1' } })).toMatchObject({
    meetingDay: 'FRIDAY',
    assignedBranchKey: branch.encodedKey,
  });
  const before = await tracesOf(bank);
  await put(centres);
  expect(await tracesOf(bank)).toEqual(before);
});

test('a centre moves and meets on another day while nothing is assigned to it', async () => {
  const moved = centres.replace('"north"', '"2"').replace('  meetingDay: "FRIDAY"\n', '');
  expect((await put(moved)).status).toBe(200);
  expect(await document()).toBe(moved);
  await put(centres);
});

test('a branch stays active while a centre is', async () => {
  const closed = await bank.call('updateBranchesConfiguration', {
    body: 'branches:\n- {id: "2", name: Mill Road}\n- {id: north, name: North, state: INACTIVE}\n- {id: shut, name: Shut, state: INACTIVE}\n',
  });
  expect(errorsOf(closed)).toEqual([
    'CANNOT_DEACTIVATE_BRANCH line 3: branches[1].state must stay ACTIVE while centre DT1 is',
  ]);
  const left = await bank.call('updateBranchesConfiguration', { body: 'branches:\n- {id: "2", name: Mill Road}\n' });
  expect(errorsOf(left)).toEqual([
    'CANNOT_DEACTIVATE_BRANCH line 1: branches leaves out branch north, where centre DT1 is active',
  ]);
});

test('a centre in use stays in its branch, and becomes inactive when it is left out', async () => {
  const { encodedKey: centreKey, assignedBranchKey } = await bank.ok('getCentre', { path: { centreId: 'DT1' } });
  await bank.ok('createClient', {
    body: {
      firstName: 'Ann',
      lastName: 'Lee',
      assignedBranchKey: String(assignedBranchKey),
      assignedCentreKey: String(centreKey),
    },
  });
  const moved = await put(centres.replace('"north"', '"2"'));
  expect(errorsOf(moved)).toEqual([
    'INCONSISTENT_CENTRE_WITH_BRANCH line 7: centres[0].assignedBranchId must stay, as clients or accounts are assigned to the centre',
  ]);
  const reply = await put(`centres:\n${market}`);
  expect(reply.body).toEqual({ warnings: ['Centre [id = DT1] could not be deleted and was deactivated'] });
  expect(await document()).toBe(centres.replace('"ACTIVE"', '"INACTIVE"'));
  expect((await put(centres)).status).toBe(200);
  expect(await document()).toBe(centres);
});

const centre = (lines: string) => `centres:\n- id: "c9"\n  name: "Nine"\n${lines}`;

test.each([
  ['nothing', '', ['CENTRE_CONFIGURATION_EMPTY line 1: the document is empty']],
  ['an empty entry', 'centres: [~]', ['NULL_CENTRE_ENTRY line 1: centres[0] may not be empty']],
  [
    'what every centre has',
    'centres:\n- name: " "',
    [
      'BLANK_CENTRE_ID line 2: centres[0].id may not be missing',
      'BLANK_CENTRE_NAME line 2: centres[0].name may not be blank',
      'CENTRE_STATE_BLANK line 2: centres[0].state may not be missing',
      'BLANK_CENTRE_BRANCH_ID line 2: centres[0].assignedBranchId may not be missing',
    ],
  ],
  [
    'a branch that does not exist',
    centre('  state: ACTIVE\n  assignedBranchId: nowhere'),
    ['BRANCH_DOES_NOT_EXIST line 5: centres[0].assignedBranchId nowhere is no branch'],
  ],
  [
    'an inactive branch',
    centre('  state: ACTIVE\n  assignedBranchId: shut'),
    ['BRANCH_IS_INACTIVE line 5: centres[0].assignedBranchId shut names an inactive branch'],
  ],
  [
    'a day that is none',
    centre('  state: ACTIVE\n  assignedBranchId: north\n  meetingDay: friday'),
    [
      'INVALID_CENTRE_MEETING_DAY line 6: centres[0].meetingDay must be one of MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY',
    ],
  ],
  [
    'a day without work',
    centre('  state: ACTIVE\n  assignedBranchId: north\n  meetingDay: SUNDAY'),
    ['CENTRE_MEETING_DAY_IN_NON_WORKING_DAY line 6: centres[0].meetingDay SUNDAY is a day without work'],
  ],
  ['a centre twice', `centres:\n${market}${market}`, ['DUPLICATE_CENTRE_ID line 11: centres[1] names MP1 again']],
])('%s is refused', async (_case, body, expected) => {
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)).toEqual(expected);
  expect(await document()).toBe(centres);
});
