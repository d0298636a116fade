import { expect, test } from 'vitest';
import { detailsOf } from './eventDetails.ts';
import type { DetailsOfEvent } from './loanAccount.ts';
import { bareDetails } from './testEventDetails.ts';

const detailed = (eventKey: string): DetailsOfEvent => ({ ...bareDetails, eventKey, notes: `of ${eventKey}` });

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
