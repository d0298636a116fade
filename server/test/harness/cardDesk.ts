import type { OperationName, ResponseBody } from '../../src/generated/operations.ts';
import type { Reply, TestBank } from './bank.ts';
import { reasonOf } from './depositDesk.ts';
import type { OpenBank } from './openBank.ts';

type Body = Readonly<Record<string, unknown>>;

/** A current account with money, and a card that pays from it. */
export type CardAccount = { readonly id: string; readonly encodedKey: string; readonly token: string };

/** What a card processor does, over HTTP. */
export type CardDesk = {
  account(balance: number, more?: Body): Promise<CardAccount>;
  /** A hold by card; throws when it is refused. */
  hold(
    account: CardAccount,
    reference: string,
    amount: unknown,
    more?: Body,
  ): Promise<ResponseBody<'createCardAuthorizationHold'>>;
  tryHold(account: CardAccount, reference: string, amount: unknown, more?: Body): Promise<Reply>;
  change(kind: 'increase' | 'decrease', account: CardAccount, reference: string, body: Body): Promise<string>;
  reverse(account: CardAccount, reference: string): Promise<string>;
  pay(account: CardAccount, reference: string, amount: unknown, more?: Body): Promise<Reply>;
  /** `204`, or why a card payment is not taken back. */
  takeBack(account: CardAccount, reference: string, own: string, amount: unknown, more?: Body): Promise<string>;
  /** A hold as `PENDING 12.5`. */
  status(account: CardAccount, reference: string): Promise<string>;
  /** An account as `total 100, held 20, available 80`. */
  balances(account: { readonly id: string }): Promise<string>;
};

let next = 0;

/** Opens a desk in a running bank. */
export const openCardDesk = (bank: TestBank, open: OpenBank): CardDesk => {
  const tryHold: CardDesk['tryHold'] = ({ token }, externalReferenceId, amount, more = {}) =>
    bank.call('createCardAuthorizationHold', {
      path: { cardReferenceToken: token },
      body: { externalReferenceId, amount, advice: false, ...more },
    });
  const onHold = async (name: OperationName, { token }: CardAccount, reference: string, body?: Body): Promise<string> =>
    reasonOf(
      await bank.call(name, {
        path: { cardReferenceToken: token, authorizationHoldExternalReferenceId: reference },
        ...(body ? { body } : {}),
      }),
    );
  return {
    account: async (balance, more = {}) => {
      const account = await open.depositAccount(more);
      if (balance > 0)
        await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: balance } });
      next += 1;
      const token = `token-${next}`;
      await bank.ok('createDepositCard', { path: { depositAccountId: account.id }, body: { referenceToken: token } });
      return { ...account, token };
    },
    tryHold,
    hold: async (account, reference, amount, more) => {
      const reply = await tryHold(account, reference, amount, more);
      if (reply.status !== 201) throw new Error(`the hold ${reference} was refused: ${reply.text}`);
      return reply.body as ResponseBody<'createCardAuthorizationHold'>;
    },
    change: (kind, account, reference, body) =>
      onHold(
        kind === 'increase' ? 'increaseCardAuthorizationHold' : 'decreaseCardAuthorizationHold',
        account,
        reference,
        body,
      ),
    reverse: (account, reference) => onHold('reverseCardAuthorizationHold', account, reference),
    pay: ({ token }, externalReferenceId, amount, more = {}) =>
      bank.call('createCardTransaction', {
        path: { cardReferenceToken: token },
        body: { externalReferenceId, amount, advice: false, transactionChannelId: 'cash', ...more },
      }),
    takeBack: async ({ token }, reference, externalReferenceId, amount, more = {}) =>
      reasonOf(
        await bank.call('reverseCardTransaction', {
          path: { cardReferenceToken: token, cardTransactionExternalReferenceId: reference },
          body: { externalReferenceId, amount, ...more },
        }),
      ),
    status: async ({ token }, reference) => {
      const hold = await bank.ok('getCardAuthorizationHold', {
        path: { cardReferenceToken: token, authorizationHoldExternalReferenceId: reference },
      });
      return `${hold.status} ${Number(hold.amount)}`;
    },
    balances: async ({ id }) => {
      const { balances } = await bank.ok('getDepositAccount', { path: { depositAccountId: id } });
      return `total ${Number(balances?.totalBalance)}, held ${Number(balances?.holdBalance)}, available ${Number(balances?.availableBalance)}`;
    },
  };
};
