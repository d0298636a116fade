import { isRejection } from '../../../kernel/rejection.ts';
import { write } from '../../../platform/http/handler.ts';
import { glAccountAnswer } from '../answers.ts';
import { newGlAccounts } from '../rules/newGlAccounts.ts';
import { glAccountReference } from '../store/glAccountReference.ts';
import { insertGlAccounts } from '../store/glAccounts.ts';

/** POST /glaccounts: a list of accounts, all or nothing. */
export const createGlAccounts = write('createGlAccounts', async ({ body }, context) => {
  const accounts = newGlAccounts(body, context.reference.get(glAccountReference), context.now);
  if (isRejection(accounts)) return accounts;
  await insertGlAccounts(context.db, accounts);
  const answers = accounts.map((account) => glAccountAnswer(account));
  accounts.forEach((account, index) => {
    context.audit('GL_ACCOUNT', account.encodedKey, undefined, answers[index]);
  });
  context.referenceChanged();
  return { body: answers };
});
