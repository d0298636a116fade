import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let desk: OpenBank;

const access = {
  apiAccess: true,
  mambuAccess: true,
  canManageAllBranches: true,
  canManageEntitiesAssignedToOtherOfficers: false,
};

type Row = {
  readonly operation: string;
  readonly method: string;
  readonly uri: string;
  readonly username: string;
  readonly client_ip: string;
  readonly user_agent: string;
  readonly entity_type: string | null;
  readonly entity_key: string | null;
  readonly request: string | null;
  readonly changes: string | null;
  readonly status: number;
  readonly response: string | null;
};

const lastRecord = async (): Promise<Row | undefined> =>
  (await bank.db.query<Row>('SELECT * FROM audit_record ORDER BY id DESC LIMIT 1')).rows[0];
const countOf = async (): Promise<number> =>
  Number((await bank.db.query<{ count: number }>('SELECT count(*) FROM audit_record')).rows[0]?.count);

beforeAll(async () => {
  bank = await startBank();
  desk = await openBank(bank);
});
afterAll(() => bank.stop());

describe('what a record tells', () => {
  it('who, from where, with what, which entity, before and after, and the outcome', async () => {
    const client = await desk.client({ id: 'north', firstName: 'North' });
    await bank.ok('patchClient', {
      path: { clientId: 'north' },
      body: [{ op: 'REPLACE', path: '/firstName', value: 'Far North' }],
      headers: { 'user-agent': 'teller/2.0' },
    });
    const row = await lastRecord();
    expect(row).toMatchObject({
      operation: 'patchClient',
      method: 'PATCH',
      uri: '/api/clients/north',
      username: 'admin',
      client_ip: '127.0.0.1',
      user_agent: 'teller/2.0',
      entity_type: 'CLIENT',
      entity_key: client.encodedKey,
      request: '[{"op":"REPLACE","path":"/firstName","value":"Far North"}]',
      status: 204,
    });
    const { before, after } = JSON.parse(row?.changes ?? '') as Record<string, { firstName: string }>;
    expect([before?.firstName, after?.firstName]).toEqual(['North', 'Far North']);
  });

  it('a posting tells its account, and leaves the rest to its journal', async () => {
    const account = await desk.depositAccount();
    await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 10 } });
    expect(await lastRecord()).toMatchObject({
      operation: 'makeDeposit',
      entity_type: 'DEPOSIT_ACCOUNT',
      entity_key: account.encodedKey,
      request: '{"amount":10}',
      status: 201,
      response: null,
    });
  });

  it('a change of a state tells both', async () => {
    const account = await desk.depositAccount();
    const states = async (): Promise<unknown> => {
      const changes = JSON.parse((await lastRecord())?.changes ?? '{}') as Record<string, { accountState: string }>;
      return [changes.before?.accountState, changes.after?.accountState];
    };
    expect(await states()).toEqual(['PENDING_APPROVAL', 'APPROVED']);
    await bank.ok('changeDepositAccountState', {
      path: { depositAccountId: account.id },
      body: { action: 'CLOSE_WITHDRAW' },
    });
    expect(await states()).toEqual(['APPROVED', 'WITHDRAWN']);
  });

  it('a change that was refused: by the contract, a rule, a permission', async () => {
    const account = await desk.depositAccount();
    const path = { depositAccountId: account.id };
    await bank.call('makeWithdrawal', { path, body: { amount: 5_000_000 } });
    const refused = await lastRecord();
    expect(refused).toMatchObject({
      operation: 'makeWithdrawal',
      uri: `/api/deposits/${account.id}/withdrawal-transactions`,
      request: '{"amount":5000000}',
      changes: null,
    });
    expect(refused?.status).toBeGreaterThanOrEqual(400);
    expect(refused?.response).toContain('INSUFFICIENT_BALANCE');
    await bank.call('makeWithdrawal', { path, body: { amount: 'nothing' } });
    expect((await lastRecord())?.response).toContain('amount');
    await bank.ok('createUser', {
      body: {
        username: 'guest',
        password: 'hunter22-guest',
        firstName: 'G',
        lastName: 'G',
        access,
      },
    });
    await bank.call('makeWithdrawal', { path, body: { amount: 1 }, user: 'guest:hunter22-guest' });
    expect(await lastRecord()).toMatchObject({ username: 'guest', status: 403, operation: 'makeWithdrawal' });
  });

  it('nothing of what only looks, of who cannot sign in, and of what is not built', async () => {
    const before = await countOf();
    await bank.ok('getBranches');
    await bank.ok('searchClients', { body: {} });
    await bank.call('createBranch', { body: { id: 'x', name: 'X' }, user: 'nobody:at all' });
    expect(await countOf()).toBe(before);
  });

  it('no secret, whether it was taken or not', async () => {
    const secret = 'hunter22-hunter22';
    const body = { username: 'eve', password: secret, firstName: 'E', access };
    await bank.ok('createUser', { body });
    await bank.call('createUser', { body });
    await bank.call('createUser', { body: { ...body, username: 'eve2', password: [secret], language: 7 } });
    await bank.request('POST', '/api/users', { body: `{"username":"eve3","pass\\u0077ord":"${secret}","language":7}` });
    await bank.request('POST', '/api/users', { body: `{"username":"eve4","password":"${secret}` });
    const { rowCount } = await bank.db.query('SELECT FROM audit_record r WHERE r::text LIKE $1', [`%${secret}%`]);
    expect(rowCount).toBe(0);
    expect(await countOf()).toBeGreaterThan(4);
  });

  it('a change that failed; and a refusal stays one where the trail cannot be written', async () => {
    const other = await startBank();
    try {
      const sent = { body: { id: 'b', name: 'B' } };
      await other.db.query('ALTER TABLE branch ADD CONSTRAINT never CHECK (false) NOT VALID');
      expect((await other.request('POST', '/api/branches', sent)).status).toBe(500);
      const { rows } = await other.db.query('SELECT operation, status, response FROM audit_record');
      expect(rows).toEqual([{ operation: 'createBranch', status: 500, response: null }]);
      await other.db.query('ALTER TABLE audit_record RENAME TO audit_away');
      expect((await other.request('POST', '/api/branches', { body: {} })).status).toBe(400);
    } finally {
      await other.stop();
    }
  });

  it('a body of a refused request is shortened', async () => {
    await bank.call('createBranch', { body: { id: 'long', name: 'x'.repeat(30_000) } });
    expect((await lastRecord())?.request).toHaveLength(10_001);
  });
});

describe('a request without User-Agent', () => {
  const send = async (
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> => {
    const address = bank.app.server.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the bank does not listen');
    return new Promise((resolve, fail) => {
      const authorization = `Basic ${Buffer.from('admin:test-Password-1').toString('base64')}`;
      httpRequest({ port: address.port, path, headers: { authorization, ...headers } }, (response) => {
        let text = '';
        response.on('data', (part) => {
          text += String(part);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      })
        .on('error', fail)
        .end();
    });
  };

  it('gets the documented error while the audit trail is on', async () => {
    await bank.app.server.listen({ port: 0, host: '127.0.0.1' });
    const refused = await send('/api/branches');
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toEqual({
      errors: [
        {
          errorCode: 4,
          errorSource: 'The user agent cannot be null when the Audit Trail feature is enabled',
          errorReason: 'INVALID_PARAMETERS',
        },
      ],
    });
    expect((await send('/api/branches', { 'user-agent': '' })).status).toBe(400);
    expect((await send('/api/branches', { 'user-agent': 'any' })).status).toBe(200);
    expect((await send('/health/ready')).status).toBe(200);
  });

  it('is welcome while it is off, and what is refused leaves no record', async () => {
    const other = await startBank({ auditTrail: false });
    try {
      expect((await other.request('GET', '/api/branches', { headers: { 'user-agent': '' } })).status).toBe(200);
      const records = async (): Promise<unknown> => (await other.db.query('SELECT status FROM audit_record')).rows;
      await other.call('createBranch', { body: {} });
      await other.ok('createBranch', { body: { id: 'a', name: 'A' } });
      expect(await records()).toEqual([{ status: 201 }]);
    } finally {
      await other.stop();
    }
  });
});
