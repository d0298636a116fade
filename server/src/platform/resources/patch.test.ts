import { afterEach, expect, test } from 'vitest';
import { isRejection } from '../../kernel/rejection.ts';
import { applyPatch, type PatchOperation } from './patch.ts';

const client = { firstName: 'Ann', addresses: [{ line1: 'one' }, { line1: 'two' }], _set: { field: 'x' } };

const patched = (...operations: readonly PatchOperation[]): unknown => {
  const result = applyPatch('Client', client, operations);
  return isRejection(result) ? `${result.errors[0]?.reason}: ${result.errors[0]?.source}` : result;
};

afterEach(() => {
  expect(Object.keys(Object.prototype), 'every object of the process inherits it').toEqual([]);
});

test.each<[string, readonly PatchOperation[], object]>([
  ['sets', [{ op: 'ADD', path: '/middleName', value: 'M' }], { middleName: 'M' }],
  ['replaces', [{ op: 'replace', path: '/firstName', value: 'Bea' }], { firstName: 'Bea' }],
  ['appends to a list', [{ op: 'ADD', path: '/addresses', value: { line1: 'z' } }], { addresses: ['one', 'two', 'z'] }],
  [
    'appends by a dash',
    [{ op: 'ADD', path: '/addresses/-', value: { line1: 'z' } }],
    { addresses: ['one', 'two', 'z'] },
  ],
  ['inserts', [{ op: 'ADD', path: '/addresses/1', value: { line1: 'z' } }], { addresses: ['one', 'z', 'two'] }],
  ['removes from a list', [{ op: 'REMOVE', path: '/addresses/0' }], { addresses: ['two'] }],
  ['changes inside a list', [{ op: 'REPLACE', path: '/addresses/0/line1', value: 'z' }], { addresses: ['z', 'two'] }],
  ['moves', [{ op: 'MOVE', from: '/firstName', path: '/middleName' }], { middleName: 'Ann' }],
  [
    'does one after the other',
    [
      { op: 'REMOVE', path: '/addresses/0' },
      { op: 'ADD', path: '/addresses/0', value: { line1: 'z' } },
    ],
    { addresses: ['z', 'two'] },
  ],
])('%s', (_what, operations, expected) => {
  const result = patched(...operations) as typeof client;
  expect({ ...result, addresses: result.addresses.map(({ line1 }) => line1) }).toMatchObject(expected);
  expect(client.addresses).toHaveLength(2);
});

test.each<[PatchOperation, RegExp]>([
  [{ op: 'REPLACE', path: '/__proto__/polluted', value: 'X' }, /^FIELD_NOT_ALLOWED/],
  [{ op: 'ADD', path: '/__proto__', value: { polluted: 'X' } }, /^FIELD_NOT_ALLOWED/],
  [{ op: 'ADD', path: '/_set/__proto__/polluted', value: 'X' }, /^FIELD_NOT_ALLOWED/],
  [{ op: 'ADD', path: '/addresses/0/__proto__/polluted', value: 'X' }, /^FIELD_NOT_ALLOWED/],
  [{ op: 'MOVE', path: '/__proto__/polluted', from: '/firstName' }, /^FIELD_NOT_ALLOWED/],
  [{ op: 'MOVE', path: '/middleName', from: '/__proto__/toString' }, /^INVALID_PARAMETERS/],
  [{ op: 'REPLACE', path: '/constructor/prototype/polluted', value: 'X' }, /^FIELD_NOT_ALLOWED/],
  [{ op: 'REPLACE', path: '/toString', value: 'X' }, /^FIELD_NOT_ALLOWED/],
  [{ op: 'REPLACE', path: '/shoeSize', value: 43 }, /^FIELD_NOT_ALLOWED: \/shoeSize/],
  [{ op: 'REPLACE', path: '/encodedKey', value: 'x' }, /^FIELD_IS_NOT_EDITABLE: \/encodedKey/],
  [{ op: 'REPLACE', path: 'firstName', value: 'x' }, /^INVALID_PARAMETERS: path/],
  [{ op: 'REPLACE', path: '/', value: 'x' }, /^INVALID_PARAMETERS: path/],
  [{ op: 'REPLACE', path: '/firstName' }, /^INVALID_PARAMETERS: REPLACE \/firstName needs a value/],
  [{ op: 'MOVE', path: '/middleName' }, /^INVALID_PARAMETERS: MOVE needs from/],
  [{ op: 'REMOVE', path: '/addresses/2' }, /^INVALID_PARAMETERS: there is no element 2/],
  [{ op: 'ADD', path: '/addresses/3', value: {} }, /^INVALID_PARAMETERS: there is no element 3/],
])('%j is refused', (operation, refusal) => {
  expect(patched(operation)).toMatch(refusal);
});
