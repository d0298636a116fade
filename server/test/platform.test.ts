import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Bucharest' });
});
afterAll(() => bank.stop());

describe('the contract as routes', () => {
  it('answers 404 in the error shape for anything else', async () => {
    const reply = await bank.request('GET', '/api/nothing');
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({ errors: [{ errorCode: 3, errorReason: 'INVALID_API_OPERATION' }] });
  });
});
