import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import type { DetailsOfEvent } from './loanAccount.ts';

/** Details of an event that say nothing but when and by whom. */
export const bareDetails: DetailsOfEvent = {
  eventKey: 'paid',
  valueDate: instant(1_700_000_000_000),
  bookingDate: instant(1_700_000_000_000),
  notes: null,
  externalId: null,
  channelKey: null,
  channelId: null,
  userKey: newEncodedKey(),
  branchKey: null,
  linkedDepositTransactionKey: null,
  fundLines: [],
};
