import { expect, test } from 'vitest';
import {
  everyMonths,
  firstOfMonth,
  onDates,
  type ReferenceLife,
  type ReferenceTerms,
  reference,
} from './harness/interestReference.ts';

// Who checks the checker: the worked examples of the rules, by the reference of the scenarios.

const terms = (rate: string, more: Partial<ReferenceTerms> = {}): ReferenceTerms => ({
  balance: 'END_OF_DAY',
  year: 'ACTUAL_365_FIXED',
  rates: { kind: 'FIXED', from: [['2000-01-01', rate]] },
  ...more,
});
const life = (
  day: string,
  amounts: readonly string[],
  credit: ReferenceTerms,
  more: Partial<ReferenceLife> = {},
): ReferenceLife => ({
  credit,
  overdraft: null,
  movements: amounts.map((amount, index) => ({ day, time: `${index}`, amount })),
  applies: firstOfMonth,
  pauses: [],
  maturity: null,
  taxes: [],
  holidays: [],
  ...more,
});
const tiers = [
  { end: 5000, rate: '1' },
  { end: 20000, rate: '2' },
];
const never = () => false;

test.each<readonly [string, ReferenceLife, string, Partial<ReturnType<typeof reference>>]>([
  [
    '8000 at 4 %',
    life('2026-05-03', ['8000'], terms('4')),
    '2026-06-01',
    { applied: ['2026-06-01 25.42'], balance: '8025.42' },
  ],
  ['30000 at 3 %', life('2026-10-10', ['30000'], terms('3')), '2026-11-01', { applied: ['2026-11-01 54.25'] }],
  [
    '9000 by 30E/360',
    life('2026-03-15', ['9000'], terms('5', { year: 'E30_360' })),
    '2026-05-01',
    { applied: ['2026-04-01 20', '2026-05-01 37.58'] },
  ],
  [
    '10000 by ACT/360',
    life('2026-05-01', ['10000'], terms('3.6', { year: 'ACTUAL_360' })),
    '2026-06-01',
    { applied: ['2026-06-01 31'] },
  ],
  [
    '366 by ISDA',
    life('2024-02-01', ['366'], terms('100', { year: 'ACTUAL_ACTUAL_ISDA' })),
    '2024-03-01',
    { applied: ['2024-03-01 29'] },
  ],
  [
    '12000 in tiers',
    life('2026-06-03', ['12000'], terms('0', { rates: { kind: 'TIERED', tiers } })),
    '2026-06-04',
    { accrued: '0.6575342465' },
  ],
  [
    '12000 in bands',
    life('2026-06-03', ['12000'], terms('0', { rates: { kind: 'TIERED_BAND', tiers } })),
    '2026-06-04',
    { accrued: '0.5205479452' },
  ],
  [
    'an average',
    life('2026-06-03', ['40', '-5', '25'], terms('365', { balance: 'AVERAGE' })),
    '2026-06-05',
    { accrued: '1.05' },
  ],
  [
    'a minimum',
    life('2026-06-03', ['40', '-5', '25'], terms('365', { balance: 'MINIMUM' })),
    '2026-06-04',
    { accrued: '0.35' },
  ],
  [
    'an overdraft',
    life('2026-06-03', ['-400'], terms('0'), { overdraft: terms('15') }),
    '2026-06-10',
    { overdraftAccrued: '1.1506849312' },
  ],
  [
    'a changed rate',
    life(
      '2026-06-01',
      ['5000'],
      terms('0', {
        rates: {
          kind: 'FIXED',
          from: [
            ['2026-06-01', '2'],
            ['2026-06-11', '4'],
          ],
        },
      }),
    ),
    '2026-06-21',
    { accrued: '8.219178081' },
  ],
  [
    'working days',
    life('2026-05-01', ['25200'], terms('1', { year: 'BUS_252' }), { holidays: ['2026-05-01'] }),
    '2026-05-06',
    { accrued: '2' },
  ],
  [
    'a pause and a term',
    life('2026-05-01', ['36500'], terms('1'), {
      pauses: [['2026-05-02', '2026-05-04']],
      maturity: '2026-05-06',
      applies: never,
    }),
    '2026-05-08',
    { applied: ['2026-05-06 3'] },
  ],
  [
    'a tax',
    life('2026-06-01', ['11111.2'], terms('4'), { taxes: [['2026-07-01', '20']] }),
    '2026-07-01',
    { applied: ['2026-07-01 36.53'], balance: '11140.42' },
  ],
])('%s', (_, of, today, expected) => {
  expect(reference(of, today)).toMatchObject(expected);
});

test('payment points', () => {
  expect(
    ['2027-04-30', '2027-05-31', '2028-01-31', '2027-02-28'].filter((day) => everyMonths(3)(day, '2027-01-31')),
  ).toEqual(['2027-04-30', '2028-01-31']);
  expect(onDates('03-31')('2028-03-31')).toBe(true);
});
