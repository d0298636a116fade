import { expect, test } from 'vitest';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import { detailsOf } from './eventDetails.ts';
import type { DetailsOfEvent } from './loanAccount.ts';

const detailed = (eventKey: string): DetailsOfEvent => ({
  eventKey,
  valueDate: instant(0),
  bookingDate: instant(0),
  notes: `of ${eventKey}`,
  externalId: null,
  channelKey: null,
  channelId: null,
  userKey: newEncodedKey(),
  branchKey: null,
  linkedDepositTransactionKey: null,
  fundLines: [],
});

const eventDetails = ['disbursed', 'paid', 'paid again'].map(detailed);

test.each(['paid again', 'disbursed', 'paid', 'disbursed'])('the details of an event are found: %s', (key) => {
  expect(detailsOf({ eventDetails }, key)?.notes).toBe(`of ${key}`);
});

test('what follows from no event has none, nor has an event of another account', () => {
  expect(detailsOf({ eventDetails }, null)).toBeUndefined();
  expect(detailsOf({ eventDetails }, 'elsewhere')).toBeUndefined();
  expect(detailsOf({ eventDetails: [] }, 'paid')).toBeUndefined();
});

test('of a list with one more, the one more is found too', () => {
  detailsOf({ eventDetails }, 'paid');
  const longer = eventDetails.concat([detailed('fee'), detailed('paid off')]);
  expect(detailsOf({ eventDetails: longer }, 'fee')?.notes).toBe('of fee');
});
