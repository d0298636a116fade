import { type LocalDate, plusDays } from '../../server/src/kernel/localDate.ts';
import { type Seeded, seeded } from '../client/seeded.ts';
import { branches, type Customer, type DepositKind, type LoanKind, type ScheduleEdit } from './customer.ts';
import type { Country } from './people/country.ts';
import { europe } from './people/europe.ts';
import { world } from './people/world.ts';

const SEED = 20_260_115;
const countries: readonly Country[] = [...europe, ...world];

/** Fills a pattern: `#` is a digit, `@` a capital letter. */
const filled = (random: Seeded, pattern: string): string =>
  pattern.replaceAll(/[#@]/g, (sign) =>
    sign === '#' ? String(random.whole(0, 9)) : random.pick([...'ABCDEFGHJKLMNPRSTUVWXYZ']),
  );

/** Hundredths as decimal text: 125050 is 1250.50. */
const decimal = (hundredths: number): string =>
  `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;

const family = (random: Seeded, country: Country, woman: boolean): string => {
  const [first = '', other = first] = random.pick(country.families).split('/');
  return woman ? other : first;
};

const mailName = (firstName: string, lastName: string): string => {
  // Letters that fall apart into a base and marks keep the base; what is not Latin leaves nothing.
  const plain = (text: string): string =>
    text
      .normalize('NFKD')
      .replaceAll(/[^A-Za-z]/g, '')
      .toLowerCase();
  return [plain(firstName), plain(lastName)].filter((part) => part !== '').join('.');
};

const person = (random: Seeded, number: string) => {
  const country = random.pick(countries);
  const woman = random.chance(0.52);
  const firstName = random.pick(woman ? country.women : country.men);
  const lastName = family(random, country, woman);
  const city = random.pick(country.cities);
  const passport = random.chance(0.25);
  return {
    firstName,
    lastName,
    gender: woman ? 'FEMALE' : 'MALE',
    birthDate: plusDays('1944-03-01' as LocalDate, random.whole(0, 62 * 365)),
    preferredLanguage: country.language,
    mobilePhone: filled(random, country.mobile),
    emailAddress: `${mailName(firstName, lastName) || 'customer'}.${number}@${country.mailDomain}`,
    notes: random.chance(0.2) ? `Moved to us; former number ${filled(random, '@@-######')}.` : '',
    address: {
      line1: country.line
        .replace('{street}', random.pick(country.streets))
        .replace('{number}', String(random.whole(1, 190)))
        .replace('{flat}', String(random.whole(1, 9))),
      postcode: filled(random, city.postcode),
      city: city.name,
      region: city.region,
      country: country.name,
    },
    idDocument: {
      documentType: passport ? 'Passport' : country.identity.type,
      documentId: filled(random, passport ? country.passport : country.identity.pattern),
      issuingAuthority: passport ? country.name : country.identity.authority,
      validUntil: plusDays('2031-01-01' as LocalDate, random.whole(0, 3000)),
    },
  } as const;
};

const deposit = (random: Seeded, disbursedDaysAgo: number): Customer['deposit'] => {
  const kind: DepositKind = random.chance(0.65) ? 'current' : 'savings';
  // Enough for the first instalment of any loan below, which may be paid from here.
  const hundredths = random.chance(0.3) ? random.whole(50, 400) * 10_000 : random.whole(500_000, 3_500_000);
  return {
    kind,
    name: kind === 'current' ? 'Current account' : random.pick(['Rainy day', 'Savings', 'New roof', 'School fees']),
    openingAmount: decimal(hundredths),
    openedDaysAgo: disbursedDaysAgo + random.whole(3, 300),
  };
};

type Range = readonly [least: number, most: number];

/** What loans of a kind look like: amount in hundreds, rate in twentieths of a percent, number of instalments. */
const loanShapes: Readonly<
  Record<LoanKind, { amount: Range; rate: Range; instalments: Range; names: readonly string[] }>
> = {
  flat: { amount: [5, 50], rate: [160, 360], instalments: [6, 24], names: ['Bicycle', 'Washing machine', 'Dentist'] },
  declining: {
    amount: [30, 250],
    rate: [90, 230],
    instalments: [12, 60],
    names: ['Car', 'Kitchen', 'Taxi', 'Workshop'],
  },
  equal: {
    amount: [80, 900],
    rate: [50, 140],
    instalments: [24, 120],
    names: ['House', 'Solar roof', 'Bakery', 'Flat'],
  },
};

const scheduleEdit = (random: Seeded, instalments: number, amount: number): ScheduleEdit | null => {
  if (!random.chance(0.4)) return null;
  const moves = random.chance(0.6);
  const moved = { instalment: random.whole(1, instalments), days: random.whole(1, 12) };
  // A twentieth of an average instalment's principal: little enough to be there in the first one of every method.
  const shifted = {
    from: 1,
    to: random.whole(2, instalments),
    amount: decimal(Math.floor((amount * 100) / instalments / 20)),
  };
  if (moves && random.chance(0.3)) return { moved, shifted };
  return moves ? { moved } : { shifted };
};

const loan = (random: Seeded): Customer['loan'] => {
  const kind = random.pick<LoanKind>(['flat', 'declining', 'equal']);
  const shape = loanShapes[kind];
  const amount = random.whole(...shape.amount) * 100;
  const instalments = random.whole(...shape.instalments);
  const edit = scheduleEdit(random, instalments, amount);
  return {
    kind,
    name: random.pick(shape.names),
    amount: decimal(amount * 100),
    interestRate: decimal(random.whole(...shape.rate) * 5),
    instalments,
    // An edited schedule is agreed today, so its money leaves today.
    disbursedDaysAgo: edit !== null || random.chance(0.4) ? 0 : random.whole(1, 19),
    firstRepaymentAfterDays: random.whole(21, 45),
    edit,
    payout: random.chance(0.6) ? 'DEPOSIT' : 'COUNTER',
    fee: decimal(random.whole(2, 12) * 250),
    repayment: {
      amount: random.chance(0.7) ? 'FIRST_INSTALMENT' : decimal(random.whole(20, 90) * 50),
      from: random.chance(0.5) ? 'DEPOSIT' : 'COUNTER',
    },
  };
};

/** The customers of the demo: always the same ones. */
export const makeCustomers = (count = 200): readonly Customer[] => {
  const random = seeded(SEED);
  return Array.from({ length: count }, (_, index): Customer => {
    const number = String(index + 1).padStart(4, '0');
    const someone = person(random, number);
    const branch = random.pick(branches).id;
    const borrowed = loan(random);
    return { number, ...someone, branch, deposit: deposit(random, borrowed.disbursedDaysAgo), loan: borrowed };
  });
};

/** The text of customers.json, laid out the way the formatter of this repository leaves alone. */
export const customersText = (): string => `${JSON.stringify(makeCustomers(), null, 2)}\n`;
