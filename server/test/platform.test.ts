import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Bucharest' });
});
afterAll(() => bank.stop());

describe('the contract as routes', () => {
  it('has a route for every operation: none answers "no such operation"', async () => {
    for (const definition of Object.values(operations)) {
      const path = definition.path.replaceAll(/\{([^}]+)\}/g, 'x1');
      const reply = await bank.request(definition.method, `/api${path}`, { user: null });
      expect(`${definition.name} ${reply.status}`).toBe(`${definition.name} 401`);
    }
  });
  it('answers 404 in the error shape for anything else', async () => {
    const reply = await bank.request('GET', '/api/nothing');
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({ errors: [{ errorCode: 3, errorReason: 'INVALID_API_OPERATION' }] });
  });
});
