import { expect, test } from 'vitest';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { money } from '../../../kernel/money.ts';
import { parseJson } from '../../../platform/json.ts';
import type { DetailsOfEvent } from '../rules/loanAccount.ts';
import { bareDetails } from '../rules/testEventDetails.ts';
import { detailsOfJson, detailsToJson } from './eventDetailsJson.ts';

test.each<Partial<DetailsOfEvent>>([
  {},
  { notes: 'paid "late"', externalId: 'E1', channelKey: newEncodedKey(), channelId: 'cash' },
  { branchKey: newEncodedKey(), linkedDepositTransactionKey: newEncodedKey() },
  { fundLines: [{ glAccountKey: newEncodedKey(), side: 'DEBIT', amount: money('1.50'), branchKey: null }] },
  { original: { amount: money('2.25'), currencyCode: 'USD' } },
])('the details of an event are read as they were stored, with %j', (more) => {
  const details = { ...bareDetails, ...more };
  const stored = parseJson(detailsToJson(details)) as Parameters<typeof detailsOfJson>[1];
  expect(detailsOfJson('paid', stored)).toEqual(details);
});

test('and nothing is stored of what there is nothing of', () => {
  const { valueDate, bookingDate, userKey } = bareDetails;
  expect(JSON.parse(detailsToJson(bareDetails))).toEqual({ valueDate, bookingDate, userKey });
});
