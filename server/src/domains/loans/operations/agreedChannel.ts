import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { channelFor, organisationReference } from '../../organisation/index.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { ChannelBody } from './loanRequest.ts';

/** Whether details name a channel. */
export const namesChannel = (details: ChannelBody | undefined): details is ChannelBody =>
  Boolean(details?.transactionChannelId ?? details?.transactionChannelKey);

/**
 * The channel through which an application wants to be paid out; null where it leaves that to the disbursement. Whoever pays it out must be
 * allowed to use it, not whoever enters the application. One that the account has already stays without being judged again.
 */
export const agreedChannel = (
  { disbursementDetails }: Pick<Schemas['LoanAccountFullDetails'], 'disbursementDetails'>,
  context: OperationContext,
  before: EncodedKey | null = null,
): EncodedKey | null | Rejection => {
  const details = disbursementDetails?.transactionDetails;
  if (!namesChannel(details)) return null;
  const { transactionChannelId: id, transactionChannelKey: key } = details;
  const reference = context.reference.get(organisationReference);
  const known = before === null ? undefined : reference.channels.byKey.get(before);
  if (known && [id ?? known.id, key ?? known.encodedKey].every((one) => [known.id, known.encodedKey].includes(one))) {
    return before;
  }
  const channel = channelFor(reference, details);
  return isRejection(channel) ? channel : channel.encodedKey;
};

/** The channel of a disbursement: the one that it names, else the agreed one. */
export const disbursementChannel = (
  requested: ChannelBody | undefined,
  { disbursementChannelKey }: Pick<LoanAccount, 'disbursementChannelKey'>,
): ChannelBody | undefined =>
  namesChannel(requested) || disbursementChannelKey === null
    ? requested
    : { transactionChannelKey: disbursementChannelKey };
