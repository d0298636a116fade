import { type LocalDate, parseLocalDate } from '../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { shownDepositAccount } from '../convert.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { decideMaturityDate, type MaturitySettings } from '../rules/interest/maturity.ts';
import { checkOpeningOfTerm } from '../rules/term.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { accountNotFound } from './postingFacts.ts';
import { maturingAccount, termDecision } from './termOfAccount.ts';

/** The term of a product that says nothing of terms: as long as the request asks for. */
const unlimited: MaturitySettings = { maturityPeriodUnit: 'DAYS', minValue: null, maxValue: null, defaultValue: null };

const wantedDate = (text: string | undefined): LocalDate | null | Rejection =>
  text === undefined
    ? null
    : (parseLocalDate(text) ?? reject('INVALID_DATE', 'maturityDate must be an existing day like 2027-03-01'));

/** POST /deposits/{depositAccountId}:startMaturity. The term starts today, and `maturityDate` is its end. */
export default command<'startDepositMaturity', DepositAccount>('startDepositMaturity', {
  touches: ({ path }) => [touch(depositAccounts, path.depositAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const wanted = wantedDate(body.maturityDate);
    if (isRejection(wanted)) return wanted;
    const product = productOfAccount(context.reference, account.productTypeKey);
    const settings = product.maturity ?? unlimited;
    const date = decideMaturityDate(maturingAccount(account, context), context.today, wanted, settings);
    if (isRejection(date)) return date;
    const unopened = checkOpeningOfTerm(account, product.openingBalance);
    return unopened ?? termDecision(account, { maturityDate: context.clock.zone.startOf(date) }, body.notes, context);
  },
  answer: (account, context) => shownDepositAccount(account, context),
});
