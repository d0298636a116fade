import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { checkBody } from '../../../platform/http/bodyCheck.ts';
import { write } from '../../../platform/http/handler.ts';
import { applyPatch } from '../../../platform/resources/patch.ts';
import { glAccountAnswer } from '../answers.ts';
import { changedGlAccount } from '../rules/changedGlAccount.ts';
import { findGlAccount, updateGlAccount } from '../store/glAccounts.ts';

/** PATCH /glaccounts/{glAccountId}: name, code, description and what the account is open for. */
export const patchGlAccount = write('patchGlAccount', async ({ path, body }, context) => {
  const account = await findGlAccount(context.db, path.glAccountId, { forUpdate: true });
  if (!account)
    return reject('INVALID_GL_ACCOUNT_ID', `GL account ${path.glAccountId.slice(0, 80)} does not exist`, 404);
  const before = glAccountAnswer(account);
  // Told in UTC and no business of the patch: the check below would want them in organisation time.
  const { creationDate: _created, lastModifiedDate: _modified, ...patchable } = before;
  const patched = applyPatch('GLAccount', patchable, body);
  if (isRejection(patched)) return patched;
  const checked = checkBody('GLAccount', false, patched, context.clock.zone);
  if (isRejection(checked)) return checked;
  // The check has just said that it has this shape.
  const after = changedGlAccount(account, before, checked.body as Schemas['GLAccount'], context.now);
  if (isRejection(after)) return after;
  await updateGlAccount(context.db, after);
  context.audit('GL_ACCOUNT', account.encodedKey, before, glAccountAnswer(after));
  context.referenceChanged();
  return { body: undefined };
});
