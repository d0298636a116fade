import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { openDesk } from './harness/depositDesk.ts';
import { openBank } from './harness/openBank.ts';

const octets = 'application/vnd.mambu.v2+octetstream';
const count = 2345;

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  const first = await bank.ok('createClient', { body: { firstName: 'Ann', lastName: 'First' } });
  // Many of them changed in the same moment, so that pages end in the middle of one.
  await bank.db.query(
    `INSERT INTO client (encoded_key, id, state, first_name, last_name, client_role_key, creation_date, last_modified_date)
     SELECT new_encoded_key(), 'B' || n, 'INACTIVE', 'Ben', 'No ' || n, (SELECT client_role_key FROM client WHERE id = $1),
            now(), timestamptz '2026-03-01 00:00Z' + (n / 700) * interval '1 minute'
       FROM generate_series(1, $2::int) n`,
    [first.id, count],
  );
});
afterAll(() => bank.stop());

const stream = (url: string, body: unknown, accept = octets): Promise<Reply> =>
  bank.request('POST', url, { body, headers: { accept } });
const idsOf = (text: string): string[] => (JSON.parse(text) as { id: string }[]).map(({ id }) => id);
const sourceOf = (reply: Reply): string => String(JSON.parse(reply.text).errors[0].errorSource);

describe('the stream of a whole cursor', () => {
  test('is every client once, as one JSON array', async () => {
    const reply = await stream('/api/clients:search?cursor=_', { filterCriteria: [] });
    expect([reply.status, reply.headers['content-type']]).toEqual([200, octets]);
    const ids = idsOf(reply.text);
    expect(ids).toHaveLength(count + 1);
    expect(new Set(ids).size).toBe(count + 1);
  });

  test('obeys filters and details, and is an empty array where nothing is found', async () => {
    const criteria = (value: string) => ({ filterCriteria: [{ field: 'firstName', operator: 'EQUALS', value }] });
    const bens = await stream('/api/clients:search?cursor=_&detailsLevel=FULL', criteria('Ben'));
    expect(idsOf(bens.text)).toHaveLength(count);
    expect(JSON.parse(bens.text)[0]).toMatchObject({ addresses: [], idDocuments: [] });
    expect((await stream('/api/clients:search?cursor=_', criteria('Nobody'))).text).toBe('[]');
  });

  test('tells the postings of deposit accounts with all their digits', async () => {
    const account = await (await openBank(bank)).depositAccount();
    const url = `/api/deposits/${account.id}/deposit-transactions`;
    for (const amount of ['0.10', '12345678901234567.89']) {
      expect((await bank.request('POST', url, { body: `{"amount":${amount}}` })).status).toBe(201);
    }
    const reply = await stream('/api/deposits/transactions:search?cursor=_', { filterCriteria: [] });
    expect(reply.text.match(/"amount":[0-9.]+/g)).toEqual(['"amount":0.1', '"amount":12345678901234567.89']);
    await openDesk(bank).verify();
  });

  test('is refused without a cursor, in the middle of one, and where a search has none', async () => {
    for (const url of ['/api/clients:search', '/api/branches', '/api/clients:search?cursor=WyJ4Il0']) {
      const method = url === '/api/branches' ? 'GET' : 'POST';
      const reply = await bank.request(method, url, {
        ...(method === 'POST' ? { body: { filterCriteria: [] } } : {}),
        headers: { accept: octets },
      });
      expect([reply.status, sourceOf(reply)]).toEqual([406, expect.stringContaining('cursor=_')]);
    }
  });

  test('refuses its first page like any other answer', async () => {
    const body = { filterCriteria: [{ field: 'shoeSize', operator: 'EQUALS', value: '43' }] };
    const reply = await stream('/api/clients:search?cursor=_', body);
    expect([reply.status, sourceOf(reply)]).toEqual([400, expect.stringContaining('shoeSize')]);
  });
});

describe('the cursor of clients', () => {
  test('walks through all of them without a gap or a repetition', async () => {
    const seen: string[] = [];
    let cursor = '_';
    while (cursor !== '') {
      const reply = await bank.call('searchClients', { query: { cursor, limit: 500 }, body: { filterCriteria: [] } });
      seen.push(...(reply.body as { id: string }[]).map(({ id }) => id));
      cursor = String(reply.headers['items-next-cursor']);
    }
    expect([seen.length, new Set(seen).size]).toEqual([count + 2, count + 2]);
  });

  test('goes without an order of its own, an offset and a count', async () => {
    for (const query of [{ offset: 1 }, { paginationDetails: 'ON' }]) {
      const reply = await bank.call('searchClients', {
        query: { cursor: '_', ...query },
        body: { filterCriteria: [] },
      });
      expect(reply.status).toBe(400);
    }
  });
});
