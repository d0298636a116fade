import type { Schemas } from '../../../generated/schemas.ts';
import type { StoredValues } from '../../../kernel/customFieldValues.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money } from '../../../kernel/money.ts';
import type { LoanAccountState, LoanAccountSubState } from './decide/account.ts';
import type { LoanEvent } from './events.ts';
import type { Securities } from './securities.ts';
import type {
  AffectedAmounts,
  Instalment,
  LoanLock,
  LoanState,
  LoanTransactionDraft,
  Positions,
  TransactionFee,
} from './state.ts';
import type { TransactionTaxes } from './taxes.ts';
import type { LoanTerms } from './terms.ts';

/** A line of the deposit side of a transfer, kept with the event so that a correction of the loan can book it again. */
export type FundLine = {
  readonly glAccountKey: EncodedKey;
  readonly side: 'DEBIT' | 'CREDIT';
  readonly amount: Money;
  readonly branchKey: EncodedKey | null;
};

/** An amount before it was exchanged into the currency of the loan. */
export type OriginalAmount = { readonly amount: Money; readonly currencyCode: string };

/** What an event carries for its transactions and does not concern the fold. */
export type EventDetails = {
  readonly valueDate: Instant;
  readonly bookingDate: Instant;
  readonly notes: string | null;
  readonly externalId: string | null;
  readonly channelKey: EncodedKey | null;
  readonly channelId: string | null;
  readonly userKey: EncodedKey;
  readonly branchKey: EncodedKey | null;
  /** The other half of a transfer. */
  readonly linkedDepositTransactionKey: EncodedKey | null;
  readonly fundLines: readonly FundLine[];
  /** What was paid in another currency than the loan's; left out where it was the same. */
  readonly original?: OriginalAmount;
  /** What a card processor told of it. */
  readonly card?: Schemas['CardTransaction'];
  /** The custom fields of the event's own transaction; left out where there are none. */
  readonly customFields?: StoredValues;
};

/** The details of one event of an account. */
export type DetailsOfEvent = EventDetails & { readonly eventKey: string };

/** A transaction that stands: stored and not reversed. */
export type StandingTransaction = {
  readonly encodedKey: EncodedKey;
  readonly eventKey: string | null;
  readonly role: string;
  readonly type: string;
  readonly amount: Money;
  readonly valueDate: LocalDate;
  readonly bookingDate: LocalDate;
  readonly affectedAmounts: AffectedAmounts;
  readonly balancesAfter: LoanTransactionDraft['balancesAfter'];
  /** Null where it was stored before anybody kept them. */
  readonly positionsAfter: Positions | null;
  readonly linkedDepositTransactionKey: EncodedKey | null;
  /** Its moments, its channel and who posted it: what its adjustment repeats. */
  readonly valueMoment: Instant;
  readonly bookingMoment: Instant;
  readonly channelKey: EncodedKey | null;
  readonly channelId: string | null;
  readonly fees: readonly TransactionFee[];
  /** What of its interest the books held already when it was posted. */
  readonly interestFromBooks: Money;
  /** What of that is from arrears, and what of payment holidays. */
  readonly arrearsFromBooks: Money;
  readonly holidaysFromBooks: Money;
  readonly taxes?: TransactionTaxes;
  /** Where its journal was booked, if the loan has gone to another branch since. */
  readonly bookedInBranch?: EncodedKey;
};

/** A tranche that is paid out: how much, and by which transaction. */
export type DisbursedTranche = { readonly transactionKey: EncodedKey; readonly amount: Money };

/** A loan account as stored: its own terms and facts, its standing events and transactions, and the fold it was last brought to. */
export type LoanAccount = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly loanName: string;
  readonly notes: string | null;
  readonly accountHolderKey: EncodedKey;
  readonly accountHolderType: 'CLIENT' | 'GROUP';
  readonly productTypeKey: EncodedKey;
  readonly accountState: LoanAccountState;
  readonly accountSubState: LoanAccountSubState | null;
  readonly stateBeforeClosure: LoanAccountState | null;
  readonly currencyCode: string;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedCentreKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
  readonly settlementAccountKey: EncodedKey | null;
  /** The custom fields, which no command reads or changes: they are stored by themselves. */
  readonly customFields: StoredValues | null;
  readonly terms: LoanTerms;
  readonly nextSequence: number;
  readonly expectedDisbursementDate: Instant | null;
  readonly firstRepaymentDate: Instant | null;
  readonly disbursementDate: Instant | null;
  /** The agreed channel of its disbursements; null where each says its own. */
  readonly disbursementChannelKey: EncodedKey | null;
  /** The deposit account that was agreed to receive the disbursement. */
  readonly disbursementDepositKey: EncodedKey | null;
  /** Who guarantees the loan, and its collateral. */
  readonly securities: Securities;
  readonly activationTransactionKey: EncodedKey | null;
  /** What has been paid out of a tranched loan, in the order of its tranches. */
  readonly disbursedTranches: readonly DisbursedTranche[];
  readonly lastInterestAppliedDate: Instant | null;
  readonly lastSetToArrearsDate: Instant | null;
  readonly lastLockedDate: Instant | null;
  readonly approvedDate: Instant | null;
  readonly approvedByKey: EncodedKey | null;
  /** Who entered the application: four eyes want somebody else to approve it. */
  readonly createdByKey: EncodedKey | null;
  readonly closedDate: Instant | null;
  readonly creationDate: Instant;
  readonly lastModifiedDate: Instant;
  readonly events: readonly LoanEvent[];
  /** One for each event, in no order that matters. */
  readonly eventDetails: readonly DetailsOfEvent[];
  readonly transactions: readonly StandingTransaction[];
  /** Keys of the instalments by slot: they stay through every fold. */
  readonly instalmentKeys: ReadonlyMap<string, EncodedKey>;
  /** What is held of a revolving credit for payments by card; it concerns no fold. */
  readonly holdBalance: Money;
  /** What the books hold as accrued of it, unrounded, and the day as of which a night left it so; null once something was posted. */
  readonly bookedInterest: Money;
  /** What of that is from arrears, and what of payment holidays. */
  readonly bookedFromArrears: Money;
  readonly bookedOfHolidays: Money;
  readonly bookedTo: LocalDate | null;
  /** What the last fold said; written to the account's columns and instalments. */
  readonly figures: LoanFigures;
};

/** The part of a fold that the account shows. */
export type LoanFigures = Pick<
  LoanState,
  | 'terms'
  | 'balances'
  | 'accruedInterest'
  | 'accruedFromArrears'
  | 'holidayInterest'
  | 'accruedPenalty'
  | 'accruedFee'
  | 'daysLate'
  | 'daysInArrears'
  | 'hasCustomSchedule'
> & {
  readonly instalments: readonly Instalment[];
  readonly lock: LoanLock | null;
  readonly foldedTo: LocalDate | null;
};
