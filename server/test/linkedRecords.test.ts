import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;

beforeAll(async () => {
  bank = await startBank();
  open = await openBank(bank);
  await defineCustomFields(
    bank,
    fieldSet('_ties', [
      field('friend', { type: 'CLIENT_LINK' }),
      field('circle', { type: 'GROUP_LINK' }),
      field('adviser', { type: 'USER_LINK' }),
    ]),
    fieldSet('_referrals', [field('referrer', { type: 'CLIENT_LINK' })], { type: 'GROUPED' }),
    fieldSet('_of_account', [field('guarantor', { type: 'CLIENT_LINK' })], { availableFor: 'DEPOSIT_ACCOUNT' }),
  );
});
afterAll(() => bank.stop());

type Body = Readonly<Record<string, unknown>>;
const client = (sets: Body = {}) => bank.ok('createClient', { body: { firstName: 'Ann', lastName: 'Lee', ...sets } });
const remove = (clientId: unknown) => bank.call('deleteClient', { path: { clientId: String(clientId) } });

test.each<[string, (key: string) => Promise<unknown>]>([
  ['a standard set', (friend) => client({ _ties: { friend } })],
  ['a grouped set', (referrer) => client({ _referrals: [{ referrer: 'admin' }, { referrer }].slice(1) })],
  [
    'an account',
    async (guarantor) =>
      bank.ok('createDepositAccount', {
        body: {
          accountHolderKey: (await open.client()).encodedKey,
          accountHolderType: 'CLIENT',
          name: 'Everyday',
          productTypeKey: 'CURRENT',
          _of_account: { guarantor },
        },
      }),
  ],
])('a client whom %s links to is not deleted', async (_what, link) => {
  const target = await client();
  await link(String(target.encodedKey));
  const reply = await remove(target.id);
  expect(`${reasonOf(reply)} ${sourceOf(reply)}`).toMatch(/^400 REFERRED_IN_CUSTOM_FIELD the client is linked in _/);
  expect((await bank.call('getClient', { path: { clientId: String(target.id) } })).status).toBe(200);
});

test('a client whose link was removed goes, and one who links to himself', async () => {
  const target = await client();
  const other = await client({ _ties: { friend: target.id } });
  const path = { clientId: String(other.id) };
  await bank.ok('patchClient', { path, body: [{ op: 'REMOVE', path: '/_ties' }] });
  const self = [{ op: 'ADD', path: '/_ties/friend', value: target.id }];
  await bank.ok('patchClient', { path: { clientId: String(target.id) }, body: self });
  expect((await remove(target.id)).status).toBe(204);
});

const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };

test('groups and users that are linked to are not deleted', async () => {
  const group = await bank.ok('createGroup', { body: { groupName: 'Circle' } });
  const user = await bank.ok('createUser', {
    body: { username: 'adviser', firstName: 'Ad', password: 'test-Password-1', access },
  });
  await client({ _ties: { circle: group.id, adviser: 'adviser' } });
  const groupId = String(group.id);
  expect(reasonOf(await bank.call('deleteGroup', { path: { groupId } }))).toBe('400 REFERRED_IN_CUSTOM_FIELD');
  const userId = String(user.encodedKey);
  expect(reasonOf(await bank.call('deleteUser', { path: { userId } }))).toBe('400 REFERRED_IN_CUSTOM_FIELD');
  expect((await bank.call('getGroup', { path: { groupId } })).status).toBe(200);
});

test('of a link and a deletion at the same time one is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [target, other] = [await client(), await client()];
    const [linked, removed] = await Promise.all([
      bank.call('patchClient', {
        path: { clientId: String(other.id) },
        body: [{ op: 'ADD', path: '/_ties/friend', value: target.id }],
      }),
      remove(target.id),
    ]);
    expect([reasonOf(linked), reasonOf(removed)].toSorted()).toEqual(
      removed.status === 204
        ? ['204', '400 INVALID_CUSTOM_FIELD_LINKED_ENTITY_KEY']
        : ['204', '400 REFERRED_IN_CUSTOM_FIELD'],
    );
  }
});
