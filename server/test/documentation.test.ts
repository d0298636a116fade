import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sectionNames } from '../src/platform/http/contractDocuments.ts';
import { referenceContentSecurityPolicy } from '../src/platform/http/referencePage.ts';
import { startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank.stop());

const get = (url: string, user: string | null = null) => bank.request('GET', url, { user, headers: { accept: '*/*' } });

describe('the reference', () => {
  it('opens from the root', async () => {
    const reply = await get('/');
    expect(reply.status).toBe(302);
    expect(reply.headers.location).toBe('/docs');
  });

  it.each(['/docs', '/docs/', '/docs/clients', '/docs/clients/'])('answers %s as a page, to anybody', async (url) => {
    const reply = await get(url);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.headers['content-security-policy']).toBe(referenceContentSecurityPolicy);
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.text).toMatch(/^<!doctype html>/);
  });

  it('answers the same page twice', async () => {
    expect((await get('/docs/gl-accounts')).text).toBe((await get('/docs/gl-accounts')).text);
  });

  it('helps a reader whose address is wrong', async () => {
    const reply = await get('/docs/nothing');
    expect(reply.status).toBe(404);
    expect(reply.text).toContain('href="/docs"');
    expect(reply.text).not.toContain('nothing');
    expect((await get('/docs/..%2f..%2fpackage')).status).toBe(404);
  });

  it('has an icon', async () => {
    const reply = await get('/favicon.ico');
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toContain('image/svg+xml');
  });
});

describe('the OpenAPI documents', () => {
  it.each(sectionNames())('has one for %s', async (section) => {
    const reply = await get(`/docs/${section}/openapi.json`);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toContain('application/json');
    expect(reply.body).toMatchObject({ openapi: '3.1.0' });
  });

  it('refuses an unknown section in the error shape', async () => {
    const reply = await get('/docs/nothing/openapi.json');
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({ errors: [{ errorReason: 'INVALID_API_OPERATION' }] });
  });
});

describe('the Swagger documents', () => {
  type Resources = { readonly items: readonly { readonly jsonPath: string; readonly label: string }[] };

  it('are listed, and every listed one is there in both forms', async () => {
    const list = await get('/api/swagger/resources');
    expect(list.status).toBe(200);
    const { items } = list.body as Resources;
    expect(items).toHaveLength(sectionNames().length);
    for (const { jsonPath, label } of items) {
      const basic = await get(`/api/swagger/${jsonPath}`);
      expect(basic.status).toBe(200);
      expect(basic.body).toMatchObject({ swagger: '2.0', info: { title: label } });
      const complete = await bank.request('GET', `/api/swagger/complete${jsonPath}`);
      expect(complete.body).toEqual(basic.body);
    }
  });

  it('are complete only for users of the bank', async () => {
    const url = '/api/swagger/completejson/clients_v2_swagger.json';
    const refused = await bank.request('GET', url, { user: null });
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toContain('Basic');
    expect(refused.body).toMatchObject({ errors: [{ errorReason: 'INVALID_BASIC_AUTHORIZATION' }] });
    expect((await bank.request('GET', url, { user: 'admin:wrong' })).status).toBe(401);
    const reply = await bank.request('GET', url);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ swagger: '2.0', basePath: '/api', info: { title: 'Clients' } });
  });

  it.each(['json', 'completejson'])('refuses an unknown file under %s', async (kind) => {
    for (const file of ['nothing_v2_swagger.json', 'clients.json', '..%2f..%2fschemas.json']) {
      const reply = await bank.request('GET', `/api/swagger/${kind}/${file}`);
      expect(reply.status).toBe(404);
      expect(reply.body).toMatchObject({ errors: [{ errorReason: 'INVALID_API_OPERATION' }] });
    }
  });
});
