import { describe, expect, test } from 'vitest';
import type { StoredValues } from '../../kernel/customFieldValues.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { isRejection } from '../../kernel/rejection.ts';
import { createZone } from '../clock/zone.ts';
import type { CustomField, CustomFieldSet, CustomFieldSets } from './definitions.ts';
import { type CustomFieldCase, judgeCustomFields } from './judgeCustomFields.ts';

const keyOf = (text: string): EncodedKey => text.padStart(32, '0') as EncodedKey;
const everybody = { allUsers: true, roles: [] };
const chiefs = { allUsers: false, roles: [keyOf('c1')] };
const chief = { administrator: false, roleKey: keyOf('c1') };
const clerk = { administrator: false, roleKey: null };

const field = (id: string, given: Partial<CustomField> = {}): CustomField => ({
  encodedKey: keyOf(String(id.length)),
  id,
  type: 'FREE_TEXT',
  state: 'ACTIVE',
  required: false,
  usage: [],
  unique: false,
  validationPattern: null,
  viewRights: everybody,
  editRights: everybody,
  dependsOn: null,
  selectionOptions: [],
  ...given,
});

const setOf = (id: string, grouped: boolean, ...fields: readonly CustomField[]): CustomFieldSet => ({
  encodedKey: keyOf(String(id.length)),
  id,
  availableFor: 'CLIENT',
  grouped,
  fields: new Map(fields.map((one) => [one.id, one])),
});

const sets: CustomFieldSets = new Map(
  [
    setOf('_one', false, field('a'), field('b'), field('pay', { viewRights: chiefs, editRights: chiefs })),
    setOf('_many', true, field('x'), field('tag', { unique: true }), field('pay2', { editRights: chiefs })),
  ].map((set) => [set.id, set]),
);

const judged = (before: StoredValues, wanted: object, given: Partial<CustomFieldCase> = {}): unknown => {
  const result = judgeCustomFields({
    sets,
    hosts: new Map([['CLIENT', null]]),
    before,
    wanted: wanted as Record<string, unknown>,
    keepsUntold: false,
    complete: false,
    who: clerk,
    zone: createZone('UTC'),
    ...given,
  });
  return isRejection(result) ? result.errors[0]?.reason : result.values;
};

describe('a replacement', () => {
  const replace = { keepsUntold: true };
  test.each([
    ['clears what is left out', { _one: { a: '1', b: '2' } }, { _one: { b: '2' } }, { _one: { b: '2' } }],
    ['clears a set that is left out', { _one: { a: '1' }, _many: [{ x: '1' }] }, {}, {}],
    [
      'keeps what the caller cannot know',
      { _one: { a: '1', pay: '9' } },
      { _one: { a: '2' } },
      { _one: { a: '2', pay: '9' } },
    ],
    [
      'keeps groups with what the caller may not change',
      { _many: [{ x: '1', pay2: '9' }] },
      {},
      { _many: [{ x: '1', pay2: '9' }] },
    ],
    [
      'refuses to change what the caller may not',
      { _one: { pay: '9' } },
      { _one: { pay: '1' } },
      'INVALID_PERMISSIONS',
    ],
    [
      'takes what is sent back unchanged',
      { _many: [{ x: '1', pay2: '9' }] },
      { _many: [{ _index: '0', x: '1', pay2: '9' }] },
      { _many: [{ x: '1', pay2: '9' }] },
    ],
    [
      'refuses to lose a group',
      { _many: [{ x: '1', pay2: '9' }, { x: '2' }] },
      { _many: [{ x: '2' }] },
      'INVALID_PERMISSIONS',
    ],
  ])('%s', (_what, before, wanted, expected) => {
    expect(judged(before as StoredValues, wanted, replace)).toEqual(expected);
  });
});

describe('a patch', () => {
  test.each([
    ['removes a value', { _one: { a: '1', b: '2' } }, { _one: { b: '2' } }, { _one: { b: '2' } }],
    [
      'cannot remove what the caller may not',
      { _one: { a: '1', pay: '9' } },
      { _one: { a: '1' } },
      'INVALID_PERMISSIONS',
    ],
    [
      'moves groups up',
      { _many: [{ x: '1' }, { x: '2', pay2: '9' }] },
      { _many: [{ x: '2', pay2: '9' }] },
      { _many: [{ x: '2', pay2: '9' }] },
    ],
    [
      'refuses the same unique value twice',
      {},
      { _many: [{ tag: 't' }, { tag: 't' }] },
      'DUPLICATE_CUSTOM_FIELD_VALUES',
    ],
  ])('%s', (_what, before, wanted, expected) => {
    expect(judged(before as StoredValues, wanted)).toEqual(expected);
  });
});

test('administrators and the roles named may change a field', () => {
  expect(judged({}, { _one: { pay: '1' } }, { who: chief })).toEqual({ _one: { pay: '1' } });
  expect(judged({}, { _one: { pay: '1' } }, { who: { administrator: true, roleKey: null } })).toEqual({
    _one: { pay: '1' },
  });
});
