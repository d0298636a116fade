import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';

let bank: TestBank;

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const reason = (body as { errors?: { errorReason: string }[] } | undefined)?.errors?.[0]?.errorReason;
  return reason ? [status, reason] : [status];
};

beforeAll(async () => {
  bank = await startBank();
  const hosts = ['BRANCH', 'CENTRE', 'USER', 'GROUP', 'DEPOSIT_PRODUCT'] as const;
  await defineCustomFields(
    bank,
    fieldSet('_links', [field('circle', { type: 'GROUP_LINK' })]),
    ...hosts.map((availableFor) =>
      fieldSet(`_of_${availableFor.toLowerCase()}`, [field(`note_${availableFor.toLowerCase()}`)], { availableFor }),
    ),
  );
});
afterAll(() => bank.stop());
const sets = { _of_branch: { note_branch: 'x' } };

test('branches and centres', async () => {
  const branch = await bank.ok('createBranch', { body: { id: 'cf-branch', name: 'CF', ...sets } });
  expect(branch).toMatchObject(sets);
  const path = { branchId: 'cf-branch' };
  expect(await bank.ok('getBranch', { path, query: { detailsLevel: 'FULL' } })).toMatchObject(sets);
  expect(await bank.ok('getBranch', { path })).not.toHaveProperty('_of_branch');
  expect(await refusal('createBranch', { body: { id: 'b2', name: 'b2', _of_user: { note_user: 'x' } } })).toEqual([
    400,
    'CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY',
  ]);
  await bank.db.query(
    `INSERT INTO centre (encoded_key, id, name, state, assigned_branch_key, custom_fields, creation_date, last_modified_date)
       VALUES (gen_random_uuid(), 'cf-centre', 'C', 'ACTIVE', $1, '{"_of_centre": {"note_centre": "x"}}', now(), now())`,
    [branch.encodedKey],
  );
  const centre = await bank.ok('getCentre', { path: { centreId: 'cf-centre' }, query: { detailsLevel: 'FULL' } });
  expect(centre).toMatchObject({ _of_centre: { note_centre: 'x' } });
});

test('users', async () => {
  const admin = (await bank.ok('getUsers')).find(({ username }) => username === 'admin');
  const userId = String(admin?.encodedKey);
  const body = [{ op: 'ADD', path: '/_of_user/note_user', value: 'x' }];
  expect(await refusal('patchUser', { path: { userId }, body })).toEqual([204]);
  const user = await bank.ok('getUser', { path: { userId }, query: { detailsLevel: 'FULL' } });
  expect(user).toMatchObject({ _of_user: { note_user: 'x' } });
  expect(
    await refusal('patchUser', { path: { userId }, body: [{ op: 'ADD', path: '/_of_user', value: 'x' }] }),
  ).toEqual([400, 'INVALID_PARAMETERS']);
});

test('groups, also searched and linked to', async () => {
  const body = { groupName: 'Circle', _of_group: { note_group: 'x' } };
  const group = await bank.ok('createGroup', { body });
  expect(group).toMatchObject(body);
  const search = { filterCriteria: [{ field: '_of_group.note_group', operator: 'EQUALS', value: 'X' }] };
  const answer = await bank.ok('searchGroups', { body: search as never });
  expect(answer.map(({ id }) => id)).toEqual([group.id]);
  const member = await bank.ok('createClient', {
    body: { firstName: 'Ann', lastName: 'Lee', _links: { circle: String(group.id) } },
  });
  expect(member).toMatchObject({ _links: { circle: group.encodedKey } });
  expect(await refusal('createGroup', { body: { groupName: 'Two', _links: { circle: 'x' } } })).toEqual([
    400,
    'CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY',
  ]);
});
