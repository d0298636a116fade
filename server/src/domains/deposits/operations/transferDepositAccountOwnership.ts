import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { ifWithinReach } from '../../../platform/auth/reach.ts';
import { sendAll } from '../../../platform/db/statement.ts';
import { type WriteContext, write } from '../../../platform/http/handler.ts';
import { clientActivityStatements } from '../../clients/index.ts';
import { lockAccountHolder } from '../../groups/index.ts';
import { toldDepositAccount } from '../convert.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { decideTransferOfOwnership } from '../rules/ownership.ts';
import { findDepositAccount, saveAccountHolder } from '../store/depositAccountQueries.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { insertTermsChange } from '../store/termsChangeStore.ts';
import { accountNotFound } from './postingFacts.ts';

/** Clients become active with an account that they get, and inactive without the last one that they give away. */
const followAccounts = async (before: DepositAccount, after: DepositAccount, context: WriteContext): Promise<void> => {
  const clients = [before, after].filter(({ accountHolderType }) => accountHolderType === 'CLIENT');
  const activities = clients.map(({ accountHolderKey }) => ({ clientKey: accountHolderKey, now: context.now }));
  if (activities.length > 0) await sendAll(context.db, clientActivityStatements(activities));
};

/** POST /deposits/{depositAccountId}:transferOwnership. The account of an active holder shows the change in its statement. */
export default write('transferDepositAccountOwnership', async ({ path, body }, context) => {
  const { db, principal, now } = context;
  const before = await findDepositAccount(db, path.depositAccountId, true);
  if (!before) return accountNotFound(path.depositAccountId);
  const { targetHolderKey } = body;
  const found =
    (await lockAccountHolder(db, 'CLIENT', targetHolderKey)) ?? (await lockAccountHolder(db, 'GROUP', targetHolderKey));
  const owner = ifWithinReach(principal, found);
  if (!owner) return reject('INVALID_TARGET_ACCOUNT_HOLDER_KEY', 'targetHolderKey is no client and no group');
  const product = productOfAccount(context.reference, before.productTypeKey);
  const after = decideTransferOfOwnership(before, owner, product, now);
  if (isRejection(after)) return after;
  await saveAccountHolder(db, after);
  if (after.activationDate !== null) {
    await insertTermsChange(db, {
      encodedKey: newEncodedKey(),
      account: after,
      type: 'ACCOUNT_HOLDER_CHANGED',
      userKey: principal.userKey,
      now,
      details: null,
    });
  }
  await followAccounts(before, after, context);
  context.audit(
    'DEPOSIT_ACCOUNT',
    after.encodedKey,
    toldDepositAccount(before, context),
    toldDepositAccount(after, context),
  );
  return { body: undefined };
});
