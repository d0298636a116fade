import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import {
  judgedPostingFields,
  type PostingFields,
  type PreparedFields,
} from '../../../platform/customFields/postingFields.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import type { RequestDetails } from './loanEffects.ts';

/** The custom fields that a request gives its transaction: those of its channel, where it has one, and those of its type. */
export const loanTransactionFields = (
  {
    channelKey,
    type,
  }: {
    readonly channelKey?: EncodedKey | null | undefined;
    readonly type: 'DISBURSEMENT' | 'REPAYMENT' | 'CARD_TRANSACTION_REVERSAL';
  },
  body: object,
  prepared: PreparedFields,
  context: OperationContext,
): PostingFields | Rejection => judgedPostingFields({ channelKey: channelKey ?? null, type }, body, prepared, context);

/** They stay with the event, so that a correction that posts its transaction again gives them to the new one. */
export const fieldDetails = ({ values }: PostingFields): Pick<RequestDetails, 'customFields'> =>
  values === null ? {} : { customFields: values };
