import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

let bank: TestBank;
let lender: LoanBank;
let ana: { id: string; encodedKey: string };
const password = 'test-Password-2';

/** A user with a password, and permissions beside those of tasks. */
const person = async (username: string, ...permissions: string[]): Promise<string> => {
  const user = await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      lastName: 'Desk',
      password,
      access: {
        administratorAccess: false,
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['CREATE_TASK', 'VIEW_TASK', 'EDIT_TASK', ...permissions],
      },
    },
  });
  return String(user.encodedKey);
};

const dueDate = '2026-03-12';
const create = (body: Record<string, unknown> = {}, user?: string) =>
  bank.call('createTask', { body: { title: 'Call', dueDate, ...body }, ...(user ? { user } : {}) });
const at = (taskId: unknown) => ({ path: { taskId: String(taskId) } });
const patch = (taskId: unknown, ...operations: readonly [op: string, path: string, value?: unknown][]) =>
  bank.call('patchTask', {
    ...at(taskId),
    body: operations.map(([op, path, value]) => ({ op, path, ...(value === undefined ? {} : { value }) })),
  });
const titles = async (query: Record<string, string | number> = {}) =>
  (await bank.ok('getTasks', { query: { sortBy: 'id:ASC', ...query } })).map(({ title }) => title);

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  lender = await loanBank(bank);
  ana = await lender.client({ idDocuments: [{ documentId: 'P1', documentType: 'passport' }] });
});
afterAll(() => bank.stop());

describe('a task', () => {
  test('is created open, told by key and id, replaced, patched and deleted', async () => {
    const tellerKey = await person('tess');
    const created = await bank.ok('createTask', {
      body: {
        title: 'Call Ana',
        description: 'about her loan',
        dueDate,
        assignedUserKey: 'tess',
        taskLinkType: 'CLIENT',
        taskLinkKey: ana.id,
        id: 77,
        createdByFullName: 'Somebody',
      },
    });
    expect(created).toEqual({
      encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      id: expect.any(Number),
      title: 'Call Ana',
      description: 'about her loan',
      status: 'OPEN',
      dueDate,
      assignedUserKey: tellerKey,
      createdByUserKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      createdByFullName: expect.stringMatching(/^A/),
      taskLinkType: 'CLIENT',
      taskLinkKey: ana.encodedKey,
      creationDate: expect.stringMatching(/\+00:00$/),
      lastModifiedDate: expect.any(String),
    });
    expect(created.id).not.toBe(77);
    for (const ref of [created.id, created.encodedKey]) expect(await bank.ok('getTask', at(ref))).toEqual(created);
    const replaced = await bank.ok('updateTask', { ...at(created.id), body: { ...created, description: undefined } });
    const { description: _gone, ...kept } = created;
    expect(replaced).toEqual({ ...kept, lastModifiedDate: expect.any(String) });
    const done = [
      ['REPLACE', '/title', 'Called Ana'],
      ['REMOVE', '/assignedUserKey'],
      ['ADD', '/description', 'she pays'],
      ['REPLACE', '/status', 'COMPLETED'],
    ] as const;
    expect(reasonOf(await patch(created.id, ...done.map((one) => [...one] as [string, string, unknown?])))).toBe('204');
    const { assignedUserKey: _left, ...unassigned } = created;
    const completed = await bank.ok('getTask', at(created.id));
    expect(completed).toEqual({
      ...unassigned,
      title: 'Called Ana',
      description: 'she pays',
      status: 'COMPLETED',
      lastModifiedDate: expect.any(String),
    });
    await bank.ok('deleteTask', at(created.id));
    expect(reasonOf(await bank.call('getTask', at(created.id)))).toBe('404 INVALID_TASK_ID');
    const { rows } = await bank.db.query<{ operation: string }>(
      `SELECT operation FROM audit_record WHERE entity_type = 'TASK' AND entity_key = $1::uuid ORDER BY id`,
      [created.encodedKey],
    );
    expect(rows.map(({ operation }) => operation)).toEqual(['createTask', 'updateTask', 'patchTask', 'deleteTask']);
  });

  test.each([
    ['no day', { dueDate: undefined }, 'INVALID_PARAMETERS', 'dueDate'],
    ['a day that is none', { dueDate: '2026-02-30' }, 'INVALID_PARAMETERS', 'dueDate'],
    ['no title', { title: undefined }, 'INVALID_TASK_TITLE_LENGTH', 'title'],
    ['a blank title', { title: ' ' }, 'INVALID_TASK_TITLE_LENGTH', 'title'],
    ['a long title', { title: 'x'.repeat(256) }, 'INVALID_PARAMETERS', 'title'],
    ['half a character', { title: 'a\ud800' }, 'INVALID_PARAMETERS', 'title'],
    ['an unknown status', { status: 'DONE' }, 'INVALID_PARAMETERS', 'status'],
    ['the end at the start', { status: 'COMPLETED' }, 'INVALID_TASK_STATUS', 'status'],
    ['an unknown user', { assignedUserKey: 'nobody' }, 'INVALID_USER_ID', 'assignedUserKey'],
    ['a link without type', { taskLinkKey: 'x' }, 'INVALID_PARAMETERS', 'taskLinkKey'],
    ['a type without link', { taskLinkType: 'CLIENT' }, 'INVALID_PARAMETERS', 'taskLinkType'],
    ['an unknown type', { taskLinkType: 'CAR', taskLinkKey: 'x' }, 'INVALID_PARAMETERS', 'taskLinkType'],
    ['a template', { templateKey: newEncodedKey() }, 'INVALID_PARAMETERS', 'templateKey'],
    ['an unknown property', { colour: 'red' }, 'INVALID_PARAMETERS', 'colour'],
    [
      'another kind of key',
      { taskLinkType: 'GL_JOURNAL_ENTRY', taskLinkKey: '1' },
      'INVALID_JOURNAL_TRANSACTION_ID',
      'taskLinkKey',
    ],
  ])('with %s is refused', async (_case, changes, reason, named) => {
    const before = await titles();
    const reply = await create(changes);
    expect([reasonOf(reply), sourceOf(reply)]).toEqual([`400 ${reason}`, expect.stringContaining(named)]);
    expect(await titles()).toEqual(before);
  });

  test('that is done tells what was to do, until it is opened again', async () => {
    const { id } = (await create()).body;
    expect(reasonOf(await patch(id, ['REPLACE', '/status', 'COMPLETED']))).toBe('204');
    const changed = await patch(id, ['REPLACE', '/dueDate', '2027-01-01']);
    expect([reasonOf(changed), sourceOf(changed)]).toEqual([
      '400 INVALID_TASK_FIELD_CHANGE',
      expect.stringContaining('dueDate'),
    ]);
    const body = { title: 'Later', dueDate, status: 'COMPLETED' };
    expect(reasonOf(await bank.call('updateTask', { ...at(id), body }))).toBe('400 INVALID_TASK_FIELD_CHANGE');
    expect(reasonOf(await bank.call('updateTask', { ...at(id), body: { ...body, status: 'OPEN' } }))).toBe('200');
    await bank.ok('deleteTask', at(id));
  });

  test('that is unknown is 404, and what only the system sets is not patched', async () => {
    for (const ref of ['999999999', '99999999999999999999', 'x', newEncodedKey(), "1' OR '1'='1"]) {
      expect([ref, reasonOf(await bank.call('getTask', at(ref)))]).toEqual([ref, '404 INVALID_TASK_ID']);
    }
    expect(reasonOf(await bank.call('updateTask', { ...at('x'), body: { title: 'x', dueDate } }))).toBe(
      '404 INVALID_TASK_ID',
    );
    expect(reasonOf(await bank.call('deleteTask', at('x')))).toBe('404 INVALID_TASK_ID');
    expect(reasonOf(await patch('x', ['REPLACE', '/title', 'x']))).toBe('404 INVALID_TASK_ID');
    const { id } = (await create()).body;
    for (const path of ['/id', '/createdByFullName', '/creationDate']) {
      expect(reasonOf(await patch(id, ['REPLACE', path, 'x']))).toBe('400 FIELD_IS_NOT_EDITABLE');
    }
    expect(reasonOf(await patch(id, ['REMOVE', '/title']))).toBe('400 INVALID_TASK_TITLE_LENGTH');
    expect(reasonOf(await patch(id, ['REMOVE', '/dueDate']))).toBe('400 INVALID_PARAMETERS');
    await bank.ok('deleteTask', at(id));
  });
});

describe('what a task is about', () => {
  test('may be anything of the bank, named by key or id', async () => {
    const branch = await bank.ok('createBranch', { body: { id: 'T1', name: 'Tasks' } });
    const centreKey = newEncodedKey();
    await bank.db.query(
      `INSERT INTO centre (encoded_key, id, name, state, assigned_branch_key, creation_date, last_modified_date)
       VALUES ($1, 'TC', 'Market', 'ACTIVE', $2, now(), now())`,
      [centreKey, branch.encodedKey],
    );
    const arrangementKey = newEncodedKey();
    await bank.db.query(
      `INSERT INTO credit_arrangement (encoded_key, id, holder_key, holder_type, state, amount, currency_code, start_date, expire_date, creation_date, last_modified_date)
       VALUES ($1, 'LC1', $2, 'CLIENT', 'APPROVED', 1000, 'EUR', now(), now(), now(), now())`,
      [arrangementKey, newEncodedKey()],
    );
    const account = await lender.depositAccount();
    await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 10 } });
    const { rows } = await bank.db.query<{ key: string }>('SELECT encoded_key AS key FROM journal_entry LIMIT 1');
    const full = await bank.ok('getClient', { path: { clientId: ana.id }, query: { detailsLevel: 'FULL' } });
    const user = await person('ursa');
    const product = await bank.ok('getLoanProduct', { path: { loanProductId: lender.fixedEqual } });
    const group = await bank.ok('createGroup', { body: { id: 'G1', groupName: 'Weavers' } });
    const links: readonly [string, string | undefined, string][] = [
      ['CLIENT', ana.id, ana.encodedKey],
      ['GROUP', 'G1', String(group.encodedKey)],
      ['BRANCH', 'T1', String(branch.encodedKey)],
      ['CENTRE', 'TC', centreKey],
      ['USER', 'ursa', user],
      ['LINE_OF_CREDIT', 'LC1', arrangementKey],
      ['DEPOSIT_ACCOUNT', account.id, account.encodedKey],
      ['SAVINGS_PRODUCT', 'CURRENT', lender.currentProductKey],
      ['LOAN_PRODUCT', product.id, String(product.encodedKey)],
      ['ID_DOCUMENT', undefined, String(full.idDocuments?.[0]?.encodedKey)],
      ['GL_JOURNAL_ENTRY', undefined, String(rows[0]?.key)],
    ];
    for (const [taskLinkType, id, encodedKey] of links) {
      for (const ref of [encodedKey, encodedKey.toUpperCase(), ...(id === undefined ? [] : [id])]) {
        const { status, body } = await create({ taskLinkType, taskLinkKey: ref });
        expect([taskLinkType, ref, status, body.taskLinkKey]).toEqual([taskLinkType, ref, 201, encodedKey]);
        await bank.ok('deleteTask', at(body.id));
      }
      for (const ref of ['nowhere', newEncodedKey()]) {
        const reply = await create({ taskLinkType, taskLinkKey: ref });
        expect([taskLinkType, reply.status, sourceOf(reply)]).toEqual([
          taskLinkType,
          400,
          expect.stringContaining(`taskLinkKey ${ref} does not name`),
        ]);
      }
    }
  });

  test('is not told to those who may not see it', async () => {
    await person('vera');
    await person('wanda', 'VIEW_CLIENT_DETAILS');
    const link = { taskLinkType: 'CLIENT', taskLinkKey: ana.id };
    const blind = await create(link, `vera:${password}`);
    expect([reasonOf(blind), sourceOf(blind)]).toEqual([
      '400 INVALID_CLIENT_ID',
      `taskLinkKey ${ana.id} does not name a client`,
    ]);
    const { id } = (await create(link, `wanda:${password}`)).body;
    // What the task has already is not asked again.
    const body = { title: 'Call again', dueDate, taskLinkType: 'CLIENT', taskLinkKey: ana.encodedKey };
    expect(reasonOf(await bank.call('updateTask', { ...at(id), body, user: `vera:${password}` }))).toBe('200');
    expect((await bank.call('deleteTask', { ...at(id), user: `vera:${password}` })).status).toBe(403);
    await bank.ok('deleteTask', at(id));
  });

  test('is not deleted under it', async () => {
    const client = await lender.client({ idDocuments: [{ documentId: 'P2', documentType: 'passport' }] });
    const full = await bank.ok('getClient', { path: { clientId: client.id }, query: { detailsLevel: 'FULL' } });
    const account = await lender.depositAccount();
    const group = await bank.ok('createGroup', { body: { id: 'G2', groupName: 'Potters' } });
    const user = await person('xena');
    const product = await bank.ok('createDepositProduct', {
      body: {
        id: 'GONE',
        name: 'Gone',
        type: 'CURRENT_ACCOUNT',
        state: 'ACTIVE',
        newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
        accountingSettings: { accountingMethod: 'NONE' },
      },
    });
    const deletions: readonly [string, string, () => Promise<{ status: number; body: unknown }>][] = [
      ['CLIENT', client.encodedKey, () => bank.call('deleteClient', { path: { clientId: client.id } })],
      [
        'ID_DOCUMENT',
        String(full.idDocuments?.[0]?.encodedKey),
        () => bank.call('deleteClient', { path: { clientId: client.id } }),
      ],
      [
        'DEPOSIT_ACCOUNT',
        account.encodedKey,
        () => bank.call('deleteDepositAccount', { path: { depositAccountId: account.id } }),
      ],
      ['GROUP', String(group.encodedKey), () => bank.call('deleteGroup', { path: { groupId: 'G2' } })],
      ['USER', user, () => bank.call('deleteUser', { path: { userId: user } })],
      [
        'SAVINGS_PRODUCT',
        String(product.encodedKey),
        () => bank.call('deleteDepositProduct', { path: { depositProductId: 'GONE' } }),
      ],
    ];
    for (const [taskLinkType, taskLinkKey, remove] of deletions) {
      const { id } = (await create({ taskLinkType, taskLinkKey })).body;
      expect([taskLinkType, reasonOf((await remove()) as never)]).toEqual([taskLinkType, '400 HAS_TASK_ATTACHED']);
      await bank.ok('deleteTask', at(id));
    }
    for (const [taskLinkType, , remove] of deletions.slice(1)) {
      expect([taskLinkType, (await remove()).status]).toEqual([taskLinkType, 204]);
    }
  });

  test('a client and a task about him, deleted and made at the same time, do not both succeed', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => lender.client()));
    await Promise.all(
      clients.map(async ({ id, encodedKey }) => {
        const [made, gone] = await Promise.all([
          create({ taskLinkType: 'CLIENT', taskLinkKey: encodedKey }),
          bank.call('deleteClient', { path: { clientId: id } }),
        ]);
        expect([made.status, gone.status].sort()).toEqual(made.status === 201 ? [201, 400] : [204, 400]);
      }),
    );
  });
});

describe('whoever shall do it', () => {
  test('is an active user, and one who became inactive keeps what is his', async () => {
    const key = await person('yara');
    const { id } = (await create({ assignedUserKey: key })).body;
    const yara = await bank.ok('getUser', { path: { userId: 'yara' } }).catch(() => undefined);
    await bank.ok('patchUser', {
      path: { userId: yara?.id ?? key },
      body: [{ op: 'REPLACE', path: '/userState', value: 'INACTIVE' }],
    });
    const reply = await create({ assignedUserKey: 'yara' });
    expect([reasonOf(reply), sourceOf(reply)]).toEqual(['400 INVALID_USER_ID', expect.stringContaining('not active')]);
    expect(reasonOf(await patch(id, ['REPLACE', '/title', 'Still hers']))).toBe('204');
    expect(reasonOf(await bank.call('deleteUser', { path: { userId: key } }))).toBe('400 CANNOT_DELETE_USED_USER');
    await bank.ok('deleteTask', at(id));
  });
});

test('a user and a task for him, deleted and made at the same time, do not both succeed', async () => {
  const keys = await Promise.all(['una', 'ulf', 'udo', 'ute'].map((name) => person(name)));
  await Promise.all(
    keys.map(async (userId) => {
      const [made, gone] = await Promise.all([
        create({ assignedUserKey: userId }),
        bank.call('deleteUser', { path: { userId } }),
      ]);
      expect([made.status, gone.status].sort()).toEqual(made.status === 201 ? [201, 400] : [204, 400]);
    }),
  );
});

describe('the list', () => {
  test('is narrowed, sorted and paged', async () => {
    await bank.db.query('DELETE FROM task');
    await person('zoe');
    const [bob, eve] = [await lender.client(), await lender.client()];
    const about = (client: { encodedKey: string }) => ({ taskLinkType: 'CLIENT', taskLinkKey: client.encodedKey });
    await create({ title: 'one', assignedUserKey: 'zoe', dueDate: '2026-03-15', ...about(bob) });
    await create({ title: 'two', dueDate: '2026-03-14', ...about(eve) });
    const third = (await create({ title: 'three', assignedUserKey: 'zoe', dueDate: '2026-03-13' })).body;
    await patch(third.id, ['REPLACE', '/status', 'COMPLETED']);
    expect(await titles()).toEqual(['one', 'two', 'three']);
    expect(await titles({ username: 'zoe' })).toEqual(['one', 'three']);
    expect(await titles({ username: 'zoe', status: 'OPEN' })).toEqual(['one']);
    expect(await titles({ status: 'COMPLETED' })).toEqual(['three']);
    expect(await titles({ clientId: bob.id })).toEqual(['one']);
    expect(await titles({ clientId: eve.encodedKey })).toEqual(['two']);
    expect(await titles({ clientId: 'nobody' })).toEqual([]);
    expect(await titles({ groupId: bob.id })).toEqual([]);
    const group = await bank.ok('createGroup', { body: { id: 'G3', groupName: 'Dyers' } });
    const { body: fourth } = await create({ title: 'four', taskLinkType: 'GROUP', taskLinkKey: 'G3' });
    expect(await titles({ groupId: 'G3' })).toEqual(['four']);
    expect(await titles({ groupId: String(group.encodedKey) })).toEqual(['four']);
    expect(await titles({ clientId: 'G3' })).toEqual([]);
    await bank.ok('deleteTask', at(fourth.id));
    expect(await titles({ sortBy: 'dueDate:ASC' })).toEqual(['three', 'two', 'one']);
    expect(await titles({ sortBy: 'lastModifiedDate:ASC', limit: 1, offset: 1 })).toEqual(['two']);
    const page = await bank.call('getTasks', { query: { limit: 2, paginationDetails: 'ON', detailsLevel: 'FULL' } });
    expect(page.headers).toMatchObject({ 'items-total': '3', 'items-limit': '2', 'items-offset': '0' });
  });

  test.each([
    ['an unknown user', { username: 'nobody' }, 'INVALID_USER_NAME'],
    ['an unknown status', { status: 'DONE' }, 'INVALID_PARAMETERS'],
    ['a field it does not have', { sortBy: 'colour:ASC' }, 'INVALID_SORTING_COLUMN'],
    ['a field it does not sort by', { sortBy: 'description:ASC' }, 'COLUMN_NOT_SORTABLE'],
    ['SQL', { sortBy: 'id;DROP TABLE task:ASC' }, 'INVALID_SORTING_COLUMN'],
  ])('refuses %s', async (_case, query: Record<string, string>, reason) => {
    expect(reasonOf(await bank.call('getTasks', { query }))).toBe(`400 ${reason}`);
  });

  test('and every other operation asks for its permission', async () => {
    const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
    await bank.ok('createUser', { body: { username: 'abel', firstName: 'Abel', password, access } });
    const user = `abel:${password}`;
    const body = { title: 'x', dueDate };
    const replies = await Promise.all([
      bank.call('getTasks', { user }),
      bank.call('getTask', { ...at(1), user }),
      bank.call('createTask', { body, user }),
      bank.call('updateTask', { ...at(1), body, user }),
      bank.call('patchTask', { ...at(1), body: [], user }),
      bank.call('deleteTask', { ...at(1), user }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  });
});
