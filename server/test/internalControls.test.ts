import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const controls = `---
loanExposure:
  exposureType: "SUM_OF_LOANS"
  exposureAmount: 25000.5
assignmentConstraints:
- "BRANCH"
- "CREDIT_OFFICER"
allowMultipleLoans: false
allowMultipleGroupMemberships: false
duplicateClientFieldsConfiguration:
  duplicateClientChecks:
  - "EMAIL"
  - "LAST_NAME_AND_DATE_OF_BIRTH"
  duplicateClientConstraintAction: "ERROR"
arrearsDaysBeforeWriteOff: 30
maxAllowedUndoClosurePeriod: 60
defaultClientState: "PENDING_APPROVAL"
defaultLineOfCreditState: "PENDING_APPROVAL"
groupSizeLimit:
  groupSizeLimitType: "HARD"
  minGroupSizeLimit: 10
  maxGroupSizeLimit: 20
approvalDisbursalTwoManRuleEnabled: true
availableDashboardSections:
- "CLIENTS"
- "TASKS"
`;

const put = (body: string) => bank.call('updateInternalControlsConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getInternalControlsConfiguration')).text;

test('the controls of a new bank come back unchanged', async () => {
  const text = await document();
  expect(text).toContain('loanExposure:\n  exposureType: "UNLIMITED"\nassignmentConstraints: []\n');
  const before = await tracesOf(bank);
  expect((await put(text)).body).toEqual({ warnings: [] });
  expect(await tracesOf(bank)).toEqual(before);
});

test('a document comes back as it was sent, and is what the general setup tells', async () => {
  expect((await put(controls)).status).toBe(200);
  expect(await document()).toBe(controls);
  expect(await bank.ok('getGeneralSetup')).toMatchObject({
    exposureType: 'SUM_OF_LOANS',
    exposureAmount: 25000.5,
    multipleLoans: 'ONE_LOAN',
    multipleGroupMemberships: 'ONE_GROUP',
    duplicateClientChecks: [{ dataField: 'EMAIL' }, { dataField: 'LAST_NAME_AND_DATE_OF_BIRTH' }],
    groupSizeLimitType: 'HARD',
    minGroupSizeLimit: 10,
    dashboardConfigurations: [{ name: 'CLIENTS' }, { name: 'TASKS' }],
  });
  const before = await tracesOf(bank);
  await put(controls);
  expect(await tracesOf(bank)).toEqual(before);
});

test('other sections obey at once', async () => {
  const lonely = await bank.call('createClient', { body: { firstName: 'Ann', lastName: 'Lee' } });
  expect(errorsOf(lonely)[0]).toMatch(/^MISSING_BRANCH_KEY /);
  await put('assignmentConstraints: []\ndefaultClientState: PENDING_APPROVAL\n');
  const client = await bank.ok('createClient', { body: { firstName: 'Ann', lastName: 'Lee' } });
  expect(client.state).toBe('PENDING_APPROVAL');
});

test('what is left out is as in a new bank', async () => {
  await put(controls);
  await put('defaultClientState: INACTIVE');
  const setup = await bank.ok('getGeneralSetup');
  expect(setup).toMatchObject({ exposureType: 'UNLIMITED', multipleLoans: 'UNLIMITED', groupSizeLimitType: 'NONE' });
  expect(setup).not.toHaveProperty('exposureAmount');
  expect(setup).not.toHaveProperty('maxAllowedUndoClosurePeriod');
});

test.each([
  ['nothing', '', ['YAML_PROCESSING_FAILED line 1: the document is empty']],
  [
    'an exposure without an amount',
    'loanExposure:\n  exposureType: SUM_OF_LOANS',
    ['EXPOSURE_AMOUNT_REQUIRED line 1: loanExposure.exposureAmount may not be missing'],
  ],
  [
    'a negative exposure',
    'loanExposure: {exposureType: SUM_OF_LOANS, exposureAmount: -1}',
    [
      'EXPOSURE_AMOUNT_RANGE_VIOLATION line 1: loanExposure.exposureAmount must be a number from 0 to 1000000000000000000',
    ],
  ],
  [
    'group sizes without limits',
    'groupSizeLimit:\n  groupSizeLimitType: HARD\n',
    [
      'MIN_GROUP_SIZE_LIMIT_REQUIRED line 1: groupSizeLimit.minGroupSizeLimit may not be missing',
      'MAX_GROUP_SIZE_LIMIT_REQUIRED line 1: groupSizeLimit.maxGroupSizeLimit may not be missing',
    ],
  ],
  [
    'a largest group that is smaller than the smallest',
    'groupSizeLimit:\n  groupSizeLimitType: WARNING\n  minGroupSizeLimit: 5\n  maxGroupSizeLimit: 4\n',
    [
      'MAX_LOWER_THAN_MIN_GROUP_SIZE_LIMIT line 4: groupSizeLimit.maxGroupSizeLimit may not be lower than minGroupSizeLimit 5',
    ],
  ],
  [
    'a constraint twice, and an unknown one',
    'assignmentConstraints:\n- BRANCH\n- BRANCH\navailableDashboardSections:\n- WEATHER\n',
    [
      'INVALID_PARAMETERS line 3: assignmentConstraints[1] BRANCH is there twice',
      'INVALID_PARAMETERS line 5: availableDashboardSections[0] must be one of CLIENTS, CURRENT_TILLS, FAVOURITE_VIEWS, INDICATORS, LATEST_ACTIVITY, TASKS, UPCOMING_REPAYMENTS',
    ],
  ],
  [
    'days that are none',
    'arrearsDaysBeforeWriteOff: 1.5\nmaxAllowedUndoClosurePeriod: yes',
    [
      'INVALID_PARAMETERS line 1: arrearsDaysBeforeWriteOff must be a whole number from 0 to 36500',
      'INVALID_PARAMETERS line 2: maxAllowedUndoClosurePeriod must be a whole number from 0 to 36500',
    ],
  ],
])('%s is refused', async (_case, body, expected) => {
  const before = await document();
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)).toEqual(expected);
  expect(await document()).toBe(before);
});
