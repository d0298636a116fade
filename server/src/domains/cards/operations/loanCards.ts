import { read, write } from '../../../platform/http/handler.ts';
import { listHolds } from '../../deposits/index.ts';
import { chargesDisbursementFees, findLoanAccount, loanNotFound } from '../../loans/index.ts';
import { checkLinkableLoan } from '../rules/card.ts';
import { linkCard, toldCards, unlinkCard } from './accountCards.ts';

/** GET /loans/{loanAccountId}/cards */
export const getLoanCards = read('getLoanCards', async ({ path }, { db }) => {
  const account = await findLoanAccount(db, path.loanAccountId);
  return account ? toldCards(db, account.encodedKey) : loanNotFound(path.loanAccountId);
});

/** POST /loans/{loanAccountId}/cards: links a card to a revolving credit; no other account has its token. */
export const createLoanCard = write('createLoanCard', async ({ path, body }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { forUpdate: true });
  if (!account) return loanNotFound(path.loanAccountId);
  const refusal = checkLinkableLoan({
    id: account.id,
    productType: account.terms.productType,
    accountState: account.accountState,
    hasDisbursementFees: chargesDisbursementFees(account, context),
  });
  return linkCard({ accountType: 'LOAN', accountKey: account.encodedKey }, body.referenceToken, refusal, context);
});

/** DELETE /loans/{loanAccountId}/cards/{cardReferenceToken}: unlinks a card that was never used. */
export const deleteLoanCard = write('deleteLoanCard', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { forUpdate: true });
  return account ? unlinkCard(account.encodedKey, path.cardReferenceToken, context) : loanNotFound(path.loanAccountId);
});

/** GET /loans/{loanAccountId}/authorizationholds: those made with its cards, the newest first. */
export const getLoanAuthorizationHolds = read('getLoanAuthorizationHolds', async ({ path, query }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId);
  return account ? listHolds(account.encodedKey, query, context) : loanNotFound(path.loanAccountId);
});
