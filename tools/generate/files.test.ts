import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operationsOf, sectionNames } from '../../server/src/platform/http/contractDocuments.ts';
import { errorsSource, readPermissions } from './catalogues.ts';
import { generatedFiles } from './files.ts';
import { literal } from './literal.ts';
import { readOperations } from './operations.ts';

const folder = new URL('../../server/src/generated/', import.meta.url);

describe('generated files', () => {
  it('come out the same every time and are the ones in the tree', async () => {
    const first = await generatedFiles();
    expect(await generatedFiles()).toEqual(first);
    for (const [name, text] of first) {
      const file = new URL(name, folder);
      expect(existsSync(file) && readFileSync(file, 'utf8') === text, `${name} is stale: run npm run generate`).toBe(
        true,
      );
    }
  });

  it('know every operation of every section by one name', () => {
    const all = sectionNames().flatMap(operationsOf);
    const names = new Set(all.map((at) => at.operation['x-name']));
    expect(names.size).toBe(all.length);
    expect([...readOperations(readPermissions()).keys()]).toEqual(all.map((at) => at.operation['x-name']));
  });

  it('are refused when an operation names an unknown permission, saying where', () => {
    expect(() => readOperations(new Set())).toThrow(
      /contract\/sections\/.+\.json: [A-Z]+ \/.+ names the unknown permission/,
    );
  });

  it('number errors without a public number on their own', () => {
    const text = errorsSource();
    expect(text).toContain('  INVALID_PARAMETERS: { code: 4, status: 400 },');
    expect(text).toMatch(/ {2}METHOD_NOT_IMPLEMENTED: \{ code: \d+, status: 501 \},/);
    expect(text).toMatch(/code: 9\d{4}, status/);
  });

  it('make a deposit as the contract describes it', () => {
    expect(readOperations(readPermissions()).get('makeDeposit')).toMatchObject({
      section: 'deposit-transactions',
      method: 'POST',
      path: '/deposits/{depositAccountId}/deposit-transactions',
      permissions: ['MAKE_DEPOSIT'],
      pathParams: ['depositAccountId'],
      idempotent: true,
      successStatus: 201,
      requestKind: 'json',
      requestSchema: 'DepositTransactionInput',
      responseSchema: 'DepositTransaction',
      responseIsArray: false,
    });
  });
});

describe('literal', () => {
  it('quotes what is not a plain name and escapes quotes', () => {
    expect(literal({ 'a-b': `it's "so"`, c: [1, { d: true }] }, 0)).toBe(
      `{\n  'a-b': 'it\\'s "so"',\n  c: [1, { d: true }],\n}`,
    );
  });
});
