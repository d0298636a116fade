import { expect, test } from 'vitest';
import { isRejection } from '../../../kernel/rejection.ts';
import { type ChannelField, type ChannelFieldInput, channelFieldChanges, checkFieldsLeft } from './channelFields.ts';
import { keyOf } from './testOrganisation.ts';

const key = keyOf('c1');
const off = { required: false, default: false };
const must = { required: true, default: false };
const field = (id: string, given: Partial<ChannelField>): ChannelField => ({
  encodedKey: keyOf(id.charCodeAt(0).toString()),
  id,
  definition: { type: 'FREE_TEXT', state: 'ACTIVE', displaySettings: { displayName: id, position: 0 } },
  forAll: null,
  own: null,
  channels: 0,
  ...given,
});
const all = field('all', { forAll: off });
const mine = field('mine', { own: off, channels: 1 });
const shared = field('shared', { own: must, channels: 2 });
const theirs = field('theirs', { channels: 1 });
const fields = [all, mine, shared, theirs];
const kept: ChannelFieldInput[] = [{ id: 'mine' }, { id: 'shared' }];

test.each<[string, ChannelFieldInput[], unknown]>([
  ['the same', kept, []],
  [
    'the same, as told',
    [{ id: 'mine', ...mine.definition, usage: [{ objectKey: key, ...off }] }, { id: 'shared' }],
    [],
  ],
  ['with the one that all have', [...kept, { id: 'all', usage: [off] }], []],
  ['another one', [...kept, { id: 'theirs' }], [{ field: theirs.encodedKey, usage: off }]],
  [
    'another one, required, by the id of the channel',
    [...kept, { id: 'theirs', usage: [{ objectKey: 'wire', ...must }] }],
    [{ field: theirs.encodedKey, usage: must }],
  ],
  ['other flags', [{ id: 'mine', usage: [must] }, { id: 'shared' }], [{ field: mine.encodedKey, usage: must }]],
  [
    'flags that are not named',
    [{ id: 'mine' }, { id: 'shared', usage: [{}] }],
    [{ field: shared.encodedKey, usage: off }],
  ],
  ['one less', [{ id: 'mine' }], [{ field: shared.encodedKey, usage: null }]],
  ['the last usage of one', [{ id: 'shared' }], 'CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED'],
  ['other flags of all', [...kept, { id: 'all', usage: [must] }], 'CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED'],
  [
    'usage of another channel',
    [{ id: 'mine', usage: [{ objectKey: keyOf('c2') }] }],
    'CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED',
  ],
  ['two usages', [{ id: 'mine', usage: [off, off] }], 'CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED'],
  ['an unknown one', [{ id: 'x' }], 'INVALID_CUSTOM_FIELD_ID'],
  ['no id', [{}], 'INVALID_CUSTOM_FIELD_ID'],
  ['one twice', [...kept, { id: 'mine' }], 'CUSTOM_FIELD_DUPLICATE_ID'],
  ['another definition', [{ id: 'mine', type: 'NUMBER' }], 'INVALID_PARAMETERS'],
  ['another name', [{ id: 'mine', displaySettings: { displayName: 'Yours' } }], 'INVALID_PARAMETERS'],
])('a list with %s', (_case, wanted, expected) => {
  const result = channelFieldChanges(wanted, [key, 'wire'], fields);
  expect(isRejection(result) ? result.errors[0]?.reason : result).toEqual(expected);
});

test('a channel that alone has a field stays', () => {
  expect(checkFieldsLeft([all, shared, theirs])).toBeUndefined();
  expect(checkFieldsLeft(fields)?.errors[0]?.reason).toBe('TRANSACTION_CHANNEL_IN_USE');
});
