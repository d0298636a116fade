import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { openBank } from './harness/openBank.ts';

/** The sentences of the contract's general chapter about headers, versions, media types and errors, over several sections. */

const v2 = 'application/vnd.mambu.v2+json';
const yaml = 'application/vnd.mambu.v2+yaml';
const octets = 'application/vnd.mambu.v2+octetstream';

let bank: TestBank;
let account: { readonly id: string };
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  account = await (await openBank(bank)).depositAccount();
});
afterAll(() => bank.stop());

const told = ({ status, body }: Reply): string => {
  const error = (body as { errors?: { errorReason: string; errorSource?: string }[] } | undefined)?.errors?.[0];
  return error ? `${status} ${error.errorReason}: ${error.errorSource ?? ''}` : String(status);
};

const lists = ['/clients', '/groups', '/deposits', '/loans', '/glaccounts?type=ASSET', '/branches', '/users', '/tasks'];
const searches = [
  '/clients:search',
  '/groups:search',
  '/deposits:search',
  '/deposits/transactions:search',
  '/loans:search',
  '/loans/transactions:search',
  '/gljournalentries:search',
];

describe('the version in the Accept header', () => {
  test.each<[string, number]>([
    [v2, 200],
    [v2.toUpperCase(), 200],
    [`${v2}; charset=utf-8`, 200],
    ['application/json', 200],
    ['*/*', 200],
    ['application/*', 200],
    ['text/html, */*;q=0.1', 200],
    [`text/html, ${v2};q=0.5`, 200],
    ['', 200],
    ['application/vnd.mambu.v1+json', 406],
    ['application/vnd.mambu.v3+json', 406],
    ['application/vnd.mambu.v22+json', 406],
    [`x${v2}`, 406],
    [`${v2}x`, 406],
    [`${v2};q=0`, 406],
    [yaml, 406],
    ['application/vnd.mambu.v2+xml', 406],
    [octets, 406],
    ['text/html', 406],
    ['application/xml', 406],
    ['nonsense', 406],
  ])('%j is answered %d wherever the answer is JSON', async (accept, status) => {
    for (const url of lists) {
      const reply = await bank.request('GET', `/api${url}`, { headers: { accept } });
      expect([url, reply.status]).toEqual([url, status]);
      expect(reply.headers['content-type']).toMatch(/^application\/vnd\.mambu\.v2\+json/);
      if (status === 406) expect(told(reply)).toMatch(/^406 INVALID_PARAMETERS: /);
    }
  });

  test.each<[string, number]>([
    [yaml, 200],
    ['application/yaml', 200],
    ['*/*', 200],
    [v2, 406],
    ['application/json', 406],
    ['text/yaml-ish', 406],
  ])('%j is answered %d where the answer is YAML', async (accept, status) => {
    for (const document of ['branches', 'centres', 'customfields', 'holidays', 'internalcontrols']) {
      const reply = await bank.request('GET', `/api/configuration/${document}.yaml`, { headers: { accept } });
      expect([document, reply.status]).toEqual([document, status]);
    }
  });

  test('chooses the stream of a cursor where there is one, and is refused by name elsewhere', async () => {
    const body = { filterCriteria: [] };
    for (const url of searches) {
      const streamed = await bank.request('POST', `/api${url}?cursor=_`, { body, headers: { accept: octets } });
      if (url === '/groups:search') expect(told(streamed)).toMatch(/^400 PARAMETER_NOT_ALLOWED/);
      else expect([url, streamed.status, streamed.headers['content-type']]).toEqual([url, 200, octets]);
      const whole = await bank.request('POST', `/api${url}`, { body, headers: { accept: octets } });
      expect(told(whole)).toMatch(/^406 INVALID_PARAMETERS: .*cursor=_/);
    }
  });
});

describe('the Content-Type of a body', () => {
  const send = (headers: Record<string, string>, id: string): Promise<Reply> =>
    bank.request('POST', '/api/branches', { body: JSON.stringify({ id, name: id }), headers });

  test.each<[string, string]>([
    ['application/json', '201'],
    ['application/json; charset=UTF-8', '201'],
    ['application/json;charset="utf-8"', '201'],
    ['APPLICATION/JSON', '201'],
    [v2, '201'],
    [
      'application/json; charset=iso-8859-1',
      '400 UNSUPPORTED_CHARACTER_ENCODING: the body must be UTF-8, not iso-8859-1',
    ],
    ['application/vnd.mambu.v1+json', '415 INVALID_PARAMETERS'],
    ['application/vnd.mambu.v3+json', '415 INVALID_PARAMETERS'],
    ['application/yaml', '415 INVALID_PARAMETERS'],
    ['application/jsonx', '415 INVALID_PARAMETERS'],
    ['text/plain', '415 INVALID_PARAMETERS'],
    ['application/x-www-form-urlencoded', '415 INVALID_PARAMETERS'],
    ['multipart/form-data; boundary=x', '415 INVALID_PARAMETERS'],
    ['', '415 INVALID_PARAMETERS'],
  ])('%j is answered %s', async (type, answer) => {
    const id = `B${randomUUID().slice(0, 8)}`;
    const reply = await send({ 'content-type': type }, id);
    expect(told(reply)).toContain(answer);
    const found = await bank.call('getBranch', { path: { branchId: id } });
    expect(found.status).toBe(answer === '201' ? 200 : 404);
  });

  test('says the same of a replacement, a PATCH, a search and a posting', async () => {
    const headers = { 'content-type': 'text/plain' };
    for (const [method, url] of [
      ['PUT', '/clients/x'],
      ['PATCH', '/clients/x'],
      ['POST', '/loans:search'],
      ['POST', `/deposits/${account.id}/deposit-transactions`],
      ['PUT', '/configuration/branches.yaml'],
    ] as const) {
      const accept = url.endsWith('yaml') ? yaml : v2;
      const reply = await bank.request(method, `/api${url}`, { body: '{"amount":1}', headers: { ...headers, accept } });
      expect(`${url} ${told(reply)}`).toMatch(/ 415 INVALID_PARAMETERS: Content-Type must be/);
    }
  });
});

describe('the Content-Type of nothing', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'nonsense', ''])(
    '%j is nobody’s business where an operation takes no body',
    async (type) => {
      const headers = { 'content-type': type };
      const nobody = await bank.request('DELETE', '/api/clients/nobody', { headers });
      expect(told(nobody)).toMatch(/^404 INVALID_CLIENT_ID/);
      expect(told(await bank.request('GET', '/api/clients', { headers }))).toBe('200');
    },
  );
});

describe('an idempotency key', () => {
  const deposit = (key: string, amount = 1): Promise<Reply> =>
    bank.request('POST', `/api/deposits/${account.id}/deposit-transactions`, {
      body: { amount },
      headers: { 'Idempotency-Key': key },
    });

  test('is a UUID of 32 digits in the 8-4-4-4-12 arrangement, such as the one of the chapter', async () => {
    const first = await deposit('01234567-9abc-def0-1234-56789abcdef0');
    expect(told(first)).toBe('201');
    expect((await deposit('01234567-9ABC-def0-1234-56789abcdef0')).text).toBe(first.text);
    for (const key of [
      '0123456789abcdef0123456789abcdef',
      'abc',
      '01234567-9abc-def0-1234-56789abcdefg',
      'x'.repeat(300),
    ]) {
      expect(told(await deposit(key))).toMatch(/^400 INVALID_PARAMETERS: Idempotency-Key must be a UUID/);
    }
  });

  test('of a failed request is free for the same request, which fails again, and for a better one', async () => {
    const key = randomUUID();
    for (let time = 0; time < 2; time += 1) expect(told(await deposit(key, -1))).toMatch(/^400 /);
    expect(told(await deposit(key))).toBe('201');
    expect(told(await deposit(key, 2))).toMatch(/^400 INVALID_PARAMETERS: Idempotency-Key was already used/);
  });
});

describe('an error', () => {
  test('of any kind has a number, a reason and mostly a source, in a list', async () => {
    const kinds: readonly [number, Promise<Reply>][] = [
      [400, bank.request('GET', '/api/clients?limit=x')],
      [400, bank.request('POST', '/api/clients', { body: '{' })],
      [401, bank.request('GET', '/api/clients', { user: null })],
      [401, bank.request('GET', '/api/clients', { user: 'admin:wrong' })],
      [404, bank.request('GET', '/api/clients/nobody')],
      [404, bank.request('GET', '/api/nothing')],
      [404, bank.request('PUT', '/api/clients', { body: {} })],
      [406, bank.request('GET', '/api/clients', { headers: { accept: 'text/html' } })],
      [413, bank.request('POST', '/api/clients', { body: ' '.repeat(2_000_000) })],
      [415, bank.request('POST', '/api/clients', { body: 'x', headers: { 'content-type': 'text/plain' } })],
    ];
    for (const [status, promise] of kinds) {
      const reply = await promise;
      expect([reply.status, reply.body]).toEqual([
        status,
        {
          errors: [
            {
              errorCode: expect.any(Number),
              errorReason: expect.stringMatching(/^[A-Z_]+$/),
              errorSource: expect.any(String),
            },
          ],
        },
      ]);
    }
  });

  test('has its shape even where HTTP itself could not be read', async () => {
    const port = Number(new URL(await bank.app.server.listen({ host: '127.0.0.1', port: 0 })).port);
    const answerTo = (text: string): Promise<string> =>
      new Promise((resolve, fail) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.setEncoding('utf8').on('data', (chunk) => {
          answer += String(chunk);
        });
        socket.once('end', () => resolve(answer)).once('error', fail);
      });
    for (const [request, status] of [
      ['FOO /api/clients HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['hello\r\n\r\n', 400],
      [`GET /api/clients HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ] as const) {
      const [head = '', body = ''] = (await answerTo(request)).split('\r\n\r\n');
      expect(head).toMatch(
        new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*Content-Type: application/vnd\\.mambu\\.v2\\+json`),
      );
      expect(JSON.parse(body)).toMatchObject({ errors: [{ errorCode: 4, errorReason: 'INVALID_PARAMETERS' }] });
    }
  });
});

describe('the user agent', () => {
  const withoutAgent = (method: string, url: string, auditTrailOf: TestBank): Promise<Reply> =>
    auditTrailOf.request(method, `/api${url}`, {
      headers: { 'user-agent': '' },
      ...(method === 'POST' ? { body: {} } : {}),
    });

  test('is asked of every endpoint while the audit trail is on, in the words of the chapter', async () => {
    for (const [method, url] of [
      ...lists.map((list) => ['GET', list] as const),
      ...searches.map((search) => ['POST', search] as const),
      ['GET', '/configuration/branches.yaml'] as const,
      ['POST', '/clients'] as const,
    ]) {
      const reply = await withoutAgent(method, url, bank);
      expect([url, reply.status, reply.body]).toEqual([
        url,
        400,
        {
          errors: [
            {
              errorCode: 4,
              errorSource: 'The user agent cannot be null when the Audit Trail feature is enabled',
              errorReason: 'INVALID_PARAMETERS',
            },
          ],
        },
      ]);
    }
  });
});
