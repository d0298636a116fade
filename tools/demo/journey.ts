import { type LocalDate, parseLocalDate, plusDays } from '../../server/src/kernel/localDate.ts';
import { createZone, type Zone } from '../../server/src/platform/clock/zone.ts';
import type { BankClient } from '../client/bankClient.ts';
import type { Customer } from './customer.ts';
import type { BankSetup } from './setUpBank.ts';

/** The days of the bank as its API writes them. */
export type BankDays = {
  readonly today: LocalDate;
  readonly zone: Zone;
  /** The start of the day so many days before today, with the bank's offset of that day. */
  daysAgo(days: number): string;
  /** The start of a day. */
  dateTime(date: LocalDate): string;
};

/** Asks the bank for its date: a sandbox may live in another year than we do. */
export const bankDays = async (bank: BankClient): Promise<BankDays> => {
  const clock = await bank.ok('getClock');
  const today = parseLocalDate(clock.today);
  if (today === undefined) throw new Error(`The bank says that today is "${clock.today}".`);
  const zone = createZone(clock.timeZone);
  const dateTime = (date: LocalDate): string => zone.format(zone.startOf(date));
  return { today, zone, dateTime, daysAgo: (days) => dateTime(plusDays(today, -days)) };
};

/** One customer on the way into the bank, with the keys that the bank gave so far. */
export type Journey = {
  readonly customer: Customer;
  readonly clientKey: string;
  readonly depositKey: string;
  readonly loanKey: string;
};

/** Everything that a step needs besides the customer. */
export type JourneyContext = {
  readonly bank: BankClient;
  readonly setup: BankSetup;
  readonly days: BankDays;
  /** Tells the ids of this run from those of earlier ones on the same bank. */
  readonly run: string;
};

/** One call for one customer; answers the keys that are new. */
export type Step = {
  readonly label: string;
  readonly applies?: (customer: Customer) => boolean;
  readonly perform: (journey: Journey, context: JourneyContext) => Promise<Partial<Journey>>;
};

/** The key of something that was just made. */
export const keyIn = (answer: { readonly encodedKey?: string | undefined }): string => {
  if (answer.encodedKey === undefined) throw new Error('The answer of the bank has no encodedKey.');
  return answer.encodedKey;
};
