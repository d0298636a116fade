import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { adminUser, type RawRequest, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type SecondProcess, startSecondProcess } from './harness/secondProcess.ts';

// Ten requests with wrong credentials, however far apart, and the address is heard no more until an administrator clears it.

let bank: TestBank;
let second: SecondProcess;
const blocked = '403 EXCESSIVE_INVALID_REQUESTS';
const wrong = '401 INVALID_CREDENTIALS';

beforeAll(async () => {
  bank = await startBank({ blockAfter: 10, trustProxy: ['10.0.0.0/8'] });
  second = await startSecondProcess(bank, { blockAfter: 10 });
});
afterAll(async () => {
  await second.stop();
  await bank.stop();
});

// Every test comes from an address of its own.
let count = 0;
let from: string;
beforeEach(() => {
  count += 1;
  from = `192.0.2.${count}`;
});

const ask = async (raw: RawRequest = {}): Promise<string> =>
  reasonOf(await bank.request('GET', '/api/branches', { from, ...raw }));
const guess = async (times: number, raw: RawRequest = {}): Promise<readonly string[]> => {
  const answers: string[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await ask({ user: null, headers: key(), ...raw }));
  return answers;
};
const key = (): Record<string, string> => ({ apikey: crypto.randomUUID() });
const blockedKey = async (address: string): Promise<string> => {
  const found = (await bank.ok('getBlockedAddresses')).find((one) => one.address === address);
  return String(found?.encodedKey);
};

test('the eleventh request is not heard, whatever it shows; other addresses are', async () => {
  expect(new Set(await guess(10))).toEqual(new Set([wrong]));
  expect(await ask()).toBe(blocked);
  expect(await ask({ user: null })).toBe(blocked);
  expect(await ask({ user: null, headers: key() })).toBe(blocked);
  expect(await ask({ from: '198.51.100.1' })).toBe('200');
  const rotation = await bank.request('POST', '/api/apikey/rotation', {
    from,
    user: null,
    headers: { secretkey: 'x' },
  });
  expect(reasonOf(rotation)).toBe(blocked);
});

test('passwords, API keys and secret keys count together, and success does not wash them away', async () => {
  await guess(4);
  expect(await ask({ user: 'admin:guess' })).toBe(wrong);
  expect(await ask({ user: 'nobody:guess' })).toBe(wrong);
  expect(await ask()).toBe('200');
  const headers = { secretkey: crypto.randomUUID() };
  for (let time = 0; time < 3; time += 1) {
    await bank.request('POST', '/api/apikey/rotation', { from, user: null, headers });
  }
  expect(await ask()).toBe('200');
  expect(await guess(1)).toEqual([wrong]);
  expect(await ask()).toBe(blocked);
});

test('what tries out nothing does not count', async () => {
  for (let time = 0; time < 12; time += 1) {
    expect(await ask({ user: null })).toBe('401 INVALID_BASIC_AUTHORIZATION');
    expect(await ask({ user: null, headers: { authorization: 'Bearer x' } })).toBe('401 INVALID_BASIC_AUTHORIZATION');
    expect(await ask({ headers: key() })).toBe('401 INVALID_API_KEY');
  }
  expect(await ask()).toBe('200');
});

test('guesses at the same moment are all counted', async () => {
  await Promise.all(Array.from({ length: 10 }, () => guess(1)));
  expect(await ask()).toBe(blocked);
});

test('of IPv6 the network is blocked', async () => {
  await guess(5, { from: '2001:db8:5::1' });
  await guess(5, { from: '2001:db8:5::2' });
  expect(await ask({ from: '2001:db8:5::3' })).toBe(blocked);
  expect(await ask({ from: '2001:db8:6::3' })).toBe('200');
  expect(await bank.ok('getBlockedAddresses')).toContainEqual(
    expect.objectContaining({ address: '2001:db8:5:0::/64', invalidRequests: 10 }),
  );
});

describe('behind a proxy', () => {
  const by = (caller: string): RawRequest => ({ user: null, headers: { ...key(), 'x-forwarded-for': caller } });

  test('that is trusted, the caller is blocked and not the proxy', async () => {
    const proxy = '10.1.2.3';
    for (let time = 0; time < 10; time += 1) await ask({ ...by('203.0.113.1'), from: proxy });
    expect(await ask({ ...by('203.0.113.1'), from: proxy })).toBe(blocked);
    expect(await ask({ ...by('203.0.113.2'), from: proxy })).toBe(wrong);
    expect(await ask({ from: '203.0.113.1' })).toBe(blocked);
  });

  test('that is not, nobody hides behind a header', async () => {
    for (let time = 0; time < 10; time += 1) await ask(by(`203.0.113.${100 + time}`));
    expect(await ask(by('203.0.113.200'))).toBe(blocked);
  });
});

describe('a blocked address', () => {
  test('is listed and cleared by who may; then it starts from nothing', async () => {
    await guess(10);
    const listed = (await bank.ok('getBlockedAddresses')).find(({ address }) => address === from);
    expect(listed).toEqual({
      encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      address: from,
      invalidRequests: 10,
      lastInvalidDate: expect.any(String),
      blockedDate: listed?.lastInvalidDate,
    });
    expect(await bank.ok('getBlockedAddresses', { query: { limit: 1 } })).toHaveLength(1);
    const path = { blockedAddressKey: String(listed?.encodedKey) };
    expect((await bank.call('clearBlockedAddress', { path })).status).toBe(204);
    expect(await ask()).toBe('200');
    expect(await guess(9)).toEqual(Array(9).fill(wrong));
    expect(await ask()).toBe('200');
    expect(reasonOf(await bank.call('clearBlockedAddress', { path }))).toBe('404 INVALID_IP_ADDRESS');
    const { rowCount } = await bank.db.query(
      `SELECT FROM audit_record WHERE operation = 'clearBlockedAddress' AND status = 204`,
    );
    expect(rowCount).toBe(1);
  });

  test('is cleared only if it exists, and the list is asked in good order', async () => {
    const path = { blockedAddressKey: newEncodedKey() };
    expect(reasonOf(await bank.call('clearBlockedAddress', { path }))).toBe('404 INVALID_IP_ADDRESS');
    expect(reasonOf(await bank.call('getBlockedAddresses', { query: { offset: -1 } }))).toMatch(/^400 /);
    const headers = key();
    expect(reasonOf(await bank.call('getBlockedAddresses', { user: null, headers }))).toBe(wrong);
  });

  test('is blocked, and cleared, in every process within about a second, and after a restart', async () => {
    await guess(10);
    const there = async (): Promise<number> => {
      const response = await second.server.inject({
        url: '/api/branches',
        remoteAddress: from,
        headers: { authorization: `Basic ${btoa(adminUser)}`, 'user-agent': 'florin-test' },
      });
      return response.statusCode;
    };
    await sleep(1100);
    expect(await there()).toBe(403);
    await bank.ok('clearBlockedAddress', { path: { blockedAddressKey: await blockedKey(from) } });
    await sleep(1100);
    expect(await there()).toBe(200);
    await guess(10);
    const restarted = await startSecondProcess(bank, { blockAfter: 10 });
    const reply = await restarted.server.inject({ url: '/api/branches', remoteAddress: from });
    await restarted.stop();
    expect(reply.statusCode).toBe(403);
  });

  test('is heard while the setting is off', async () => {
    await guess(10);
    const open = await startSecondProcess(bank, { blockAfter: 0 });
    const headers = { authorization: `Basic ${btoa(adminUser)}`, 'user-agent': 'florin-test' };
    const reply = await open.server.inject({ url: '/api/branches', remoteAddress: from, headers });
    await open.stop();
    expect(reply.statusCode).toBe(200);
  });
});
