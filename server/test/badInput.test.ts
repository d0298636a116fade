import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../src/generated/operations.ts';
import { handlers } from '../src/operations.ts';
import type { OperationDefinition } from '../src/platform/http/operationDefinition.ts';
import { contractSchemas, type JsonSchema, resolved } from '../src/platform/http/requestSchema.ts';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { recordAnswer } from './harness/coverage.ts';
import { openBank } from './harness/openBank.ts';

let bank: TestBank;
let before: string;
beforeAll(async () => {
  bank = await startBank({ timeZone: 'America/New_York' });
  await openBank(bank);
  before = await fingerprint();
});
afterAll(() => bank.stop());

const built = Object.values(operations).filter(({ name }) => name in handlers) as OperationDefinition[];
const withBody = built.filter(({ requestSchema, method }) => requestSchema !== null && method !== 'GET');
// Moves the clock and reads everything: has its own tests.
const untouched = built.filter(({ name }) => name !== 'advanceClock' && name !== 'verifyLedger');

/** What of every table there is: nothing may change through bad input. Counters of ids may have gaps, and the audit trail keeps what was refused. */
const fingerprint = async (): Promise<string> => {
  const { rows: tables } = await bank.db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_name NOT IN ('account_id_counter') ORDER BY 1`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await bank.db.query<{ digest: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(j::text, '|' ORDER BY j::text)), '') AS digest FROM ${name} t, LATERAL (SELECT to_jsonb(t) - 'last_logged_in_date' AS j) x ${name === 'audit_record' ? 'WHERE status < 400' : ''}`,
    );
    parts.push(`${name}: ${rows[0]?.digest}`);
  }
  return parts.join('\n');
};

const pathOf = ({ path }: OperationDefinition, value: string): string =>
  `/api${path.replaceAll(/\{([^}]+)\}/g, value)}`;

/** Refused, in the contract's error shape, by a fault of the sender. */
const expectRefusal = (name: string, what: string, reply: Reply): void => {
  const body = reply.body as { errors?: { errorCode: number; errorReason: string }[] };
  recordAnswer(name, reply.status);
  const told = `${name}, ${what}: ${reply.status} ${reply.text.slice(0, 300)}`;
  expect(reply.status >= 400 && reply.status < 500, told).toBe(true);
  expect(typeof body?.errors?.[0]?.errorCode === 'number' && typeof body.errors[0].errorReason === 'string', told).toBe(
    true,
  );
};

const deep = `${'['.repeat(1000)}${']'.repeat(1000)}`;
const wrongValues: readonly (readonly [string, unknown])[] = [
  ['an object', { nested: true }],
  ['a list', [[1]]],
  ['a text with NUL', 'a\u0000b'],
  ['a lone surrogate', '\ud800'],
  ['a very long text', 'x'.repeat(20_000)],
  ['a huge number', '1e400'],
  ['a negative number', -1],
];

describe.each(withBody.map((definition) => [definition.name, definition] as const))('%s', (name, definition) => {
  const url = pathOf(definition, 'no-such-id');
  const send = (body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
    bank.request(definition.method, url, { body, headers });

  it('refuses bodies that are none', async () => {
    const without = await bank.request(definition.method, url, { headers: { 'content-type': 'application/json' } });
    // Where the contract lets it be left out, and no path names what does not exist, nothing is wrong with that.
    if (definition.requestRequired || definition.pathParams.length > 0) expectRefusal(name, 'no body', without);
    expectRefusal(name, 'broken JSON', await send('{"a":'));
    expectRefusal(name, 'a thousand levels', await send(deep));
    expectRefusal(name, 'invalid UTF-8', await send(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])));
    expectRefusal(name, '10 MB', await send(`{"a":"${'x'.repeat(10_000_000)}"}`));
    expectRefusal(name, 'a number', await send('42'));
    expectRefusal(name, 'the wrong container', await send(definition.requestIsArray ? '{}' : '[]'));
    expectRefusal(
      name,
      'another media type',
      await send('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
    );
  });

  it('refuses unknown properties, and values of the wrong type by the name of the property', async () => {
    const schema = contractSchemas()[definition.requestSchema ?? ''] ?? {};
    const wrap = (body: unknown): unknown => (definition.requestIsArray ? [body] : body);
    const unknown = await send(wrap({ noSuchProperty: 1 }));
    expectRefusal(name, 'an unknown property', unknown);
    for (const [property, declared] of Object.entries(schema.properties ?? {})) {
      if (declared.readOnly || declared['x-anyValue']) continue;
      for (const [what, value] of wrongValues) {
        if (fits(resolved(declared), value)) continue;
        expectRefusal(name, `${property} is ${what}`, await send(wrap({ [property]: value })));
      }
    }
  });
});

/** Values that a property may legally have are not wrong. */
const fits = (schema: JsonSchema, value: unknown): boolean => {
  if (schema.type === 'number' || schema.type === 'integer') return typeof value === 'number' || value === '1e400';
  if (schema.type === 'array') return false;
  if (typeof schema.additionalProperties === 'object' || (schema.type === 'object' && !schema.properties))
    return typeof value === 'object';
  return schema.type === 'string' && schema.enum === undefined && schema.format === undefined && value === '1e400';
};

describe('paths and queries', () => {
  it('answers garbage ids without a 500', async () => {
    const ids = [
      '%00',
      '%F0%9F%92%A9',
      '..%2F..%2Fetc',
      "'%20OR%201=1--",
      'x'.repeat(280),
      '0'.repeat(32),
      '99999999999999999999',
      '-1',
      '%E4',
    ];
    for (const definition of untouched.filter(({ pathParams }) => pathParams.length > 0)) {
      for (const id of ids) {
        const reply = await bank.request(
          definition.method,
          pathOf(definition, id),
          definition.requestSchema ? { body: definition.requestIsArray ? [] : {} } : {},
        );
        expectRefusal(definition.name, `id ${id}`, reply);
      }
    }
  });
  it('refuses wrong query parameters by name', async () => {
    for (const definition of untouched.filter(
      ({ method, pathParams }) => method === 'GET' && pathParams.length === 0,
    )) {
      const url = pathOf(definition, '');
      const required = Object.entries(definition.queryParams)
        .filter(([, parameter]) => parameter.required)
        .map(([key, parameter]) => `${key}=${parameter.enum?.[0] ?? '2026-01-01'}`)
        .join('&');
      expectRefusal(
        definition.name,
        'an unknown parameter',
        await bank.request('GET', `${url}?${required}&noSuchParameter=1`),
      );
      for (const [key, parameter] of Object.entries(definition.queryParams)) {
        if (parameter.type === 'string' && !parameter.enum && parameter.format === undefined) continue;
        expectRefusal(definition.name, `${key}=%22nonsense`, await bank.request('GET', `${url}?${key}=%22nonsense`));
      }
    }
  });
  it('refuses unknown parameters of operations that take none', async () => {
    for (const definition of built.filter(({ method }) => method === 'POST')) {
      const url = `${pathOf(definition, 'no-such-id')}?noSuchParameter=1`;
      expectRefusal(definition.name, 'an unknown parameter', await bank.request('POST', url, { body: {} }));
    }
  });
  it.each([
    ['offset=-1', 12],
    ['offset=x', 11],
    ['limit=-1', 14],
    ['limit=1001', 14],
    ['limit=x', 13],
  ])('clients?%s is error %d', async (query, code) => {
    const reply = await bank.request('GET', `/api/clients?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ errors: [{ errorCode: code }] });
  });
});

describe('who is asking', () => {
  it.each([
    ['nobody', null, 401, 'INVALID_BASIC_AUTHORIZATION'],
    ['a wrong password', 'admin:wrong', 401, 'INVALID_CREDENTIALS'],
    ['a stranger', 'stranger:secret', 401, 'INVALID_CREDENTIALS'],
  ])('%s is refused', async (_who, user, status, reason) => {
    const reply = await bank.request('GET', '/api/clients', { user });
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ errors: [{ errorReason: reason }] });
  });
  it('answers an operation that is not built yet with 501 in the error shape', async () => {
    const open = Object.values(operations).find(({ name }) => !(name in handlers)) as OperationDefinition;
    const reply = await bank.request(open.method, pathOf(open, 'x'));
    expect(reply.status).toBe(501);
    expect(reply.body).toMatchObject({ errors: [{ errorReason: 'METHOD_NOT_IMPLEMENTED' }] });
  });
});

describe('afterwards', () => {
  it('nothing has changed', async () => {
    expect(await fingerprint()).toBe(before);
  });
});
