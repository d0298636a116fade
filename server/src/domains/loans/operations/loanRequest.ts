import type { Instant } from '../../../kernel/instant.ts';
import { absolute, type Decimalish, largestAmount, money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { channelFor, checkChannelConstraints, organisationReference } from '../../organisation/index.ts';
import type { RequestedDates } from '../rules/decide/checks.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { momentOf } from './loanContext.ts';
import type { RequestDetails } from './loanEffects.ts';

export type DatedBody = { readonly valueDate?: string | undefined; readonly bookingDate?: string | undefined };

/** The days that a request asks for, in the tenant's zone. */
export const requestedDates = (body: DatedBody, context: OperationContext): RequestedDates => {
  const { zone } = context.clock;
  const valueDate = momentOf(body.valueDate, context);
  const bookingDate = momentOf(body.bookingDate, context);
  return {
    ...(valueDate === undefined ? {} : { valueDate: zone.localDateOf(valueDate) }),
    ...(bookingDate === undefined ? {} : { bookingDate: zone.localDateOf(bookingDate) }),
  };
};

/** The moments that a request's transaction shows: as sent, and the booking date follows the value date. */
export const requestedMoments = (
  body: DatedBody,
  context: OperationContext,
): { readonly valueDate: Instant; readonly bookingDate: Instant } => {
  const valueDate = momentOf(body.valueDate, context) ?? context.now;
  return { valueDate, bookingDate: momentOf(body.bookingDate, context) ?? valueDate };
};

export type ChannelBody = {
  readonly transactionChannelId?: string | undefined;
  readonly transactionChannelKey?: string | undefined;
};

/** The channel that a request names, judged, as details of its event. */
export const channelDetails = (
  details: ChannelBody | undefined,
  posting: { readonly amount: Decimalish; readonly type: string },
  account: LoanAccount,
  context: OperationContext,
): Pick<RequestDetails, 'channelKey' | 'channelId'> | Rejection => {
  const { principal } = context;
  const channel = channelFor(context.reference.get(organisationReference), details, principal);
  if (isRejection(channel)) return channel;
  const refusal = checkChannelConstraints(channel, 'loan', {
    amount: money(posting.amount),
    type: posting.type,
    productKey: account.productTypeKey,
  });
  return refusal ?? { channelKey: channel.encodedKey, channelId: channel.id };
};

/** Refuses an amount that no account can hold before it is computed with. */
export const checkFinite = (amount: Decimalish | undefined, name = 'amount'): Rejection | undefined =>
  amount !== undefined && absolute(money(amount)).greaterThan(largestAmount)
    ? reject('INVALID_AMOUNT', `${name} is larger than any account can hold`)
    : undefined;
