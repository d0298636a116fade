import type { Schemas } from '../../../../generated/schemas.ts';
import type { EncodedKey } from '../../../../kernel/encodedKey.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import type { Decimal, Money } from '../../../../kernel/money.ts';

export type HoldStatus = 'PENDING' | 'SETTLED' | 'REVERSED' | 'EXPIRED';

/** Whether money will leave the account (a purchase) or come into it (a refund). */
export type Direction = 'DBIT' | 'CRDT';

/** What a card processor is told of an account. */
export type ToldBalances = {
  readonly accountId: string;
  readonly availableBalance: Money;
  readonly totalBalance: Money;
  readonly creditLimit: Money;
  readonly currencyCode: string;
  readonly cardType: 'DEBIT' | 'CREDIT';
};

/** A change of a hold that named itself by an external reference, so that its repetition is known again. */
export type HoldChange = { readonly externalReferenceId: string; readonly request: string };

/** What the creation of a hold was asked and answered: a repetition of the request gets it again, whatever became of the hold since. */
export type FirstAnswer = {
  /** Fingerprint of the request. */
  readonly request: string;
  readonly amount: Money;
  readonly originalAmount: Money | null;
  readonly customExpirationPeriod: number | null;
  readonly balances: ToldBalances;
};

/**
 * Money that is spoken for and not moved yet. It touches neither the total balance nor the ledger: a debit hold lowers what is available, a credit
 * hold announces money. `amount` is in the account's currency, and what is still held; of a hold that ended it is what was held last.
 */
export type AuthorizationHold = {
  readonly encodedKey: EncodedKey;
  readonly accountKey: EncodedKey;
  /** The card it was made with; null for one made on the account itself. */
  readonly cardKey: EncodedKey | null;
  readonly cardToken: string | null;
  /** Unique among the holds of the card, or among those made on the account. */
  readonly externalReferenceId: string;
  readonly status: HoldStatus;
  readonly amount: Money;
  readonly direction: Direction;
  readonly currencyCode: string;
  readonly originalAmount: Money | null;
  readonly originalCurrency: string | null;
  /** What one unit of the original currency is worth in the account's. */
  readonly exchangeRate: Decimal | null;
  readonly advice: boolean;
  readonly partial: boolean | null;
  readonly customExpirationPeriod: number | null;
  readonly cardAcceptor: Schemas['CardAcceptor'] | null;
  readonly userTransactionTime: string | null;
  readonly creationDate: Instant;
  /** From when the days until its expiry count. */
  readonly referenceDate: Instant;
  readonly first: FirstAnswer;
  readonly changes: readonly HoldChange[];
};

/** Whose hold a reference names: the card's, or the account's own. */
export const holdId = (ownerKey: EncodedKey, externalReferenceId: string): string =>
  `${ownerKey}/${externalReferenceId}`;

/** The name of a hold: see `holdId`. */
export const idOfHold = ({ cardKey, accountKey, externalReferenceId }: AuthorizationHold): string =>
  holdId(cardKey ?? accountKey, externalReferenceId);
