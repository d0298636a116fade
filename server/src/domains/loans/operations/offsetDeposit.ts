import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import type { PreparedBy } from '../../../platform/posting/command.ts';
import { depositProductReference, findDepositAccount } from '../../deposits/index.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { type DepositMoves, dayEndsOf } from '../rules/offset.ts';
import { loanProductReference } from '../store/loanProductReference.ts';
import { depositMoves, offsetDepositOf, offsetsOtherLoan } from '../store/offsetReadings.ts';

type Linked = Pick<LoanAccount, 'encodedKey' | 'terms' | 'settlementAccountKey'>;

/** Refuses a settlement account that can't lower the interest of a loan which is to have that, where one of the two is new to the other. */
export const checkOffsetDeposit = async (
  loan: Linked,
  before: Linked | undefined,
  context: WriteContext,
): Promise<Rejection | undefined> => {
  const { settlementAccountKey: key, terms } = loan;
  const isNew = key !== before?.settlementAccountKey || before.terms.offset === undefined;
  if (!terms.offset || key === null || !isNew) return undefined;
  const deposit = await findDepositAccount(context.db, key);
  const product = deposit && context.reference.get(depositProductReference).byKey.get(deposit.productTypeKey);
  if (!product?.allowsOffset) {
    return reject(
      'SAVINGS_PRODUCT_DOES_NOT_ALLOW_OFFSET_LINKING',
      `settlementAccountKey: the product of account ${deposit?.id} does not allow offset`,
    );
  }
  return (await offsetsOtherLoan(context.db, key, loan.encodedKey))
    ? reject(
        'SAVINGS_ACCOUNT_ALREADY_LINKED',
        `settlementAccountKey: account ${deposit?.id} lowers the interest of another loan already`,
      )
    : undefined;
};

/** Refuses to take a running loan the account that lowers its interest. */
export const checkOffsetLinkKept = (
  { accountState, terms, settlementAccountKey: linked }: LoanAccount,
  settlement: EncodedKey | null,
): Rejection | undefined =>
  terms.offset && accountState.startsWith('ACTIVE') && linked !== null && settlement !== linked
    ? reject(
        'CANNOT_DELETE_LINK_FOR_ACTIVATED_OFFSET_LOAN',
        'settlementAccountKey: the account lowers the interest of a running loan; it stays linked',
      )
    : undefined;

const dayAndAHalf = 36 * 3_600_000;

/** What a disbursement knows of the deposit that lowers the loan's interest: what it holds, and what it moved since about the value date. */
export const offsetAsked = async (
  db: Pick<pg.Pool, 'query'>,
  loanRef: string,
  valueDate: string | undefined,
  { reference }: PreparedBy,
): Promise<DepositMoves | undefined> => {
  const products = (await reference()).get(loanProductReference).byKey.values();
  if (!products.some(({ template }) => template.allowsOffset)) return undefined;
  const linked = await offsetDepositOf(db, loanRef);
  if (!linked) return undefined;
  const since = valueDate === undefined ? Number.NaN : Date.parse(valueDate) - dayAndAHalf;
  // What was moved today is in the balance; nothing is moved in the last year that there is.
  const moves = await depositMoves(db, [
    { ...linked, since: instant(Number.isNaN(since) ? Date.UTC(9999, 0) : since) },
  ]);
  return moves.get(linked.loanKey);
};

/** A loan that is about to be disbursed, with what its deposit held at the end of each day since; what was read for an earlier disbursement is forgotten. */
export const withDeposit = (
  account: LoanAccount,
  deposit: DepositMoves | undefined,
  from: LocalDate,
  { today }: OperationContext,
): LoanAccount => {
  const { offset } = account.terms;
  if (!offset || account.disbursementDate !== null) return account;
  const later = deposit && { ...deposit, moves: deposit.moves.filter(({ day }) => day > from) };
  return {
    ...account,
    terms: { ...account.terms, offset: { readings: later && from <= today ? dayEndsOf(later, from, today) : [] } },
  };
};
