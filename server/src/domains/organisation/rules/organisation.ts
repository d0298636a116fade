import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import type { Money } from '../../../kernel/money.ts';
import type { DaysOff } from './calendar.ts';

/** Things that can be switched off instead of being deleted. */
export type ActiveState = 'ACTIVE' | 'INACTIVE';

export type BranchReference = { readonly encodedKey: EncodedKey; readonly id: string; readonly state: ActiveState };

export type CentreReference = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly state: ActiveState;
  readonly assignedBranchKey: EncodedKey;
  /** The weekday of its meetings, e.g. MONDAY; null without one. */
  readonly meetingDay: string | null;
};

export type CurrencyReference = {
  readonly code: string;
  /** How many decimals amounts of this currency have: 0 for JPY, 2 for EUR. */
  readonly digitsAfterDecimal: number;
  readonly base: boolean;
};

export type ChannelCriteria = 'AMOUNT' | 'TYPE' | 'PRODUCT';
export type ChannelOperator = 'EQUALS' | 'EMPTY' | 'NOT_EMPTY' | 'MORE_THAN' | 'LESS_THAN' | 'BETWEEN' | 'IN';

/** One condition of a channel; values are texts, the way the contract carries them. */
export type ChannelConstraint = {
  readonly criteria: ChannelCriteria;
  readonly operator: ChannelOperator;
  readonly value?: string | undefined;
  readonly secondValue?: string | undefined;
  /** The values of IN. */
  readonly values?: readonly string[] | undefined;
};

/** What may pass through a channel on one side of the bank: deposits or loans. */
export type ChannelUsage = {
  readonly usage: 'UNCONSTRAINED' | 'LIMITED';
  readonly matchFiltersOption?: 'ALL' | 'ANY' | undefined;
  readonly constraints?: readonly ChannelConstraint[] | undefined;
};

export type ChannelReference = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly state: ActiveState;
  readonly isDefault: boolean;
  /** The account that stands for the money on its way in or out; null: the product's own. */
  readonly glAccountKey: EncodedKey | null;
  readonly depositConstraints: ChannelUsage;
  readonly loanConstraints: ChannelUsage;
  readonly availableForAll: boolean;
  /** Keys of the roles whose users may use a channel that is not available for all. */
  readonly usageRights: ReadonlySet<EncodedKey>;
  /** Whether a withdrawal may leave its account overdrawn. */
  readonly overdraftAllowed: boolean;
};

export type RoleReference = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly administrator: boolean;
  readonly creditOfficer: boolean;
};

/** A user as assignments and usage rights see one. */
export type UserReference = {
  readonly encodedKey: EncodedKey;
  readonly username: string;
  readonly state: 'ACTIVE' | 'INACTIVE' | 'LOCKED';
  readonly creditOfficer: boolean;
  readonly assignedBranchKey: EncodedKey | null;
  readonly roleKey: EncodedKey | null;
};

export type AssignmentConstraint = 'BRANCH' | 'CENTRE' | 'CREDIT_OFFICER' | 'GROUP';

/** What makes two clients look like the same person. */
export type DuplicateCheck =
  | 'DOCUMENT_ID_AND_TYPE'
  | 'HOME_PHONE'
  | 'MOBILE_PHONE'
  | 'EMAIL'
  | 'FIRST_NAME_AND_LAST_NAME'
  | 'LAST_NAME_AND_DATE_OF_BIRTH';

/** The part of the general setup that rules read. */
export type GeneralSetup = {
  readonly clientIdFormat: string;
  readonly groupIdFormat: string;
  readonly lineOfCreditIdFormat: string;
  readonly assignmentConstraints: readonly AssignmentConstraint[];
  readonly defaultClientState: 'PENDING_APPROVAL' | 'INACTIVE';
  readonly defaultClientRoleKey: EncodedKey | null;
  readonly defaultGroupRoleKey: EncodedKey | null;
  /** What a group with too few or too many members is: refused, or let pass. */
  readonly groupSizeLimitType: 'HARD' | 'WARNING' | 'NONE';
  readonly minGroupSizeLimit: number | null;
  readonly maxGroupSizeLimit: number | null;
  readonly multipleGroupMemberships: 'UNLIMITED' | 'ONE_GROUP';
  readonly duplicateClientChecks: readonly DuplicateCheck[];
  readonly duplicateClientConstraintAction: 'NONE' | 'WARNING' | 'ERROR';
  /** Whether identity documents without a template are accepted. */
  readonly otherIdDocumentsEnabled: boolean;
  /** Days in which a closed account may be opened again; null without a limit. */
  readonly maxAllowedUndoClosurePeriod: number | null;
  /** Days in arrears that a loan needs before it may be written off; null without such a rule. */
  readonly arrearsDaysBeforeWriteOff: number | null;
  readonly multipleLoans: 'UNLIMITED' | 'ONE_LOAN';
  /** The most that a holder of loans may owe, less his savings or not; null without a limit. */
  readonly loanExposure: { readonly amount: Money; readonly lessSavings: boolean } | null;
  readonly approvalDisbursalTwoManRuleEnabled: boolean;
  readonly eodProcessingMethod: 'AUTOMATIC' | 'MANUAL' | 'EARLY_MANUAL';
  /** When overdraft interest began to be computed on the balance at the end of the day instead of the lowest of the day; null while it did not. */
  readonly overdraftInterestEodBalanceDate: Instant | null;
  /** All settings in the contract's shape. */
  readonly settings: Readonly<Record<string, unknown>>;
};

/** Finds things by key or id. */
export type Directory<T> = {
  /** The thing that a key or an id names; a key wins over an id that looks like one. */
  find(ref: string): T | undefined;
  readonly byKey: ReadonlyMap<EncodedKey, T>;
  readonly byId: ReadonlyMap<string, T>;
};

/** What rules of every domain know about the organisation, as of one version of the reference data. */
export type OrganisationReference = {
  readonly currencies: ReadonlyMap<string, CurrencyReference>;
  readonly baseCurrency: CurrencyReference;
  readonly branches: Directory<BranchReference>;
  readonly centres: Directory<CentreReference>;
  readonly channels: Directory<ChannelReference>;
  readonly defaultChannel: ChannelReference;
  readonly roles: Directory<RoleReference>;
  /** Users by key or username. */
  readonly users: Directory<UserReference>;
  readonly generalSetup: GeneralSetup;
  /** Whether the organisation, and the branch where one is given, works on that day. */
  isWorkingDay(date: LocalDate, branchKey: EncodedKey | null): boolean;
  /** The days off of the organisation and the branch from a day on, to be kept by what is agreed now. */
  daysOff(branchKey: EncodedKey | null, from: LocalDate): DaysOff;
};
