import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import { localDate } from '../../../kernel/localDate.ts';
import { money, zero } from '../../../kernel/money.ts';
import type { DepositAccount } from './depositAccount.ts';
import type { DepositProduct } from './depositProduct.ts';
import { nothingAccrued } from './interest/accrued.ts';
import { nothingBooked } from './interest/booked.ts';
import type { PostingFacts, PostingRequest } from './posting.ts';

/** Values for tests of the rules: an active current account without overdraft, its product, and what surrounds a posting. */

export const noon = instant(Date.UTC(2026, 0, 15, 12));

export const exampleProduct: DepositProduct = {
  encodedKey: newEncodedKey(),
  id: 'CURRENT',
  name: 'Current account',
  type: 'CURRENT_ACCOUNT',
  state: 'ACTIVE',
  currencies: ['EUR'],
  availableFor: null,
  branches: 'ALL',
  idGenerator: { type: 'RANDOM_PATTERN', pattern: '@@####' },
  allowOverdraft: true,
  allowTechnicalOverdraft: false,
  maxOverdraftLimit: money(1000),
  maxWithdrawalAmount: null,
  recommendedDepositAmount: null,
  openingBalance: { min: null, max: null, defaultValue: null },
  dormancyPeriodDays: null,
  interest: null,
  overdraftInterest: null,
  maturity: null,
  withholdingTaxEnabled: false,
  allowsOffset: false,
  creditArrangementRequirement: 'NOT_REQUIRED',
  allowArbitraryFees: true,
  fees: new Map(),
  accountingMethod: 'CASH',
  interestAccruedAccountingMethod: 'NONE',
  interestAccrualCalculation: 'NONE',
  accountingRules: new Map(),
};

export const exampleAccount = (changes: Partial<DepositAccount> = {}): DepositAccount => ({
  encodedKey: newEncodedKey(),
  id: 'A1',
  name: 'Everyday',
  notes: null,
  accountHolderKey: newEncodedKey(),
  accountHolderType: 'CLIENT',
  ownershipHistory: [],
  productTypeKey: exampleProduct.encodedKey,
  accountType: 'CURRENT_ACCOUNT',
  accountState: 'ACTIVE',
  stateBeforeLock: null,
  currencyCode: 'EUR',
  assignedBranchKey: null,
  assignedCentreKey: null,
  assignedUserKey: null,
  totalBalance: zero,
  holdBalance: zero,
  forwardAvailableBalance: zero,
  blockedBalance: zero,
  lockedBalance: zero,
  feesDue: zero,
  allowOverdraft: false,
  overdraftLimit: zero,
  overdraftExpiryDate: null,
  maxDepositBalance: null,
  maxWithdrawalAmount: null,
  recommendedDepositAmount: null,
  targetAmount: null,
  linkedSettlementAccountKeys: [],
  customFields: null,
  approvedDate: instant(0),
  activationDate: instant(0),
  lockedDate: null,
  closedDate: null,
  maturityDate: null,
  monthlyFeesDate: null,
  lastSetToArrearsDate: null,
  creationDate: instant(0),
  lastModifiedDate: instant(0),
  withholdingTaxSourceKey: null,
  interest: null,
  accrued: nothingAccrued,
  booked: nothingBooked,
  accruedTo: null,
  lastInterestStoredDate: null,
  interestChanged: false,
  history: null,
  ...changes,
});

export const exampleFacts = (
  account: Partial<DepositAccount> = {},
  changes: Partial<PostingFacts> = {},
): PostingFacts => ({
  account: exampleAccount(account),
  product: exampleProduct,
  decimals: 2,
  now: noon,
  startOfToday: instant(Date.UTC(2026, 0, 15)),
  today: localDate(2026, 1, 15),
  userKey: '11111111111111111111111111111111' as EncodedKey,
  userBranchKey: null,
  may: () => true,
  limitOf: () => undefined,
  channel: null,
  closure: () => undefined,
  ...changes,
});

export const request = (amount: number | string, changes: Partial<PostingRequest> = {}): PostingRequest => ({
  amount: money(amount),
  valueDate: null,
  bookingDate: null,
  externalId: null,
  notes: null,
  paymentOrderId: null,
  paymentDetails: null,
  ...changes,
});
