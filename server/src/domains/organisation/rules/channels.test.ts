import { expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { channelFor, checkChannelConstraints } from './channels.ts';
import { type ChannelUsageInput, channelUsage } from './channelUsage.ts';
import type { ChannelConstraint, ChannelUsage } from './organisation.ts';
import { channel, keyOf, organisation } from './testOrganisation.ts';

type Details = Parameters<typeof channelFor>[1];
const clerk = { roleKey: organisation.users.find('clerk')?.roleKey ?? null, administrator: false };
const olga = { roleKey: null, administrator: false };

test.each<[string, Details, string, typeof clerk?]>([
  ['none: the default', {}, 'cash'],
  ['no details: the default', undefined, 'cash'],
  ['by id', { transactionChannelId: 'wire' }, 'wire'],
  ['by key', { transactionChannelKey: keyOf('c2') }, 'wire'],
  ['by both', { transactionChannelId: 'wire', transactionChannelKey: keyOf('c2') }, 'wire'],
  [
    'by two different',
    { transactionChannelId: 'cash', transactionChannelKey: keyOf('c2') },
    'INCONSISTENCY_BETWEEN_CHANNEL_KEY_AND_ID',
  ],
  ['an unknown id', { transactionChannelId: 'pigeon' }, 'INVALID_TRANSACTION_CHANNEL'],
  ['an unknown key', { transactionChannelKey: keyOf('99') }, 'INVALID_TRANSACTION_CHANNEL'],
  ['an inactive one', { transactionChannelId: 'old' }, 'INVALID_TRANSACTION_CHANNEL'],
  ['one for tellers, by a teller', { transactionChannelId: 'counter' }, 'counter', clerk],
  ['one for tellers, by somebody else', { transactionChannelId: 'counter' }, 'INVALID_TRANSACTION_CHANNEL', olga],
  [
    'one for tellers, by an administrator',
    { transactionChannelId: 'counter' },
    'counter',
    { ...olga, administrator: true },
  ],
])('channel %s', (_case, details, expected, user) => {
  const result = channelFor(organisation, details, user);
  expect(isRejection(result) ? result.errors[0]?.reason : result.id).toBe(expected);
});

test('the default is for the roles that it names, too, whether a request names it or not', () => {
  const counter = organisation.channels.find('counter');
  if (!counter) throw new Error('the organisation has no counter');
  const forTellers = { ...organisation, defaultChannel: counter };
  expect(channelFor(forTellers, {}, clerk)).toBe(counter);
  expect(channelFor(forTellers, undefined, olga)).toMatchObject({
    errors: [{ reason: 'INVALID_TRANSACTION_CHANNEL' }],
  });
});

const product = keyOf('9');
const transaction = { amount: money(100), type: 'DEPOSIT', productKey: product };
const limited = (matchFiltersOption: 'ALL' | 'ANY', ...constraints: ChannelConstraint[]): ChannelUsage => ({
  usage: 'LIMITED',
  matchFiltersOption,
  constraints,
});
const above = (value: string): ChannelConstraint => ({ criteria: 'AMOUNT', operator: 'MORE_THAN', value });
const below = (value: string): ChannelConstraint => ({ criteria: 'AMOUNT', operator: 'LESS_THAN', value });
const type = (...values: string[]): ChannelConstraint => ({ criteria: 'TYPE', operator: 'IN', values });

test.each<[string, ChannelUsage, boolean]>([
  ['unconstrained', { usage: 'UNCONSTRAINED' }, true],
  ['limited by nothing', limited('ALL'), true],
  ['more than', limited('ALL', above('99.99')), true],
  ['more than, strictly', limited('ALL', above('100')), false],
  ['less than', limited('ALL', below('100.01')), true],
  ['less than, strictly', limited('ALL', below('100')), false],
  ['equal amount', limited('ALL', { criteria: 'AMOUNT', operator: 'EQUALS', value: '100.00' }), true],
  ['between', limited('ALL', { criteria: 'AMOUNT', operator: 'BETWEEN', value: '100', secondValue: '200' }), true],
  ['not between', limited('ALL', { criteria: 'AMOUNT', operator: 'BETWEEN', value: '101', secondValue: '200' }), false],
  ['an amount is never empty', limited('ALL', { criteria: 'AMOUNT', operator: 'EMPTY' }), false],
  ['type in', limited('ALL', type('DEPOSIT', 'WITHDRAWAL')), true],
  ['type not in', limited('ALL', type('WITHDRAWAL')), false],
  ['product', limited('ALL', { criteria: 'PRODUCT', operator: 'EQUALS', value: product }), true],
  ['other product', limited('ALL', { criteria: 'PRODUCT', operator: 'EQUALS', value: keyOf('8') }), false],
  ['all of two', limited('ALL', above('1'), type('WITHDRAWAL')), false],
  ['any of two', limited('ANY', above('1'), type('WITHDRAWAL')), true],
  ['none of two', limited('ANY', above('100'), type('WITHDRAWAL')), false],
])('constraint %s', (_case, usage, passes) => {
  const reason = passes ? undefined : 'TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS';
  const asDeposit = checkChannelConstraints(channel('wire', { depositConstraints: usage }), 'deposit', transaction);
  const asLoan = checkChannelConstraints(channel('wire', { loanConstraints: usage }), 'loan', transaction);
  expect(asDeposit?.errors[0]?.reason).toBe(reason);
  expect(asLoan?.errors[0]?.reason).toBe(reason);
  expect(checkChannelConstraints(channel('wire', { loanConstraints: usage }), 'deposit', transaction)).toBeUndefined();
});

const terms = { property: 'depositConstraints', types: new Set(['DEPOSIT', 'WITHDRAWAL']) } as const;
const one = (constraint: ChannelConstraint): ChannelUsageInput => ({ usage: 'LIMITED', constraints: [constraint] });

test.each<[string, ChannelUsageInput, string | ChannelUsage]>([
  ['nothing said', {}, { usage: 'UNCONSTRAINED' }],
  ['unconstrained with constraints', { constraints: [above('1')] }, 'may not have constraints'],
  ['limited without constraints', { usage: 'LIMITED' }, 'need at least one constraint'],
  ['amount with letters', one(above('ten')), '[0].value must be a number'],
  ['amount without value', one({ criteria: 'AMOUNT', operator: 'EQUALS' }), '[0].value may not be blank'],
  ['amount with IN', one({ criteria: 'AMOUNT', operator: 'IN', value: '1' }), 'operator IN is not available'],
  ['type with MORE_THAN', one({ criteria: 'TYPE', operator: 'MORE_THAN', value: 'DEPOSIT' }), 'operator MORE_THAN'],
  ['an unknown type', one({ criteria: 'TYPE', operator: 'IN', value: 'DEPOSIT, GIFT' }), 'GIFT is not a type'],
  ['half a range', one({ criteria: 'AMOUNT', operator: 'BETWEEN', value: '1' }), 'secondValue must be a number'],
  [
    'a range upside down',
    one({ criteria: 'AMOUNT', operator: 'BETWEEN', value: '2', secondValue: '1' }),
    'secondValue may not be less',
  ],
  ['an empty element', one({ criteria: 'TYPE', operator: 'IN', value: 'DEPOSIT,' }), 'has an empty element'],
  [
    'a list of types',
    one({ criteria: 'TYPE', operator: 'IN', value: 'DEPOSIT, WITHDRAWAL' }),
    {
      usage: 'LIMITED',
      matchFiltersOption: 'ALL',
      constraints: [
        { criteria: 'TYPE', operator: 'IN', value: 'DEPOSIT,WITHDRAWAL', values: ['DEPOSIT', 'WITHDRAWAL'] },
      ],
    },
  ],
])('a channel is made with %s', (_case, input, expected) => {
  const result = channelUsage(input, terms);
  if (typeof expected !== 'string') return expect(result).toEqual(expected);
  expect(isRejection(result) && result.errors[0]).toMatchObject({
    reason: 'INVALID_TRANSACTION_CHANNEL_SAVINGS_CONSTRAINTS',
    source: expect.stringContaining(expected),
  });
});
