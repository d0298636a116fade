// Generated from contract/ by `npm run generate`. Change the contract, not this file.

import type { FileDownload, FileUpload } from '../kernel/file.ts';
import type { Decimalish } from '../kernel/money.ts';

/** Every shape of the contract by its name. */
export interface Schemas {
  AccountArrearsSettings: {
    /** @enum {string} */
    dateCalculationMethod?: ("ACCOUNT_FIRST_WENT_TO_ARREARS" | "LAST_LATE_REPAYMENT" | "ACCOUNT_FIRST_BREACHED_MATERIALITY_THRESHOLD") | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: int32 */
    monthlyToleranceDay?: number | undefined;
    /** @enum {string} */
    nonWorkingDaysMethod?: ("INCLUDED" | "EXCLUDED") | undefined;
    /** @enum {string} */
    toleranceCalculationMethod?: ("ARREARS_TOLERANCE_PERIOD" | "MONTHLY_ARREARS_TOLERANCE_DAY") | undefined;
    toleranceFloorAmount?: Decimalish | undefined;
    tolerancePercentageOfOutstandingPrincipal?: Decimalish | undefined;
    /** Format: int32 */
    tolerancePeriod?: number | undefined;
  };
  AccountAuthorizationHold: {
    readonly accountKey?: string | undefined;
    advice?: boolean | undefined;
    amount: Decimalish;
    cardAcceptor?: Schemas["CardAcceptor"] | undefined;
    readonly cardToken?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    /** @enum {string} */
    creditDebitIndicator?: ("DBIT" | "CRDT") | undefined;
    currencyCode?: string | undefined;
    exchangeRate?: Decimalish | undefined;
    externalReferenceId: string;
    originalAmount?: Decimalish | undefined;
    originalCurrency?: string | undefined;
    /** @enum {string} */
    readonly source?: ("CARD" | "ACCOUNT") | undefined;
    /** @enum {string} */
    readonly status?: ("PENDING" | "REVERSED" | "SETTLED" | "EXPIRED") | undefined;
    userTransactionTime?: string | undefined;
  };
  AccountBalances: {
    accountId?: string | undefined;
    availableBalance?: Decimalish | undefined;
    /** @enum {string} */
    cardType?: ("DEBIT" | "CREDIT") | undefined;
    creditLimit?: Decimalish | undefined;
    currencyCode?: string | undefined;
    totalBalance?: Decimalish | undefined;
  };
  AccountDetails: {
    currency?: string | undefined;
    identification?: Schemas["AccountIdentification"] | undefined;
  };
  AccountIdentification: {
    iban?: string | undefined;
    other?: Schemas["OtherAccountIdentification"] | undefined;
  };
  AccountInterestRateSettings: {
    readonly encodedKey?: string | undefined;
    indexSourceKey?: string | undefined;
    interestRate?: Decimalish | undefined;
    interestRateCeilingValue?: Decimalish | undefined;
    interestRateFloorValue?: Decimalish | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    interestRateSource: "FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE";
    interestSpread?: Decimalish | undefined;
    /** Format: date-time */
    validFrom: string;
  };
  AccountLinkSettings: {
    enabled: boolean;
    linkableDepositProductKey?: string | undefined;
    linkedAccountOptions?: ("AUTO_LINK_ACCOUNTS" | "AUTO_CREATE_LINKED_ACCOUNTS")[] | undefined;
    /** @enum {string} */
    settlementMethod?: ("FULL_DUE_AMOUNTS" | "PARTIAL_DUE_AMOUNTS" | "NO_AUTOMATED_TRANSFERS") | undefined;
  };
  AccountTax: {
    /** Format: date-time */
    creationDate?: string | undefined;
    /** Format: date-time */
    fromDate?: string | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    rateSourceEncodedKey?: string | undefined;
    rateSourceId?: string | undefined;
    rateSourceName?: string | undefined;
    savingsAccountEncodedKey?: string | undefined;
    /** Format: date-time */
    toDate?: string | undefined;
  };
  AccountingRate: {
    readonly encodedKey?: string | undefined;
    /** Format: date-time */
    endDate?: string | undefined;
    fromCurrencyCode?: string | undefined;
    rate?: Decimalish | undefined;
    /** Format: date-time */
    startDate?: string | undefined;
    toCurrencyCode?: string | undefined;
  };
  AccountingReport: {
    items?: Schemas["AccountingReportItem"][] | undefined;
    reportKey?: string | undefined;
    /** @enum {string} */
    status?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  AccountingReportAmounts: {
    closingBalance?: Decimalish | undefined;
    credits?: Decimalish | undefined;
    debits?: Decimalish | undefined;
    netChange?: Decimalish | undefined;
    openingBalance?: Decimalish | undefined;
  };
  AccountingReportGenerationInput: {
    balanceTypes?: ("OPENING_BALANCE" | "NET_CHANGE" | "CLOSING_BALANCE")[] | undefined;
    branchId?: string | undefined;
    currencyCode?: string | undefined;
    /** Format: date */
    endDate: string;
    glTypes?: ("ASSET" | "LIABILITY" | "EQUITY" | "INCOME" | "EXPENSE")[] | undefined;
    /** Format: date */
    startDate: string;
  };
  AccountingReportGenerationResponse: {
    reportKey?: string | undefined;
    /** @enum {string} */
    status?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  AccountingReportItem: {
    amounts?: Schemas["AccountingReportAmounts"] | undefined;
    foreignAmounts?: Schemas["AccountingReportAmounts"] | undefined;
    glAccount?: Schemas["GLAccount"] | undefined;
  };
  AccountingRulesConfiguration: {
    defaultGlCode?: string | undefined;
    automatedAccountingClosuresInterval?: Decimalish | undefined;
    customRules?: {
      id?: string | undefined;
      leftBranchId?: string | undefined;
      rightBranchId?: string | undefined;
      glCode?: string | undefined;
    }[] | undefined;
  };
  AccountingSettings: {
    /** @enum {string} */
    accountingMethod: "NONE" | "CASH" | "ACCRUAL";
    accountingRules?: Schemas["GLAccountingRule"][] | undefined;
    /** @enum {string} */
    interestAccrualCalculation?: ("NONE" | "AGGREGATED_AMOUNT" | "BREAKDOWN_PER_ACCOUNT") | undefined;
    /** @enum {string} */
    interestAccruedAccountingMethod?: ("NONE" | "DAILY" | "END_OF_MONTH") | undefined;
  };
  AddCreditArrangementAccountInput: {
    accountId: string;
    /** @enum {string} */
    accountType: "LOAN" | "DEPOSIT";
  };
  Address: {
    city?: string | undefined;
    country?: string | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: int32 */
    indexInList?: number | undefined;
    latitude?: Decimalish | undefined;
    line1?: string | undefined;
    line2?: string | undefined;
    longitude?: Decimalish | undefined;
    readonly parentKey?: string | undefined;
    postcode?: string | undefined;
    region?: string | undefined;
  };
  AddressDetails: {
    country?: string | undefined;
    city?: string | undefined;
    postcode?: string | undefined;
    region?: string | undefined;
    line2?: string | undefined;
    line1?: string | undefined;
  };
  AdjustTransactionInstallmentDetailsDTO: {
    amountToAdd?: Decimalish | undefined;
    installmentKey?: string | undefined;
  };
  Agent: {
    financialInstitutionIdentification?: Schemas["FinancialInstitutionIdentification"] | undefined;
  };
  Amount: {
    due?: Decimalish | undefined;
    expected?: Decimalish | undefined;
    paid?: Decimalish | undefined;
  };
  AmountDecimalConstraints: {
    defaultValue?: Decimalish | undefined;
    readonly encodedKey?: string | undefined;
    maxValue?: Decimalish | undefined;
    minValue?: Decimalish | undefined;
  };
  AmountDecimalInterval: {
    defaultValue?: Decimalish | undefined;
    maxValue?: Decimalish | undefined;
    minValue?: Decimalish | undefined;
  };
  AmountWithReduced: {
    due?: Decimalish | undefined;
    expected?: Decimalish | undefined;
    paid?: Decimalish | undefined;
    reduced?: Decimalish | undefined;
  };
  ApiConsumer: {
    access?: Schemas["ApiConsumerAccess"] | undefined;
    assignedBranchKey?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    readonly id?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    name: string;
    role?: Schemas["RoleIdentifier"] | undefined;
    transactionLimits?: {
      [key: string]: Decimalish;
    } | undefined;
  };
  ApiConsumerAccess: {
    administratorAccess?: boolean | undefined;
    readonly apiAccess?: boolean | undefined;
    canManageAllBranches?: boolean | undefined;
    canManageEntitiesAssignedToOtherOfficers?: boolean | undefined;
    creditOfficerAccess?: boolean | undefined;
    managedBranches?: Schemas["UserManagedBranch"][] | undefined;
    permissions?: string[] | undefined;
  };
  ApiKey: {
    apiKey?: string | undefined;
    /** Format: int32 */
    expirationTime?: number | undefined;
    id?: string | undefined;
  };
  ApiKeyInput: {
    /** Format: int32 */
    expirationTime?: number | undefined;
  };
  ApiKeyRotationResult: {
    apiKey?: string | undefined;
    id?: string | undefined;
    secretKey?: string | undefined;
  };
  ApplicationStatus: {
    /** @enum {string} */
    dataAccessState?: ("READ_ONLY_STATE" | "WRITE_READ_STATE") | undefined;
  };
  ApplyBalanceInterestInput: {
    /** Format: date-time */
    interestApplicationDate?: string | undefined;
    notes?: string | undefined;
  };
  ApplyInterestInput: {
    /** Format: date-time */
    interestApplicationDate: string;
    isInterestFromArrears?: boolean | undefined;
    isPaymentHolidaysInterest?: boolean | undefined;
    notes?: string | undefined;
    paymentHolidaysInterestAmount?: Decimalish | undefined;
  };
  Asset: {
    amount: Decimalish;
    assetName: string;
    depositAccountKey?: string | undefined;
    readonly encodedKey?: string | undefined;
    guarantorKey?: string | undefined;
    /** @enum {string} */
    guarantorType?: ("CLIENT" | "GROUP") | undefined;
    originalAmount?: Decimalish | undefined;
    originalCurrency?: Schemas["Currency"] | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  AssetFullDetails: {
    amount: Decimalish;
    assetName: string;
    depositAccountKey?: string | undefined;
    readonly encodedKey?: string | undefined;
    guarantorKey?: string | undefined;
    /** @enum {string} */
    guarantorType?: ("CLIENT" | "GROUP") | undefined;
    originalAmount?: Decimalish | undefined;
    originalCurrency?: Schemas["Currency"] | undefined;
  };
  AuditTrailEvent: {
    event_source?: string | undefined;
    request_uri?: string | undefined;
    request_method?: string | undefined;
    request_payload?: string | undefined;
    response_code?: Decimalish | undefined;
    response_payload?: string | undefined;
    user_agent?: string | undefined;
    resource?: string | undefined;
    resource_fragment?: string | undefined;
    username?: string | undefined;
    client_ip?: string | undefined;
    /** Format: date-time */
    occurred_at?: string | undefined;
  };
  AuditTrailEvents: {
    events: Schemas["AuditTrailEvent"][];
  };
  AuthorizationHold: {
    advice: boolean;
    amount: Decimalish;
    readonly balances?: Schemas["AccountBalances"] | undefined;
    cardAcceptor?: Schemas["CardAcceptor"] | undefined;
    creditDebitIndicator?: string | undefined;
    currencyCode?: string | undefined;
    /** Format: int32 */
    customExpirationPeriod?: number | undefined;
    exchangeRate?: Decimalish | undefined;
    externalReferenceId: string;
    originalAmount?: Decimalish | undefined;
    originalCurrency?: string | undefined;
    partial?: boolean | undefined;
    userTransactionTime?: string | undefined;
    readonly accountKey?: string | undefined;
    readonly cardToken?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    /** Format: date-time */
    readonly referenceDateForExpiration?: string | undefined;
    readonly source?: string | undefined;
    /** @enum {string} */
    readonly status?: ("PENDING" | "REVERSED" | "SETTLED" | "EXPIRED") | undefined;
  };
  AuthorizationHoldAmountAdjustmentRequest: {
    advice?: boolean | undefined;
    amount: Decimalish;
    currencyCode?: string | undefined;
    readonly encodedKey?: string | undefined;
    externalReferenceId?: string | undefined;
  };
  AuthorizationHoldsConfiguration: {
    defaultAuthorizationHold?: {
      daysToExpiration?: Decimalish | undefined;
    } | undefined;
    authorizationHolds?: {
      /** Format: int32 */
      mcc?: number | undefined;
      daysToExpiration?: Decimalish | undefined;
      description?: string | undefined;
    }[] | undefined;
  };
  BackgroundProcess: {
    /** Format: date-time */
    creationDate?: string | undefined;
    encodedKey?: string | undefined;
    /** Format: date-time */
    endDate?: string | undefined;
    /** Format: date-time */
    startDate?: string | undefined;
    /** @enum {string} */
    state?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
    /** @enum {string} */
    type?: ("CRON_JOBS" | "EARLY_MANUAL_CRON_JOBS_TRIGGER" | "MANUAL_CRON_JOBS_TRIGGER") | undefined;
  };
  BackgroundProcessCommand: "CANCEL";
  Balances: {
    readonly feesBalance?: Decimalish | undefined;
    readonly feesDue?: Decimalish | undefined;
    readonly feesPaid?: Decimalish | undefined;
    readonly holdBalance?: Decimalish | undefined;
    readonly interestBalance?: Decimalish | undefined;
    readonly interestDue?: Decimalish | undefined;
    readonly interestFromArrearsBalance?: Decimalish | undefined;
    readonly interestFromArrearsDue?: Decimalish | undefined;
    readonly interestFromArrearsPaid?: Decimalish | undefined;
    readonly interestPaid?: Decimalish | undefined;
    readonly penaltyBalance?: Decimalish | undefined;
    readonly penaltyDue?: Decimalish | undefined;
    readonly penaltyPaid?: Decimalish | undefined;
    readonly principalBalance?: Decimalish | undefined;
    readonly principalDue?: Decimalish | undefined;
    readonly principalPaid?: Decimalish | undefined;
    redrawBalance?: Decimalish | undefined;
  };
  BaseTemplateConfiguration: {
    /** @default true */
    activated?: boolean | undefined;
    body: string;
    /** @enum {string} */
    event: "DO_NOTHING" | "MANUAL" | "CLIENT_CREATED" | "CLIENT_APPROVED" | "GROUP_ACTIVITY" | "GROUP_CREATED" | "LOAN_CREATED" | "INTEREST_RATE_CHANGED" | "CLIENT_REJECTED" | "CLIENT_ACTIVITY" | "LOAN_REPAYMENT" | "LOAN_REPAYMENT_REVERSAL" | "FEE_APPLIED" | "FEE_ADJUSTED" | "FEE_CHARGED" | "FEES_DUE_REDUCED" | "FEE_REDUCTION_ADJUSTMENT" | "PENALTY_APPLIED" | "PENALTY_ADJUSTMENT" | "LOAN_APPROVAL" | "LOAN_ACCOUNT_CLOSURE" | "LOAN_ACCOUNT_WRITE_OFF" | "LOAN_ACCOUNT_REJECTION" | "LOAN_ACCOUNT_RESCHEDULED" | "LOAN_ACCOUNT_REFINANCED" | "REPAYMENT_REMINDER" | "ACCOUNT_IN_ARREARS" | "LOAN_DISBURSEMENT" | "LOAN_DISBURSEMENT_REVERSAL" | "LOAN_ACCOUNT_ACTIVITY" | "LOAN_ANTICIPATED_DISBURSEMENT" | "SAVINGS_CREATED" | "SAVINGS_DEPOSIT" | "REAPPLIED_SAVINGS_DEPOSIT" | "SAVINGS_DEPOSIT_REVERSAL" | "SAVINGS_APPROVAL" | "SAVINGS_ACCOUNT_ACTIVATED" | "SAVINGS_ACCOUNT_CLOSURE" | "SAVINGS_ACCOUNT_REJECTION" | "SAVINGS_WITHDRAWAL" | "REAPPLIED_SAVINGS_WITHDRAWAL" | "SAVINGS_WITHDRAWAL_REVERSAL" | "SAVINGS_ACCOUNT_ACTIVITY" | "DEPOSIT_INTEREST_APPLIED" | "DEPOSIT_INTEREST_APPLIED_ADJUSTMENT" | "ACCOUNT_AUTHORISATION_HOLD_CREATED" | "ACCOUNT_AUTHORISATION_HOLD_SETTLED" | "CARDS_AUTHORISATION_HOLD_CREATED" | "CARDS_AUTHORISATION_HOLD_SETTLED" | "CARDS_AUTHORISATION_HOLD_AMOUNT_DECREASED" | "CARDS_AUTHORISATION_HOLD_AMOUNT_INCREASED" | "CARDS_AUTHORISATION_HOLD_EXPIRED" | "CARDS_AUTHORISATION_HOLD_REVERSED" | "CARD_WITHDRAWAL_REVERSAL" | "CARD_DEPOSIT_REVERSAL" | "ACCOUNT_AUTHORISATION_HOLD_REVERSED" | "PORTAL_ACTIVATED" | "PORTAL_PASSWORD_RESET" | "END_OF_DAY_PROCESSING_COMPLETED" | "DATA_ACCESS_STATE_CHANGED" | "PAYMENT_ORDER_ACTIVITY" | "COLLECTION_ORDER_ACTIVITY" | "CREDIT_ARRANGEMENT_CREATED" | "CREDIT_ARRANGEMENT_CLOSED" | "CREDIT_ARRANGEMENT_APPROVED" | "CREDIT_ARRANGEMENT_REJECTED" | "CREDIT_ARRANGEMENT_WITHDRAWN" | "CREDIT_ARRANGEMENT_DELETED" | "CREDIT_ARRANGEMENT_ACCOUNT_ADDED" | "CREDIT_ARRANGEMENT_ACCOUNT_REMOVED" | "CREDIT_ARRANGEMENT_EDITED" | "JOURNAL_ENTRY_ADDED" | "JOURNAL_ENTRY_ADJUSTED" | "SAVINGS_TRANSACTION_EDITED";
    filterConstraints?: Schemas["CustomFilterConstraint"][] | undefined;
    /** @enum {string} */
    filtersLinkingOperator?: ("MATCH_ALL" | "MATCH_ANY") | undefined;
    id?: string | undefined;
    name: string;
    /**
     * @default OPT_IN
     * @enum {string}
     */
    subscriptionOption?: ("OPT_IN" | "OPT_OUT") | undefined;
    /** @enum {string} */
    target: "CLIENT" | "GROUP" | "LOANS" | "SAVINGS" | "BACKGROUND_PROCESS" | "DATA_ACCESS" | "PAYMENT_ORDER" | "ACCOUNTING";
    /**
     * @default AUTOMATIC
     * @enum {string}
     */
    trigger?: ("AUTOMATIC" | "MANUAL") | undefined;
    /**
     * Format: int32
     * @default 0
     */
    triggerDays?: number | undefined;
    /** @enum {string} */
    type: "WEB_HOOK";
  };
  BaseUserAccess: {
    administratorAccess?: boolean | undefined;
    apiAccess?: boolean | undefined;
    creditOfficerAccess?: boolean | undefined;
    readonly deliveryAccess?: boolean | undefined;
    mambuAccess?: boolean | undefined;
    permissions?: string[] | undefined;
    readonly supportAccess?: boolean | undefined;
    tellerAccess?: boolean | undefined;
  };
  BillingCycleDays: {
    days?: number[] | undefined;
  };
  BillingCyclesProductSettings: {
    enabled?: boolean | undefined;
    startDays?: number[] | undefined;
  };
  BlockFund: {
    readonly accountKey?: string | undefined;
    amount: Decimalish;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    externalReferenceId: string;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    notes?: string | undefined;
    readonly seizedAmount?: Decimalish | undefined;
    /** @enum {string} */
    readonly state?: ("PENDING" | "SEIZED" | "REMOVED" | "PARTIALLY_SEIZED") | undefined;
  };
  Branch: {
    addresses?: Schemas["Address"][] | undefined;
    branchHolidays?: Schemas["Holiday"][] | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    emailAddress?: string | undefined;
    readonly encodedKey?: string | undefined;
    id: string;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    name: string;
    notes?: string | undefined;
    phoneNumber?: string | undefined;
    /** @enum {string} */
    state?: ("ACTIVE" | "INACTIVE") | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  BranchSettings: {
    availableProductBranches?: string[] | undefined;
    forAllBranches?: boolean | undefined;
  };
  BranchesConfiguration: {
    branches?: {
      id?: string | undefined;
      name?: string | undefined;
      state?: string | undefined;
      phoneNumber?: string | undefined;
      emailAddress?: string | undefined;
      notes?: string | undefined;
      address?: {
        line1?: string | undefined;
        line2?: string | undefined;
        city?: string | undefined;
        region?: string | undefined;
        postcode?: string | undefined;
        country?: string | undefined;
      } | undefined;
      holidays?: {
        /** Format: int64 */
        id?: number | undefined;
        name?: string | undefined;
        dayOfMonth?: Decimalish | undefined;
        monthOfYear?: Decimalish | undefined;
        year?: Decimalish | undefined;
        isAnnuallyRecurring?: boolean | undefined;
      }[] | undefined;
      customFieldValueSets?: {
        id?: string | undefined;
        groupedCustomFieldValues?: {
          index?: Decimalish | undefined;
          customFieldValues?: {
            customFieldId?: string | undefined;
            value?: string | undefined;
          }[] | undefined;
        }[] | undefined;
        standardCustomFieldValues?: {
          customFieldId?: string | undefined;
          value?: string | undefined;
        }[] | undefined;
      }[] | undefined;
    }[] | undefined;
  };
  BulkDepositTransactionsInput: {
    transactions: Schemas["DepositTransactionBulkableInputDTO"][];
  };
  BulkInterestAccountSettingsAvailabilityFilter: {
    ids?: string[] | undefined;
    productId?: string | undefined;
  };
  BulkInterestAccountSettingsAvailabilityInput: {
    accountFilter: Schemas["BulkInterestAccountSettingsAvailabilityFilter"];
    interestAvailability: Schemas["InterestAccountSettingsAvailability"];
  };
  BulkProcessStatus: {
    errors?: Schemas["BulkProcessingError"][] | undefined;
    processedItems?: Schemas["BulkProcessingSuccess"][] | undefined;
    /** @enum {string} */
    status?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  BulkProcessingError: {
    /** Format: int32 */
    errorCode?: number | undefined;
    errorReason?: string | undefined;
    errorSource?: string | undefined;
    externalId?: string | undefined;
    /** Format: int32 */
    indexInRequest?: number | undefined;
  };
  BulkProcessingSuccess: {
    externalId?: string | undefined;
    id?: string | undefined;
    /** Format: int32 */
    indexInRequest?: number | undefined;
  };
  Card: {
    referenceToken: string;
  };
  CardAcceptor: {
    city?: string | undefined;
    country?: string | undefined;
    /** Format: int32 */
    mcc?: number | undefined;
    name?: string | undefined;
    state?: string | undefined;
    street?: string | undefined;
    zip?: string | undefined;
  };
  CardTransaction: {
    advice: boolean;
    amount: Decimalish;
    cardAcceptor?: Schemas["CardAcceptor"] | undefined;
    readonly cardToken?: string | undefined;
    currencyCode?: string | undefined;
    readonly encodedKey?: string | undefined;
    externalAuthorizationReferenceId?: string | undefined;
    externalReferenceId: string;
    userTransactionTime?: string | undefined;
  };
  CardTransactionInput: {
    advice: boolean;
    amount: Decimalish;
    cardAcceptor?: Schemas["CardAcceptor"] | undefined;
    readonly cardToken?: string | undefined;
    /** @enum {string} */
    creditDebitIndicator?: ("DBIT" | "CRDT") | undefined;
    currencyCode?: string | undefined;
    readonly encodedKey?: string | undefined;
    externalAuthorizationReferenceId?: string | undefined;
    externalReferenceId: string;
    /** Format: date-time */
    firstRepaymentDate?: string | undefined;
    increaseAmountIfNeeded?: boolean | undefined;
    partial?: boolean | undefined;
    transactionChannelId: string;
    userTransactionTime?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  CardTransactionOutput: {
    advice: boolean;
    amount: Decimalish;
    balances?: Schemas["AccountBalances"] | undefined;
    cardAcceptor?: Schemas["CardAcceptor"] | undefined;
    cardToken?: string | undefined;
    /** @enum {string} */
    creditDebitIndicator?: ("DBIT" | "CRDT") | undefined;
    currencyCode?: string | undefined;
    encodedKey?: string | undefined;
    externalAuthorizationReferenceId?: string | undefined;
    externalReferenceId: string;
    /** Format: date-time */
    firstRepaymentDate?: string | undefined;
    increaseAmountIfNeeded?: boolean | undefined;
    linkedTransaction?: Schemas["LinkedTransaction"] | undefined;
    partial?: boolean | undefined;
    transactionChannelId: string;
    userTransactionTime?: string | undefined;
  };
  CardTransactionReversal: {
    amount: Decimalish;
    currencyCode?: string | undefined;
    readonly encodedKey?: string | undefined;
    externalReferenceId: string;
    /** Format: int32 */
    readonly id?: number | undefined;
    transactionChannelId?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  CarryForwardInterestSplit: {
    amount?: Decimalish | undefined;
    tax?: Decimalish | undefined;
  };
  CarryForwardOptions: {
    accruedInterestBalance?: boolean | undefined;
    accruedInterestFromArrearsBalance?: boolean | undefined;
    capitaliseInterest?: boolean | undefined;
    capitaliseInterestAccrued?: boolean | undefined;
    capitaliseInterestFromArrears?: boolean | undefined;
    capitaliseInterestFromArrearsAccrued?: boolean | undefined;
    capitalisePrincipalInArrears?: boolean | undefined;
    carryForwardInterest?: boolean | undefined;
    carryForwardInterestAccrued?: boolean | undefined;
    carryForwardInterestFromArrears?: boolean | undefined;
    carryForwardInterestFromArrearsAccrued?: boolean | undefined;
    carryForwardPrincipalInArrears?: boolean | undefined;
    interestBalance?: boolean | undefined;
    interestFromArrearsBalance?: boolean | undefined;
    loanAccountState?: boolean | undefined;
    writeOffInterest?: boolean | undefined;
    writeOffInterestAccrued?: boolean | undefined;
    writeOffInterestFromArrears?: boolean | undefined;
    writeOffInterestFromArrearsAccrued?: boolean | undefined;
    writeOffPrincipalInArrears?: boolean | undefined;
  };
  Centre: {
    addresses?: Schemas["Address"][] | undefined;
    assignedBranchKey?: string | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    meetingDay?: string | undefined;
    name?: string | undefined;
    notes?: string | undefined;
    /** @enum {string} */
    state?: ("ACTIVE" | "INACTIVE") | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  CentresConfiguration: {
    centres?: {
      id?: string | undefined;
      name?: string | undefined;
      state?: string | undefined;
      notes?: string | undefined;
      meetingDay?: string | undefined;
      assignedBranchId?: string | undefined;
      address?: {
        line1?: string | undefined;
        line2?: string | undefined;
        city?: string | undefined;
        region?: string | undefined;
        postcode?: string | undefined;
        country?: string | undefined;
      } | undefined;
      customFieldValueSets?: {
        id?: string | undefined;
        standardCustomFieldValues?: {
          customFieldId?: string | undefined;
          value?: string | undefined;
        }[] | undefined;
        groupedCustomFieldValues?: {
          index?: Decimalish | undefined;
          customFieldValues?: {
            customFieldId?: string | undefined;
            value?: string | undefined;
          }[] | undefined;
        }[] | undefined;
      }[] | undefined;
    }[] | undefined;
  };
  ChangeArrearsSettingsInput: {
    /** Format: int32 */
    arrearsTolerancePeriod: number;
    /** Format: date-time */
    entryDate: string;
    notes?: string | undefined;
  };
  ChangeDueDatesSettingsInput: {
    /** Format: date-time */
    entryDate?: string | undefined;
    fixedDaysOfMonth: number[];
    notes?: string | undefined;
    /** Format: date-time */
    valueDate?: string | undefined;
  };
  ChangeInterestRateAction: {
    interestRate: Decimalish;
    notes?: string | undefined;
    /** Format: date */
    valueDate: string;
  };
  ChangeInterestRateLoanAccountInput: {
    interestRate: Decimalish;
    interestSpread?: Decimalish | undefined;
    notes?: string | undefined;
    /** Format: date-time */
    valueDate: string;
  };
  ChangePeriodicPaymentLoanAccountInput: {
    notes?: string | undefined;
    periodicPayment: Decimalish;
    /** Format: date-time */
    valueDate: string;
  };
  ChangeRepaymentValueLoanAccountInput: {
    amount?: Decimalish | undefined;
    notes?: string | undefined;
    percentage?: Decimalish | undefined;
    /** Format: date-time */
    valueDate: string;
  };
  ChangeWithholdingTaxAction: {
    withholdingTaxSourceKey: string;
  };
  Client: {
    /** Format: date-time */
    readonly activationDate?: string | undefined;
    addresses?: Schemas["Address"][] | undefined;
    /** Format: date-time */
    readonly approvedDate?: string | undefined;
    assignedBranchKey?: string | undefined;
    assignedCentreKey?: string | undefined;
    assignedUserKey?: string | undefined;
    /** Format: date */
    birthDate?: string | undefined;
    clientRoleKey?: string | undefined;
    /** Format: date-time */
    readonly closedDate?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    emailAddress?: string | undefined;
    readonly encodedKey?: string | undefined;
    firstName: string;
    /** @enum {string} */
    gender?: ("MALE" | "FEMALE") | undefined;
    groupKeys?: string[] | undefined;
    /** Format: int32 */
    readonly groupLoanCycle?: number | undefined;
    homePhone?: string | undefined;
    id?: string | undefined;
    idDocuments?: Schemas["IdentificationDocument"][] | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    lastName: string;
    /** Format: int32 */
    readonly loanCycle?: number | undefined;
    middleName?: string | undefined;
    readonly migrationEventKey?: string | undefined;
    mobilePhone?: string | undefined;
    mobilePhone2?: string | undefined;
    notes?: string | undefined;
    portalSettings?: Schemas["PortalSettings"] | undefined;
    /** @enum {string} */
    preferredLanguage?: ("ENGLISH" | "PORTUGESE" | "SPANISH" | "RUSSIAN" | "FRENCH" | "GEORGIAN" | "CHINESE" | "INDONESIAN" | "ROMANIAN" | "BURMESE" | "GERMAN" | "PORTUGUESE_BRAZIL" | "VIETNAMESE" | "ITALIAN" | "THAI" | "NORWEGIAN" | "PHRASE") | undefined;
    readonly profilePictureKey?: string | undefined;
    readonly profileSignatureKey?: string | undefined;
    /** @enum {string} */
    state?: ("PENDING_APPROVAL" | "INACTIVE" | "ACTIVE" | "EXITED" | "BLACKLISTED" | "REJECTED") | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  ClientDocumentUpload: {
    /** Format: binary */
    file: FileUpload;
    name?: string | undefined;
    notes?: string | undefined;
  };
  ClientFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: (string | Decimalish | boolean) | undefined;
    value?: (string | Decimalish | boolean) | undefined;
    values?: (string | Decimalish | boolean)[] | undefined;
  };
  ClientRole: {
    canGuarantee?: boolean | undefined;
    canOpenAccounts?: boolean | undefined;
    /** @enum {string} */
    clientType?: ("CLIENT" | "GROUP") | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    description?: string | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    idPattern?: string | undefined;
    name?: string | undefined;
    requireID?: boolean | undefined;
    useDefaultAddress?: boolean | undefined;
  };
  ClientSearchCriteria: {
    filterCriteria?: Schemas["ClientFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["ClientSortingCriteria"] | undefined;
  };
  ClientSortingCriteria: {
    field: string;
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  ClientsRolesConfiguration: {
    rolesConfiguration?: {
      type?: string | undefined;
      defaultRole?: {
        id?: string | undefined;
        name?: string | undefined;
        canOpenAccounts?: boolean | undefined;
        canGuarantee?: boolean | undefined;
        requireIdentificationDocuments?: boolean | undefined;
        useDefaultAddress?: boolean | undefined;
      } | undefined;
      roles?: {
        id?: string | undefined;
        name?: string | undefined;
        description?: string | undefined;
        idPattern?: string | undefined;
        canOpenAccounts?: boolean | undefined;
        canGuarantee?: boolean | undefined;
        requireIdentificationDocuments?: boolean | undefined;
        useDefaultAddress?: boolean | undefined;
      }[] | undefined;
    }[] | undefined;
  };
  CollateralAssetFilter: {
    branchKeys?: string[] | undefined;
    currencies?: string[] | undefined;
    productKeys?: string[] | undefined;
  };
  CollateralAssetsReevaluationResponse: {
    bulkProcessKey?: string | undefined;
    /** @enum {string} */
    status?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  Comment: {
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    ownerKey: string;
    /** @enum {string} */
    ownerType: "CLIENT" | "GROUP" | "LOAN_PRODUCT" | "SAVINGS_PRODUCT" | "CENTRE" | "BRANCH" | "USER" | "LOAN_ACCOUNT" | "DEPOSIT_ACCOUNT" | "ID_DOCUMENT" | "LINE_OF_CREDIT" | "GL_JOURNAL_ENTRY";
    text: string;
    readonly userKey?: string | undefined;
  };
  CommunicationMessage: {
    body?: string | undefined;
    clientKey?: string | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    depositAccountKey?: string | undefined;
    destination?: string | undefined;
    encodedKey?: string | undefined;
    /** @enum {string} */
    event?: ("MANUAL" | "DO_NOTHING" | "CLIENT_CREATED" | "CLIENT_APPROVED" | "GROUP_ACTIVITY" | "GROUP_CREATED" | "LOAN_CREATED" | "INTEREST_RATE_CHANGED" | "CLIENT_REJECTED" | "CLIENT_ACTIVITY" | "LOAN_REPAYMENT" | "LOAN_REPAYMENT_REVERSAL" | "FEE_APPLIED" | "FEE_ADJUSTED" | "FEE_CHARGED" | "PENALTY_APPLIED" | "PENALTY_ADJUSTMENT" | "FEES_DUE_REDUCED" | "FEE_REDUCTION_ADJUSTMENT" | "LOAN_APPROVAL" | "LOAN_ACCOUNT_CLOSURE" | "LOAN_ACCOUNT_WRITE_OFF" | "LOAN_ACCOUNT_REJECTION" | "LOAN_ACCOUNT_RESCHEDULED" | "LOAN_ACCOUNT_REFINANCED" | "REPAYMENT_REMINDER" | "ACCOUNT_IN_ARREARS" | "LOAN_DISBURSEMENT" | "LOAN_DISBURSEMENT_REVERSAL" | "LOAN_ACCOUNT_ACTIVITY" | "LOAN_ANTICIPATED_DISBURSEMENT" | "SAVINGS_CREATED" | "SAVINGS_DEPOSIT" | "SAVINGS_DEPOSIT_REVERSAL" | "REAPPLIED_SAVINGS_DEPOSIT" | "SAVINGS_APPROVAL" | "SAVINGS_ACCOUNT_ACTIVATED" | "SAVINGS_ACCOUNT_CLOSURE" | "SAVINGS_ACCOUNT_REJECTION" | "SAVINGS_WITHDRAWAL" | "SAVINGS_WITHDRAWAL_REVERSAL" | "REAPPLIED_SAVINGS_WITHDRAWAL" | "SAVINGS_ACCOUNT_ACTIVITY" | "DEPOSIT_INTEREST_APPLIED" | "DEPOSIT_INTEREST_APPLIED_ADJUSTMENT" | "ACCOUNT_AUTHORISATION_HOLD_CREATED" | "ACCOUNT_AUTHORISATION_HOLD_REVERSED" | "ACCOUNT_AUTHORISATION_HOLD_SETTLED" | "CARDS_AUTHORISATION_HOLD_CREATED" | "CARDS_AUTHORISATION_HOLD_SETTLED" | "CARDS_AUTHORISATION_HOLD_AMOUNT_DECREASED" | "CARDS_AUTHORISATION_HOLD_AMOUNT_INCREASED" | "CARDS_AUTHORISATION_HOLD_EXPIRED" | "CARDS_AUTHORISATION_HOLD_REVERSED" | "PORTAL_ACTIVATED" | "PORTAL_PASSWORD_RESET" | "END_OF_DAY_PROCESSING_COMPLETED" | "DATA_ACCESS_STATE_CHANGED" | "CREDIT_ARRANGEMENT_CREATED" | "CREDIT_ARRANGEMENT_CLOSED" | "CREDIT_ARRANGEMENT_APPROVED" | "CREDIT_ARRANGEMENT_REJECTED" | "CREDIT_ARRANGEMENT_WITHDRAWN" | "CREDIT_ARRANGEMENT_DELETED" | "CREDIT_ARRANGEMENT_ACCOUNT_ADDED" | "CREDIT_ARRANGEMENT_ACCOUNT_REMOVED" | "CREDIT_ARRANGEMENT_EDITED" | "PAYMENT_ORDER_ACTIVITY" | "COLLECTION_ORDER_ACTIVITY" | "JOURNAL_ENTRY_ADDED" | "JOURNAL_ENTRY_ADJUSTED" | "SAVINGS_TRANSACTION_EDITED" | "CARD_WITHDRAWAL_REVERSAL" | "CARD_DEPOSIT_REVERSAL") | undefined;
    failureCause?: string | undefined;
    /** @enum {string} */
    failureReason?: ("MESSAGING_EXCEPTION" | "INVALID_SMTP_CREDENTIALS" | "UNSUPPORTED_ENCODING_EXCEPTION" | "EMAIL_SERVICE_NOT_ENABLED" | "SMS_TOO_LONG" | "SMS_SERVICE_NOT_ENABLED" | "SMS_NOT_SENT" | "SMS_SERVICE_ERROR" | "SMS_CONNECTION_EXCEPTION" | "WEBHOOK_NOTIFICATIONS_DISABLED" | "INVALID_HTTP_RESPONSE" | "HTTP_ERROR_WHILE_SENDING" | "INVALID_JSON_BODY_SYNTAX" | "MISSING_TEMPLATE_KEY" | "MAX_MESSAGE_SIZE_LIMIT_EXCEEDED" | "UNDEFINED_DESTINATION" | "INVALID_HTTP_PROTOCOL" | "BLACKLISTED_URL" | "INVALID_SMS_GATEWAY_CREDENTIALS" | "MISSING_SMS_RECIPIENT" | "SMS_GATEWAY_ERROR" | "MISSING_EMAIL_RECIPIENT_ADDRESS" | "OTHER") | undefined;
    groupKey?: string | undefined;
    loanAccountKey?: string | undefined;
    /** Format: int32 */
    numRetries?: number | undefined;
    referenceId?: string | undefined;
    repaymentKey?: string | undefined;
    /** Format: date-time */
    sendDate?: string | undefined;
    senderKey?: string | undefined;
    /** @enum {string} */
    state?: ("SENT" | "QUEUED" | "QUEUED_FOR_STREAM" | "WAITING" | "SENDING_ASYNC" | "FAILED") | undefined;
    subject?: string | undefined;
    templateKey?: string | undefined;
    /** @enum {string} */
    type?: ("EMAIL" | "SMS" | "WEB_HOOK" | "EVENT_STREAM" | "TASK") | undefined;
    userKey?: string | undefined;
  };
  CommunicationMessageAction: {
    messages: string[];
  };
  CommunicationMessageEnqueueAction: {
    /** Format: date-time */
    endDate: string;
    /** Format: date-time */
    startDate: string;
    templateTypes?: ("EMAIL" | "SMS" | "WEB_HOOK" | "EVENT_STREAM" | "TASK")[] | undefined;
  };
  CommunicationMessageFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  CommunicationMessageSearchSortingCriteria: {
    /** @enum {string} */
    field: "encodedKey" | "creationDate" | "sendDate" | "senderKey" | "clientKey" | "groupKey" | "userKey" | "type";
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  CommunicationMessageSortingCriteria: {
    field?: string | undefined;
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  CommunicationMessagesSearchSortCriteria: {
    filterCriteria: Schemas["CommunicationMessageFilterCriteria"][];
    sortingCriteria: Schemas["CommunicationMessageSearchSortingCriteria"];
  };
  Constraint: {
    constraints?: Schemas["TransactionChannelConstraint"][] | undefined;
    /** @enum {string} */
    matchFiltersOption?: ("ALL" | "ANY") | undefined;
    /** @enum {string} */
    usage?: ("UNCONSTRAINED" | "LIMITED") | undefined;
  };
  ConstraintConfiguration: {
    /** @enum {string} */
    criteria: "AMOUNT" | "TYPE" | "PRODUCT";
    /** @enum {string} */
    filterElement: "EQUALS" | "EMPTY" | "NOT_EMPTY" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "IN";
    values?: string[] | undefined;
  };
  ConstraintsConfiguration: {
    /** @enum {string} */
    usage: "UNCONSTRAINED_USAGE" | "LIMITED_USAGE";
    /** @enum {string} */
    matchFilter?: ("ALL" | "ANY") | undefined;
    constraints?: Schemas["ConstraintConfiguration"][] | undefined;
  };
  CreditArrangement: {
    amount: Decimalish;
    /** Format: date-time */
    readonly approvedDate?: string | undefined;
    readonly availableCreditAmount?: Decimalish | undefined;
    /** Format: date-time */
    readonly closedDate?: string | undefined;
    readonly consumedCreditAmount?: Decimalish | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    currency?: Schemas["Currency"] | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: date-time */
    expireDate: string;
    /** @enum {string} */
    exposureLimitType?: ("APPROVED_AMOUNT" | "OUTSTANDING_AMOUNT") | undefined;
    holderKey: string;
    /** @enum {string} */
    holderType: "CLIENT" | "GROUP";
    id?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    notes?: string | undefined;
    /** Format: date-time */
    startDate: string;
    /** @enum {string} */
    readonly state?: ("PENDING_APPROVAL" | "APPROVED" | "ACTIVE" | "CLOSED" | "WITHDRAWN" | "REJECTED") | undefined;
    /** @enum {string} */
    readonly subState?: ("PENDING_APPROVAL" | "APPROVED" | "ACTIVE" | "CLOSED" | "WITHDRAWN" | "REJECTED") | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  CreditArrangementAccounts: {
    depositAccounts?: Schemas["DepositAccount"][] | undefined;
    loanAccounts?: Schemas["LoanAccount"][] | undefined;
  };
  CreditArrangementAction: {
    /** @enum {string} */
    action: "APPROVE" | "UNDO_APPROVE" | "REJECT" | "UNDO_REJECT" | "WITHDRAW" | "UNDO_WITHDRAW" | "CLOSE" | "UNDO_CLOSE";
    notes?: string | undefined;
  };
  CreditArrangementFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  CreditArrangementSchedule: {
    installments?: Schemas["Installment"][] | undefined;
  };
  CreditArrangementSearchCriteria: {
    filterCriteria?: Schemas["CreditArrangementFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["CreditArrangementSortingCriteria"] | undefined;
  };
  CreditArrangementSettings: {
    /** @enum {string} */
    creditArrangementRequirement?: ("OPTIONAL" | "REQUIRED" | "NOT_REQUIRED") | undefined;
  };
  CreditArrangementSortingCriteria: {
    /** @enum {string} */
    field: "creationDate" | "startDate" | "expireDate" | "amount";
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  CreditorReferenceInformation: {
    reference?: string | undefined;
    referenceIssuer?: string | undefined;
    referenceType?: string | undefined;
  };
  CurrenciesConfiguration: {
    baseCurrency?: {
      code?: string | undefined;
      name?: string | undefined;
      symbol?: string | undefined;
      symbolPosition?: string | undefined;
    } | undefined;
    foreignCurrencies?: {
      currency?: {
        code?: string | undefined;
        name?: string | undefined;
        symbol?: string | undefined;
        symbolPosition?: string | undefined;
      } | undefined;
      exchangeRates?: {
        /** Format: date-time */
        startDate?: string | undefined;
        buyRate?: Decimalish | undefined;
        sellRate?: Decimalish | undefined;
      }[] | undefined;
    }[] | undefined;
  };
  Currency: {
    /** @enum {string} */
    code?: ("AED" | "AFN" | "ALL" | "AMD" | "ANG" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BGN" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYR" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HRK" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LTL" | "LVL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRO" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLL" | "SOS" | "SRD" | "STD" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VEF" | "VES" | "VND" | "VUV" | "WST" | "XAG" | "XAU" | "XAF" | "XBA" | "XBB" | "XBC" | "XBD" | "XCD" | "XDR" | "XOF" | "XPD" | "XPF" | "XPT" | "XSU" | "XTS" | "XUA" | "XXX" | "YER" | "ZAR" | "ZIG" | "ZMK" | "ZWL" | "ZMW" | "SSP" | "NON_FIAT") | undefined;
    currencyCode?: string | undefined;
  };
  CurrencyDetails: {
    readonly baseCurrency?: boolean | undefined;
    code: string;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    currencyHolidays?: Schemas["Holiday"][] | undefined;
    /** @enum {string} */
    currencySymbolPosition: "BEFORE_NUMBER" | "AFTER_NUMBER";
    /** Format: int32 */
    digitsAfterDecimal?: number | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    name: string;
    numericCode?: string | undefined;
    symbol: string;
    /** @enum {string} */
    type: "FIAT_CURRENCY" | "CRYPTOCURRENCY" | "NON_TRADITIONAL_CURRENCY";
  };
  CustomFieldAvailableOption: {
    score?: Decimalish | undefined;
    selectionKey?: string | undefined;
    value?: string | undefined;
  };
  CustomFieldDisplaySettings: {
    /** @enum {string} */
    builtInId?: ("FIRST_NAME" | "MIDDLE_NAME" | "LAST_NAME" | "BIRTHDATE" | "GENDER" | "MOBILE_PHONE" | "MOBILE_PHONE_2" | "HOME_PHONE" | "EMAIL_ADDRESS") | undefined;
    description?: string | undefined;
    displayName?: string | undefined;
    /** @enum {string} */
    fieldSize?: ("SHORT" | "LONG") | undefined;
    /** Format: int32 */
    position?: number | undefined;
  };
  CustomFieldEditRights: {
    allUsers?: boolean | undefined;
    roles?: string[] | undefined;
  };
  CustomFieldIdentity: {
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
  };
  CustomFieldMeta: {
    /** @enum {string} */
    availableFor?: ("CLIENT" | "GROUP" | "CREDIT_ARRANGEMENT" | "LOAN_ACCOUNT" | "GUARANTOR" | "ASSET" | "DEPOSIT_ACCOUNT" | "DEPOSIT_PRODUCT" | "TRANSACTION_CHANNEL" | "TRANSACTION_TYPE" | "BRANCH" | "CENTRE" | "USER") | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    dependentFieldKey?: string | undefined;
    displaySettings?: Schemas["CustomFieldDisplaySettings"] | undefined;
    editRights?: Schemas["CustomFieldEditRights"] | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    selectionOptions?: Schemas["CustomFieldSelectionOption"][] | undefined;
    /** @enum {string} */
    state?: ("ACTIVE" | "INACTIVE") | undefined;
    /** @enum {string} */
    type?: ("FREE_TEXT" | "SELECTION" | "NUMBER" | "CHECKBOX" | "DATE" | "DATE_TIME" | "CLIENT_LINK" | "GROUP_LINK" | "USER_LINK") | undefined;
    usage?: Schemas["CustomFieldUsage"][] | undefined;
    valueValidationSettings?: Schemas["CustomFieldValueValidationSettings"] | undefined;
    viewRights?: Schemas["CustomFieldViewRights"] | undefined;
  };
  CustomFieldSelectionOption: {
    availableOptions?: Schemas["CustomFieldAvailableOption"][] | undefined;
    forSelectionKey?: string | undefined;
    forValue?: string | undefined;
  };
  CustomFieldSetDisplaySettings: {
    builtIn?: boolean | undefined;
    displayName?: string | undefined;
    /** Format: int32 */
    position?: number | undefined;
  };
  CustomFieldSetMeta: {
    /** @enum {string} */
    availableFor?: ("CLIENT" | "GROUP" | "CREDIT_ARRANGEMENT" | "LOAN_ACCOUNT" | "GUARANTOR" | "ASSET" | "DEPOSIT_ACCOUNT" | "DEPOSIT_PRODUCT" | "TRANSACTION_CHANNEL" | "TRANSACTION_TYPE" | "BRANCH" | "CENTRE" | "USER") | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    customFields?: Schemas["CustomFieldIdentity"][] | undefined;
    description?: string | undefined;
    displaySettings?: Schemas["CustomFieldSetDisplaySettings"] | undefined;
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    fieldSetType?: ("STANDARD" | "GROUPED") | undefined;
    id?: string | undefined;
  };
  CustomFieldSetValues: {
    [key: string]: unknown;
  } | ({
    _index?: string | undefined;
  } & {
    [key: string]: unknown;
  })[];
  CustomFieldUsage: {
    default?: boolean | undefined;
    objectKey?: string | undefined;
    required?: boolean | undefined;
  };
  CustomFieldValueValidationSettings: {
    unique?: boolean | undefined;
    validationPattern?: string | undefined;
  };
  CustomFieldViewRights: {
    allUsers?: boolean | undefined;
    roles?: string[] | undefined;
  };
  CustomFieldsConfiguration: {
    customFieldSets?: {
      id?: string | undefined;
      name?: string | undefined;
      description?: string | undefined;
      type?: string | undefined;
      availableFor?: string | undefined;
      customFields?: {
        id?: string | undefined;
        type?: string | undefined;
        state?: string | undefined;
        validationRules?: {
          validationPattern?: string | undefined;
          unique?: boolean | undefined;
        } | undefined;
        displaySettings?: {
          displayName?: string | undefined;
          description?: string | undefined;
          fieldSize?: string | undefined;
        } | undefined;
        usage?: {
          id?: unknown | undefined;
          required?: unknown | undefined;
          default?: unknown | undefined;
        }[] | undefined;
        viewRights?: {
          roles?: unknown[] | undefined;
          allUsers?: boolean | undefined;
        } | undefined;
        editRights?: {
          roles?: unknown[] | undefined;
          allUsers?: boolean | undefined;
        } | undefined;
        dependentFieldId?: unknown | undefined;
        selectionOptions?: {
          forSelectionId?: unknown | undefined;
          availableOptions?: {
            selectionId?: string | undefined;
            value?: string | undefined;
            score?: Decimalish | undefined;
          }[] | undefined;
        }[] | undefined;
        required?: boolean | undefined;
        default?: boolean | undefined;
      }[] | undefined;
    }[] | undefined;
  };
  CustomFilterConstraint: {
    customFieldId?: string | undefined;
    dataFieldEntityType: string;
    /** @enum {string} */
    dataFieldType: "NATIVE" | "CUSTOM";
    dataFieldValue?: string | undefined;
    /** @enum {string} */
    dataType: "BIG_DECIMAL" | "DATE" | "DATE_UTC" | "DATE_TIME" | "ENUM" | "KEY" | "LONG" | "MONEY" | "PERCENT" | "NUMBER" | "OBJECT" | "STRING" | "BOOLEAN" | "JAVA_BLOB";
    /** @enum {string} */
    filterElement: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "MORE_THAN_OR_EQUALS" | "LESS_THAN" | "LESS_THAN_OR_EQUALS" | "BETWEEN" | "IN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    /** Format: int32 */
    groupNumber?: number | undefined;
    id?: string | undefined;
    /** Format: int32 */
    index?: number | undefined;
    secondValue?: string | undefined;
    value: string;
  };
  CustomPaymentAmount: {
    amount: Decimalish;
    /** @enum {string} */
    customPaymentAmountType: "PRINCIPAL" | "INTEREST" | "MANUAL_FEE" | "UPFRONT_DISBURSEMENT_FEE" | "LATE_REPAYMENT_FEE" | "PAYMENT_DUE_FEE" | "PENALTY" | "INTEREST_FROM_ARREARS" | "NON_SCHEDULED_FEE" | "INTEREST_BEARING_FEE" | "INTEREST_BEARING_FEE_INTEREST" | "CF_PRINCIPAL_IN_ARREARS" | "CF_INTEREST" | "CF_INTEREST_FROM_ARREARS";
    predefinedFeeKey?: string | undefined;
    taxOnAmount?: Decimalish | undefined;
  };
  CustomPredefinedFee: {
    amount?: Decimalish | undefined;
    readonly encodedKey?: string | undefined;
    percentage?: Decimalish | undefined;
    predefinedFeeEncodedKey?: string | undefined;
  };
  CustomSettingDetails: {
    loanTransactionKey?: string | undefined;
    source?: string | undefined;
    type?: string | undefined;
  };
  DashboardConfiguration: {
    /** Format: date-time */
    creationDate?: string | undefined;
    encodedKey?: string | undefined;
    /** @enum {string} */
    name?: ("LATEST_ACTIVITY" | "TASKS" | "FAVOURITE_VIEWS" | "INDICATORS" | "CURRENT_TILLS" | "CLIENTS" | "UPCOMING_REPAYMENTS" | "NONE") | undefined;
  };
  DataImportAction: {
    /** @enum {string} */
    type: "APPROVE" | "REJECT";
  };
  DataImportError: {
    column?: Schemas["DataImportErrorColumn"] | undefined;
    errorMessage?: string | undefined;
    /** Format: int32 */
    row?: number | undefined;
    sheet?: string | undefined;
  };
  DataImportErrorColumn: {
    /** Format: int32 */
    index?: number | undefined;
    name?: string | undefined;
  };
  DataImportRequest: {
    /** Format: binary */
    file: FileUpload;
  };
  DataImportResponse: {
    importKey?: string | undefined;
    /** @enum {string} */
    state?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  DataImportStatus: {
    errors?: Schemas["DataImportError"][] | undefined;
    /** @description Use this key to approve or reject the import. */
    eventKey?: string | undefined;
    /** @enum {string} */
    state?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  DaysInMonth: {
    daysInMonth?: number[] | undefined;
    /** @enum {string} */
    shortMonthHandlingMethod?: ("LAST_DAY_IN_MONTH" | "FIRST_DAY_OF_NEXT_MONTH") | undefined;
  };
  DecimalConstraints: {
    defaultValue?: Decimalish | undefined;
    readonly encodedKey?: string | undefined;
    maxValue?: Decimalish | undefined;
    minValue?: Decimalish | undefined;
  };
  DecimalInterval: {
    defaultValue?: Decimalish | undefined;
    maxValue?: Decimalish | undefined;
    minValue?: Decimalish | undefined;
  };
  DepositAccount: {
    accountHolderKey: string;
    /** @enum {string} */
    accountHolderType: "CLIENT" | "GROUP";
    /** @enum {string} */
    readonly accountState?: ("PENDING_APPROVAL" | "APPROVED" | "ACTIVE" | "ACTIVE_IN_ARREARS" | "MATURED" | "LOCKED" | "DORMANT" | "CLOSED" | "CLOSED_WRITTEN_OFF" | "WITHDRAWN" | "CLOSED_REJECTED") | undefined;
    /** @enum {string} */
    accountType?: ("CURRENT_ACCOUNT" | "REGULAR_SAVINGS" | "FIXED_DEPOSIT" | "SAVINGS_PLAN" | "INVESTOR_ACCOUNT") | undefined;
    readonly accruedAmounts?: Schemas["DepositAccountAccruedAmounts"] | undefined;
    /** Format: date-time */
    readonly activationDate?: string | undefined;
    /** Format: date-time */
    readonly approvedDate?: string | undefined;
    assignedBranchKey?: string | undefined;
    assignedCentreKey?: string | undefined;
    assignedUserKey?: string | undefined;
    readonly balances?: Schemas["DepositAccountBalances"] | undefined;
    /** Format: date-time */
    readonly closedDate?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    creditArrangementKey?: string | undefined;
    currencyCode?: string | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    interestSettings?: Schemas["DepositAccountInterestSettings"] | undefined;
    internalControls?: Schemas["DepositAccountInternalControls"] | undefined;
    /** Format: date-time */
    readonly lastAccountAppraisalDate?: string | undefined;
    /** Format: date-time */
    readonly lastInterestCalculationDate?: string | undefined;
    /** Format: date-time */
    readonly lastInterestReviewDate?: string | undefined;
    /** Format: date-time */
    readonly lastInterestStoredDate?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    /** Format: date-time */
    readonly lastOverdraftInterestReviewDate?: string | undefined;
    /** Format: date-time */
    readonly lastSetToArrearsDate?: string | undefined;
    readonly linkedSettlementAccountKeys?: string[] | undefined;
    /** Format: date-time */
    readonly lockedDate?: string | undefined;
    /** Format: date-time */
    readonly maturityDate?: string | undefined;
    readonly migrationEventKey?: string | undefined;
    name: string;
    notes?: string | undefined;
    overdraftInterestSettings?: Schemas["DepositAccountOverdraftInterestSettings"] | undefined;
    overdraftSettings?: Schemas["DepositAccountOverdraftSettings"] | undefined;
    readonly ownershipHistory?: Schemas["DepositAccountOwnershipHistory"][] | undefined;
    productTypeKey: string;
    withholdingTaxSourceKey?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  DepositAccountAccruedAmounts: {
    readonly interestAccrued?: Decimalish | undefined;
    readonly negativeInterestAccrued?: Decimalish | undefined;
    readonly overdraftInterestAccrued?: Decimalish | undefined;
    readonly technicalOverdraftInterestAccrued?: Decimalish | undefined;
  };
  DepositAccountAction: {
    /** @enum {string} */
    action: "APPROVE" | "UNDO_APPROVE" | "UNDO_ACTIVATE" | "CLOSE_REJECT" | "CLOSE_WITHDRAW" | "LOCK" | "UNLOCK" | "CLOSE" | "CLOSE_WRITE_OFF" | "UNDO_CLOSE_WRITE_OFF";
    notes?: string | undefined;
  };
  DepositAccountBalances: {
    readonly availableBalance?: Decimalish | undefined;
    readonly blockedBalance?: Decimalish | undefined;
    readonly feesDue?: Decimalish | undefined;
    readonly forwardAvailableBalance?: Decimalish | undefined;
    readonly holdBalance?: Decimalish | undefined;
    readonly lockedBalance?: Decimalish | undefined;
    readonly overdraftAmount?: Decimalish | undefined;
    readonly overdraftInterestDue?: Decimalish | undefined;
    readonly technicalOverdraftAmount?: Decimalish | undefined;
    readonly technicalOverdraftInterestDue?: Decimalish | undefined;
    readonly totalBalance?: Decimalish | undefined;
  };
  DepositAccountFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  DepositAccountInterestAvailabilitySettings: {
    interestRate?: Decimalish | undefined;
    interestRateTiers?: Schemas["DepositAccountInterestRateTier"][] | undefined;
    interestSpread?: Decimalish | undefined;
  };
  DepositAccountInterestPaymentSettings: {
    interestPaymentDates?: Schemas["MonthAndDay"][] | undefined;
    /** @enum {string} */
    interestPaymentPoint?: ("FIRST_DAY_OF_MONTH" | "EVERY_WEEK" | "EVERY_OTHER_WEEK" | "EVERY_MONTH" | "EVERY_3_MONTHS" | "ON_FIXED_DATES" | "DAILY" | "ANNUALLY" | "BI_ANNUALLY" | "ON_ACCOUNT_MATURITY") | undefined;
  };
  DepositAccountInterestRateSettings: {
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    interestChargeFrequency?: ("ANNUALIZED" | "EVERY_MONTH" | "EVERY_FOUR_WEEKS" | "EVERY_WEEK" | "EVERY_DAY" | "EVERY_X_DAYS") | undefined;
    /** Format: int32 */
    interestChargeFrequencyCount?: number | undefined;
    interestRate?: Decimalish | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    readonly interestRateSource?: ("FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE") | undefined;
    /** @enum {string} */
    interestRateTerms?: ("FIXED" | "TIERED" | "TIERED_PERIOD" | "TIERED_BAND") | undefined;
    interestRateTiers?: Schemas["DepositAccountInterestRateTier"][] | undefined;
    interestSpread?: Decimalish | undefined;
  };
  DepositAccountInterestRateTier: {
    readonly encodedKey?: string | undefined;
    endingBalance?: Decimalish | undefined;
    /** Format: int32 */
    endingDay?: number | undefined;
    interestRate: Decimalish;
  };
  DepositAccountInterestSettings: {
    interestPaymentSettings?: Schemas["DepositAccountInterestPaymentSettings"] | undefined;
    interestRateSettings?: Schemas["DepositAccountInterestRateSettings"] | undefined;
  };
  DepositAccountInternalControls: {
    maxDepositBalance?: Decimalish | undefined;
    maxWithdrawalAmount?: Decimalish | undefined;
    recommendedDepositAmount?: Decimalish | undefined;
    targetAmount?: Decimalish | undefined;
  };
  DepositAccountOverdraftInterestRateSettings: {
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    interestChargeFrequency?: ("ANNUALIZED" | "EVERY_MONTH" | "EVERY_FOUR_WEEKS" | "EVERY_WEEK" | "EVERY_DAY" | "EVERY_X_DAYS") | undefined;
    /** Format: int32 */
    interestChargeFrequencyCount?: number | undefined;
    interestRate?: Decimalish | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    readonly interestRateSource?: ("FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE") | undefined;
    /** @enum {string} */
    interestRateTerms?: ("FIXED" | "TIERED" | "TIERED_PERIOD" | "TIERED_BAND") | undefined;
    interestRateTiers?: Schemas["DepositAccountInterestRateTier"][] | undefined;
    interestSpread?: Decimalish | undefined;
  };
  DepositAccountOverdraftInterestSettings: {
    interestRateSettings?: Schemas["DepositAccountOverdraftInterestRateSettings"] | undefined;
  };
  DepositAccountOverdraftSettings: {
    allowOverdraft?: boolean | undefined;
    /** Format: date-time */
    overdraftExpiryDate?: string | undefined;
    overdraftLimit?: Decimalish | undefined;
  };
  DepositAccountOwnershipHistory: {
    readonly previousOwnerKey?: string | undefined;
    /** Format: date-time */
    readonly transferDate?: string | undefined;
  };
  DepositAccountSearchCriteria: {
    filterCriteria?: Schemas["DepositAccountFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["DepositAccountSortingCriteria"] | undefined;
  };
  DepositAccountSortingCriteria: {
    /** @enum {string} */
    field: "encodedKey" | "id" | "name" | "creationDate" | "activationDate" | "approvedDate" | "lastModifiedDate" | "maturityDate" | "lastSetToArrearsDate" | "closedDate" | "accountHolderName" | "accruedAmounts.interestAccrued" | "accruedAmounts.overdraftInterestAccrued" | "accruedAmounts.technicalOverdraftInterestAccrued" | "maxBalance" | "balances.availableBalance" | "balances.blockedBalance" | "balances.feesDue" | "balances.lockedBalance" | "balances.overdraftAmount" | "balances.technicalOverdraftAmount" | "balances.totalBalance" | "balances.holdBalance" | "balances.overdraftInterestDue" | "assignedBranchKey" | "assignedCentreKey" | "assignedUserKey" | "interestSettings.interestRate" | "currentInterestTier.startingBalance" | "currentInterestTier.endingBalance" | "currentInterestTier.index" | "currentInterestTier.interestRate" | "currentOverdraftInterestTier.startingBalance" | "currentOverdraftInterestTier.endingBalance" | "currentOverdraftInterestTier.index" | "currentOverdraftInterestTier.interestRate" | "internalControls.maxWithdrawalAmount" | "internalControls.recommendedDepositAmount" | "internalControls.targetAmount" | "notes" | "taxApplied" | "taxRate" | "withholdingTaxSourceKey" | "lengthInDays" | "productCategory" | "overdraftInterestSettings.interestRateSettings.interestSpread" | "overdraftInterestSettings.interestRateSettings.interestRate" | "overdraftSettings.allowOverdraft" | "overdraftSettings.overdraftExpiryDate" | "overdraftSettings.overdraftLimit" | "overdraftDaysInArrears" | "overdraftInArrears" | "overdraftAvailableLimit";
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  DepositAffectedAmounts: {
    feesAmount?: Decimalish | undefined;
    fractionAmount?: Decimalish | undefined;
    fundsAmount?: Decimalish | undefined;
    interestAmount?: Decimalish | undefined;
    overdraftAmount?: Decimalish | undefined;
    overdraftFeesAmount?: Decimalish | undefined;
    overdraftInterestAmount?: Decimalish | undefined;
    technicalOverdraftAmount?: Decimalish | undefined;
    technicalOverdraftInterestAmount?: Decimalish | undefined;
  };
  DepositFee: {
    amount?: Decimalish | undefined;
    readonly name?: string | undefined;
    predefinedFeeKey: string;
    taxAmount?: Decimalish | undefined;
    /** @enum {string} */
    readonly trigger?: ("MANUAL" | "MONTHLY_FEE" | "ARBITRARY") | undefined;
  };
  DepositGLAccountingRule: {
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    financialResource: "PORTFOLIO_CONTROL" | "FUND_SOURCE" | "WRITE_OFF_EXPENSE" | "INTEREST_INCOME" | "PAYMENT_HOLIDAY_INTEREST_INCOME" | "TAXES_PAYABLE" | "FEE_INCOME" | "PENALTY_INCOME" | "NEGATIVE_INTEREST_PAYABLE_RECEIVABLE" | "NEGATIVE_INTEREST_PAYABLE" | "INTEREST_RECEIVABLE" | "PAYMENT_HOLIDAY_INTEREST_RECEIVABLE" | "FEE_RECEIVABLE" | "PENALTY_RECEIVABLE" | "TAXES_RECEIVABLE" | "DEFERRED_INTERESTS_INCOME" | "DEFERRED_FEE_INCOME" | "DEFERRED_TAXES" | "DEPOSIT_REFERENCE" | "SAVINGS_CONTROL" | "INTEREST_EXPENSE" | "INTEREST_PAYABLE" | "NEGATIVE_INTEREST_INCOME" | "NEGATIVE_INTEREST_RECEIVABLE" | "OVERDRAFT_PORTFOLIO_CONTROL" | "OVERDRAFT_INTEREST_INCOME" | "OVERDRAFT_WRITE_OFF_EXPENSE" | "OVERDRAFT_INTEREST_RECEIVABLE" | "INTER_BRANCH_TRANSFER" | "INTEREST_FROM_ARREARS_INCOME" | "INTEREST_FROM_ARREARS_RECEIVABLE" | "INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE" | "PROFIT_EXPENSE" | "PROFIT_PAYABLE";
    glAccountKey: string;
  };
  DepositInterestAccruedAmounts: {
    interestAccrued?: Decimalish | undefined;
    negativeInterestAccrued?: Decimalish | undefined;
    overdraftInterestAccrued?: Decimalish | undefined;
    technicalOverdraftInterestAccrued?: Decimalish | undefined;
  };
  DepositMaturitySettings: {
    maturityPeriod?: Schemas["IntegerInterval"] | undefined;
    /** @enum {string} */
    maturityPeriodUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
  };
  DepositNewAccountSettings: {
    /** @enum {string} */
    idGeneratorType: "INCREMENTAL_NUMBER" | "RANDOM_PATTERN";
    idPattern: string;
  };
  DepositOverdraftInterestSettings: {
    indexInterestRate?: Decimalish | undefined;
    interestRate?: Decimalish | undefined;
  };
  DepositOverdraftSettings: {
    overdraftLimit?: Decimalish | undefined;
  };
  DepositProduct: {
    accountingSettings: Schemas["DepositProductAccountingSettings"];
    availabilitySettings?: Schemas["DepositProductAvailabilitySettings"] | undefined;
    /** @enum {string} */
    category?: ("PERSONAL_DEPOSIT" | "BUSINESS_DEPOSIT" | "DAILY_BANKING_ACCOUNTS" | "BUSINESS_BANKING_ACCOUNTS" | "STORED_VALUE_ACCOUNTS" | "UNCATEGORIZED") | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    creditArrangementSettings?: Schemas["CreditArrangementSettings"] | undefined;
    currencySettings?: Schemas["DepositProductCurrencySettings"] | undefined;
    readonly encodedKey?: string | undefined;
    feesSettings?: Schemas["DepositProductFeeSettings"] | undefined;
    id: string;
    interestSettings?: Schemas["DepositProductInterestSettings"] | undefined;
    internalControls?: Schemas["DepositProductInternalControls"] | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    maturitySettings?: Schemas["DepositMaturitySettings"] | undefined;
    name: string;
    newAccountSettings: Schemas["DepositNewAccountSettings"];
    notes?: string | undefined;
    offsetSettings?: Schemas["DepositProductOffsetSettings"] | undefined;
    overdraftInterestSettings?: Schemas["OverdraftInterestSettings"] | undefined;
    overdraftSettings?: Schemas["DepositProductOverdraftSettings"] | undefined;
    /** @enum {string} */
    state: "ACTIVE" | "INACTIVE";
    taxSettings?: Schemas["DepositProductTaxSettings"] | undefined;
    templates?: Schemas["DocumentTemplate"][] | undefined;
    /** @enum {string} */
    type: "CURRENT_ACCOUNT" | "REGULAR_SAVINGS" | "FIXED_DEPOSIT" | "SAVINGS_PLAN" | "INVESTOR_ACCOUNT";
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  DepositProductAccountingSettings: {
    /** @enum {string} */
    accountingMethod: "NONE" | "CASH" | "ACCRUAL";
    accountingRules?: Schemas["DepositGLAccountingRule"][] | undefined;
    /** @enum {string} */
    interestAccrualCalculation?: ("NONE" | "AGGREGATED_AMOUNT" | "BREAKDOWN_PER_ACCOUNT") | undefined;
    /** @enum {string} */
    interestAccruedAccountingMethod?: ("NONE" | "DAILY" | "END_OF_MONTH") | undefined;
  };
  DepositProductAction: {
    /** @enum {string} */
    action: "UPDATE_INTEREST_SETTINGS";
  };
  DepositProductActionResponse: {
    /** @enum {string} */
    readonly state?: "QUEUED" | undefined;
  };
  DepositProductAvailabilitySettings: {
    availableFor?: ("INDIVIDUALS" | "PURE_GROUPS")[] | undefined;
    branchSettings?: Schemas["BranchSettings"] | undefined;
  };
  DepositProductCurrencySettings: {
    currencies?: Schemas["Currency"][] | undefined;
  };
  DepositProductFeeSettings: {
    allowArbitraryFees?: boolean | undefined;
    fees?: Schemas["DepositProductPredefinedFee"][] | undefined;
  };
  DepositProductInterestRateSettings: {
    accrueInterestAfterMaturity?: boolean | undefined;
    allowNegativeInterestRate?: boolean | undefined;
    readonly encodedKey?: string | undefined;
    indexSourceKey?: string | undefined;
    /** @enum {string} */
    interestChargeFrequency?: ("ANNUALIZED" | "EVERY_MONTH" | "EVERY_FOUR_WEEKS" | "EVERY_WEEK" | "EVERY_DAY" | "EVERY_X_DAYS") | undefined;
    /** Format: int32 */
    interestChargeFrequencyCount?: number | undefined;
    interestRate?: Schemas["DecimalInterval"] | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    interestRateSource?: ("FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE") | undefined;
    /** @enum {string} */
    interestRateTerms?: ("FIXED" | "TIERED" | "TIERED_PERIOD" | "TIERED_BAND") | undefined;
    interestRateTiers?: Schemas["DepositProductInterestRateTier"][] | undefined;
  };
  DepositProductInterestRateTier: {
    readonly encodedKey?: string | undefined;
    endingBalance?: Decimalish | undefined;
    /** Format: int32 */
    endingDay?: number | undefined;
    interestRate: Decimalish;
  };
  DepositProductInterestSettings: {
    collectInterestWhenLocked?: boolean | undefined;
    /** @enum {string} */
    daysInYear?: ("ACTUAL_365_FIXED" | "ACTUAL_360" | "ACTUAL_ACTUAL_ISDA" | "E30_360" | "E30_42_365" | "BUS_252") | undefined;
    /** @enum {string} */
    interestCalculationBalance?: ("MINIMUM" | "AVERAGE" | "END_OF_DAY" | "MINIMUM_TO_END_OF_DAY" | "FRENCH_INTEREST_ACCRUAL") | undefined;
    /** Format: date */
    interestGainsProvidedEndDate?: string | undefined;
    /** Format: date */
    interestGainsProvidedStartDate?: string | undefined;
    interestPaidIntoAccount?: boolean | undefined;
    interestPaymentSettings?: Schemas["InterestPaymentSettings"] | undefined;
    interestRateSettings?: Schemas["DepositProductInterestRateSettings"] | undefined;
    maximumBalance?: Decimalish | undefined;
  };
  DepositProductInternalControls: {
    /** Format: int32 */
    dormancyPeriodDays?: number | undefined;
    maxWithdrawalAmount?: Decimalish | undefined;
    openingBalance?: Schemas["AmountDecimalInterval"] | undefined;
    recommendedDepositAmount?: Decimalish | undefined;
  };
  DepositProductOffsetSettings: {
    allowOffset?: boolean | undefined;
  };
  DepositProductOverdraftInterestRateSettings: {
    indexSourceKey?: string | undefined;
    /** @enum {string} */
    interestChargeFrequency?: ("ANNUALIZED" | "EVERY_MONTH" | "EVERY_FOUR_WEEKS" | "EVERY_WEEK" | "EVERY_DAY" | "EVERY_X_DAYS") | undefined;
    /** Format: int32 */
    interestChargeFrequencyCount?: number | undefined;
    interestRate?: Schemas["DecimalInterval"] | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    interestRateSource?: ("FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE") | undefined;
    /** @enum {string} */
    interestRateTerms?: ("FIXED" | "TIERED" | "TIERED_PERIOD" | "TIERED_BAND") | undefined;
    interestRateTiers?: Schemas["DepositProductOverdraftInterestRateTier"][] | undefined;
  };
  DepositProductOverdraftInterestRateTier: {
    readonly encodedKey?: string | undefined;
    endingBalance?: Decimalish | undefined;
    interestRate: Decimalish;
  };
  DepositProductOverdraftSettings: {
    allowOverdraft?: boolean | undefined;
    allowTechnicalOverdraft?: boolean | undefined;
    maxOverdraftLimit?: Decimalish | undefined;
  };
  DepositProductPredefinedFee: {
    accountingRules?: Schemas["DepositGLAccountingRule"][] | undefined;
    amount?: Decimalish | undefined;
    amountCalculationFunctionName?: string | undefined;
    /** @enum {string} */
    amountCalculationMethod?: ("FLAT" | "MAMBU_FUNCTION") | undefined;
    /** @enum {string} */
    applyDateMethod?: ("MONTHLY_FROM_ACTIVATION" | "FIRST_OF_EVERY_MONTH") | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    feeApplication: "REQUIRED" | "OPTIONAL";
    id?: string | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    name?: string | undefined;
    /** @enum {string} */
    state: "ACTIVE" | "INACTIVE";
    /** @enum {string} */
    trigger: "MANUAL" | "MONTHLY_FEE" | "ARBITRARY";
  };
  DepositProductTaxSettings: {
    withholdingTaxEnabled?: boolean | undefined;
  };
  DepositProductsConfiguration: {
    depositProducts?: {
      id?: string | undefined;
      name?: string | undefined;
      type?: string | undefined;
      category?: string | undefined;
      state?: string | undefined;
      description?: string | undefined;
      newAccountSettings?: {
        idGeneratorType?: string | undefined;
        idPattern?: string | undefined;
      } | undefined;
      availabilitySettings?: {
        forGroups?: boolean | undefined;
        forIndividuals?: boolean | undefined;
        branchSettings?: {
          allBranches?: boolean | undefined;
          branches?: unknown[] | undefined;
        } | undefined;
      } | undefined;
      currencySettings?: {
        currencies?: string[] | undefined;
      } | undefined;
      interestSettings?: {
        daysInYear?: string | undefined;
        paidIntoAccount?: boolean | undefined;
        calculationBalance?: string | undefined;
        collectInterestWhenLocked?: boolean | undefined;
        maximumBalance?: Decimalish | undefined;
        interestRateSettings?: {
          interestRateSource?: string | undefined;
          interestRateTerms?: string | undefined;
          interestRateTiers?: {
            endingBalance?: Decimalish | undefined;
            interestRate?: Decimalish | undefined;
          }[] | undefined;
          accrueInterestAfterMaturity?: boolean | undefined;
        } | undefined;
      } | undefined;
      maturitySettings?: {
        maturityPeriodInterval?: {
          defaultValue?: Decimalish | undefined;
          minValue?: Decimalish | undefined;
          maxValue?: Decimalish | undefined;
        } | undefined;
        maturityPeriodUnit?: string | undefined;
      } | undefined;
      taxSettings?: {
        withholdingTaxEnabled?: boolean | undefined;
      } | undefined;
      creditArrangementSettings?: {
        requirement?: string | undefined;
      } | undefined;
      internalControlsSettings?: {
        /** Format: int32 */
        dormancyPeriodDays?: number | undefined;
        recommendedDepositAmount?: Decimalish | undefined;
        maxWithdrawalAmount?: Decimalish | undefined;
        openingBalance?: {
          minValue?: Decimalish | undefined;
          maxValue?: Decimalish | undefined;
          defaultValue?: Decimalish | undefined;
        } | undefined;
        allowOffset?: boolean | undefined;
      } | undefined;
      feeSettings?: {
        allowArbitraryFees?: boolean | undefined;
        fees?: {
          id?: string | undefined;
          name?: string | undefined;
          active?: boolean | undefined;
          amount?: Decimalish | undefined;
          amountCalculationMethod?: string | undefined;
          trigger?: string | undefined;
          accountingRules?: unknown[] | undefined;
        }[] | undefined;
      } | undefined;
      overdraftInterestSettings?: {
        allowOverdraft?: boolean | undefined;
        allowTechnicalOverdraft?: boolean | undefined;
        maxOverdraftLimit?: Decimalish | undefined;
        daysInYear?: string | undefined;
        calculationBalance?: string | undefined;
        interestRateSettings?: {
          allowNegativeInterestRate?: boolean | undefined;
          interestRateSource?: string | undefined;
          interestRateTerms?: string | undefined;
          interestRateTiers?: {
            endingBalance?: Decimalish | undefined;
            interestRate?: Decimalish | undefined;
          }[] | undefined;
        } | undefined;
      } | undefined;
      accountingSettings?: {
        accountingRules?: {
          glAccountCode?: string | undefined;
          financialResource?: string | undefined;
        }[] | undefined;
        accountingMethod?: string | undefined;
        interestAccruedAccountingMethod?: string | undefined;
      } | undefined;
    }[] | undefined;
  };
  DepositTaxes: {
    taxRate?: Decimalish | undefined;
  };
  DepositTerms: {
    interestSettings?: Schemas["DepositTransactionInterestSettings"] | undefined;
    overdraftInterestSettings?: Schemas["DepositOverdraftInterestSettings"] | undefined;
    overdraftSettings?: Schemas["DepositOverdraftSettings"] | undefined;
  };
  DepositTransaction: {
    accountBalances?: Schemas["DepositTransactionBalances"] | undefined;
    adjustmentTransactionKey?: string | undefined;
    affectedAmounts?: Schemas["DepositAffectedAmounts"] | undefined;
    amount?: Decimalish | undefined;
    blockId?: string | undefined;
    /** Format: date-time */
    bookingDate?: string | undefined;
    readonly branchKey?: string | undefined;
    cardTransaction?: Schemas["CardTransaction"] | undefined;
    readonly centreKey?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    currencyCode?: string | undefined;
    readonly customFieldsArchived?: boolean | undefined;
    readonly encodedKey?: string | undefined;
    externalId?: string | undefined;
    readonly fees?: Schemas["DepositFee"][] | undefined;
    holdExternalReferenceId?: string | undefined;
    id?: string | undefined;
    interestAccruedAmounts?: Schemas["DepositInterestAccruedAmounts"] | undefined;
    migrationEventKey?: string | undefined;
    notes?: string | undefined;
    originalTransactionKey?: string | undefined;
    parentAccountKey?: string | undefined;
    paymentDetails?: Schemas["PaymentDetails"] | undefined;
    paymentOrderId?: string | undefined;
    taxes?: Schemas["DepositTaxes"] | undefined;
    terms?: Schemas["DepositTerms"] | undefined;
    tillKey?: string | undefined;
    transactionDetails?: Schemas["TransactionDetails"] | undefined;
    transferDetails?: Schemas["TransferDetails"] | undefined;
    /** @enum {string} */
    type?: ("IMPORT" | "WRITE_OFF" | "WRITE_OFF_ADJUSTMENT" | "DEPOSIT" | "ADJUSTMENT" | "WITHDRAWAL" | "WITHDRAWAL_ADJUSTMENT" | "CARD_TRANSACTION_REVERSAL" | "CARD_TRANSACTION_REVERSAL_ADJUSTMENT" | "TRANSFER" | "TRANSFER_ADJUSTMENT" | "FEE_APPLIED" | "FEE_ADJUSTED" | "FEES_DUE_REDUCED" | "INTEREST_APPLIED" | "INTEREST_APPLIED_ADJUSTMENT" | "NET_DIFF_INTEREST" | "PROFIT_APPLIED" | "PROFIT_APPLIED_ADJUSTMENT" | "FEE_REDUCTION_ADJUSTMENT" | "WITHHOLDING_TAX" | "WITHHOLDING_TAX_ADJUSTMENT" | "INTEREST_RATE_CHANGED" | "OVERDRAFT_INTEREST_RATE_CHANGED" | "OVERDRAFT_LIMIT_CHANGED" | "BRANCH_CHANGED" | "ACCOUNT_HOLDER_CHANGED" | "LOAN_FUNDED" | "LOAN_FUNDED_ADJUSTMENT" | "LOAN_REPAID" | "LOAN_REPAID_ADJUSTMENT" | "LOAN_FRACTION_BOUGHT" | "LOAN_FRACTION_BOUGHT_ADJUSTMENT" | "LOAN_FRACTION_SOLD" | "LOAN_FRACTION_SOLD_ADJUSTMENT" | "SEIZED_AMOUNT") | undefined;
    userKey?: string | undefined;
    /** Format: date-time */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  DepositTransactionAdjustmentDetails: {
    /** Format: date-time */
    bookingDate?: string | undefined;
    notes?: string | undefined;
  };
  DepositTransactionBalances: {
    totalBalance?: Decimalish | undefined;
  };
  DepositTransactionBulkableInputDTO: {
    accountId: string;
    amount: Decimalish;
    externalId?: string | undefined;
    holdExternalReferenceId?: string | undefined;
    notes?: string | undefined;
    paymentDetails?: Schemas["PaymentDetails"] | undefined;
    paymentOrderId?: string | undefined;
    skipMaximumBalanceValidation?: boolean | undefined;
    transactionDetails?: Schemas["TransactionDetailsInput"] | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  DepositTransactionFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    values?: (string | Decimalish | boolean)[] | undefined;
    value?: (string | Decimalish | boolean) | undefined;
    secondValue?: (string | Decimalish | boolean) | undefined;
  };
  DepositTransactionInput: {
    amount: Decimalish;
    /** Format: date-time */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    holdExternalReferenceId?: string | undefined;
    notes?: string | undefined;
    paymentDetails?: Schemas["PaymentDetails"] | undefined;
    paymentOrderId?: string | undefined;
    skipMaximumBalanceValidation?: boolean | undefined;
    transactionDetails?: Schemas["TransactionDetailsInput"] | undefined;
    /** Format: date-time */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  DepositTransactionInterestSettings: {
    indexInterestRate?: Decimalish | undefined;
    interestRate?: Decimalish | undefined;
  };
  DepositTransactionSearchCriteria: {
    filterCriteria?: Schemas["DepositTransactionFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["DepositTransactionSortingCriteria"] | undefined;
  };
  DepositTransactionSortingCriteria: {
    field: string;
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  DisbursementDetails: {
    /** Format: date-time */
    disbursementDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: date-time */
    expectedDisbursementDate?: string | undefined;
    fees?: Schemas["CustomPredefinedFee"][] | undefined;
    /** Format: date-time */
    firstRepaymentDate?: string | undefined;
    transactionDetails?: Schemas["LoanTransactionDetails"] | undefined;
  };
  DisbursementDetailsForSchedulePreview: {
    /** Format: date-time */
    expectedDisbursementDate?: string | undefined;
    fees?: Schemas["CustomPredefinedFee"][] | undefined;
    /** Format: date-time */
    firstRepaymentDate?: string | undefined;
  };
  DisbursementLoanTransactionInput: {
    /** @description Without it the full approved amount is paid out, or the next tranche. */
    amount?: Decimalish | undefined;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    fees?: Schemas["FeeInput"][] | undefined;
    /** Format: date-time */
    firstRepaymentDate?: string | undefined;
    notes?: string | undefined;
    originalCurrencyCode?: string | undefined;
    shiftAdjustableInterestPeriods?: boolean | undefined;
    transactionDetails?: Schemas["TransactionDetailsInput"] | undefined;
    transferDetails?: Schemas["DisbursementTransferDetailsInput"] | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  DisbursementTransferDetailsInput: {
    linkedAccountId?: string | undefined;
    linkedAccountKey?: string | undefined;
  };
  Document: {
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    fileName?: string | undefined;
    /** Format: int64 */
    fileSize?: number | undefined;
    /** Format: int64 */
    id: number;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    location?: string | undefined;
    name: string;
    notes?: string | undefined;
    readonly ownerKey?: string | undefined;
    /** @enum {string} */
    readonly ownerType?: ("CLIENT" | "GROUP" | "LOAN_PRODUCT" | "SAVINGS_PRODUCT" | "CENTRE" | "BRANCH" | "USER" | "LOAN_ACCOUNT" | "DEPOSIT_ACCOUNT" | "ID_DOCUMENT" | "LINE_OF_CREDIT" | "GL_JOURNAL_ENTRY") | undefined;
    type: string;
  };
  DocumentTemplate: {
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    name?: string | undefined;
    /** @enum {string} */
    type?: ("ACCOUNT" | "TRANSACTION" | "ACCOUNT_WITH_TRANSACTIONS") | undefined;
  };
  DocumentUpload: {
    /** @enum {string} */
    ownerType: "CLIENT" | "GROUP" | "LOAN_PRODUCT" | "SAVINGS_PRODUCT" | "CENTRE" | "BRANCH" | "USER" | "LOAN_ACCOUNT" | "DEPOSIT_ACCOUNT" | "ID_DOCUMENT" | "LINE_OF_CREDIT" | "GL_JOURNAL_ENTRY";
    id: string;
    /** Format: binary */
    file: FileUpload;
    name?: string | undefined;
    notes?: string | undefined;
  };
  DuplicateFieldConstraint: {
    active?: boolean | undefined;
    dataField?: string | undefined;
    /** @enum {string} */
    dataItemType?: ("LOANS" | "SAVINGS" | "CLIENT" | "CLIENT_ROLE" | "GROUP" | "GROUP_ROLE" | "TRANSACTION" | "JOURNAL_ENTRY" | "INTEREST_ACCRUAL_BREAKDOWN" | "BRANCH" | "CENTRE" | "USER" | "LOAN_PRODUCT" | "SAVINGS_PRODUCT" | "NOTIFICATION_MESSAGE" | "NOTIFICATION_TEMPLATE" | "REPAYMENT" | "REPAYMENT_COLLECTION" | "ACTIVITY" | "LINE_OF_CREDIT" | "IDENTIFICATION_DOCUMENT" | "ATTACHMENT" | "CURRENCY" | "PRODUCT" | "REVENUE" | "EXPENSE" | "OUTSTANDING_PORTFOLIO_ACCOUNTS" | "OUTSTANDING_PORTFOLIO_AMOUNTS" | "CREATED_ACCOUNTS" | "WRITTEN_OFF_LOANS" | "DISBURSED_LOANS" | "LOAN_GROUP" | "TRANCHE" | "DISBURSEMENT_DETAILS" | "TRANSACTION_DETAILS" | "TRANSACTION_CHANNEL" | "CUSTOM_PREDEFINED_FEE" | "CUSTOM_FIELD_SELECTION" | "PREDEFINED_FEE" | "LOAN_TRANSACTION" | "SAVINGS_TRANSACTION" | "CARD_TRANSACTION_REVERSAL" | "COMPOSED_TRANSACTIONS" | "UNION_TRANSACTIONS" | "INVESTOR_FUND" | "PRINCIPAL_PAYMENT_SETTINGS" | "LOAN_ACCOUNT_GUARANTY" | "TASK" | "DOCUMENT_TEMPLATE" | "INDEX_RATE" | "INDEX_RATE_SOURCE" | "INTEREST_PRODUCT_SETTINGS" | "MCC_EXPIRATION" | "PRODUCT_ARREARS_SETTINGS" | "ACCOUNT_INTEREST_RATE_SETTINGS" | "LENDING_ACCOUNT_CONTRACT" | "REVOLVING_ACCOUNT" | "LENDING_PRODUCT_CONTRACT") | undefined;
    encodedKey?: string | undefined;
    /** Format: int32 */
    groupIndex?: number | undefined;
  };
  EndOfDayProcessingConfiguration: {
    endOfDayProcessingMethod?: string | undefined;
    accountingCutOffTime?: string | undefined;
  };
  ErrorResponse: {
    errors?: Schemas["RestError"][] | undefined;
  };
  ExchangeRate: {
    buyRate?: Decimalish | undefined;
    /** Format: date-time */
    endDate?: string | undefined;
    fromCurrencyCode?: string | undefined;
    sellRate?: Decimalish | undefined;
    /** Format: date-time */
    startDate?: string | undefined;
    toCurrencyCode?: string | undefined;
    userKey?: string | undefined;
  };
  ExchangeRateInput: {
    buyRate: Decimalish;
    sellRate: Decimalish;
    /** Format: date-time */
    startDate?: string | undefined;
  };
  Fee: {
    amount?: Decimalish | undefined;
    readonly name?: string | undefined;
    predefinedFeeKey: string;
    taxAmount?: Decimalish | undefined;
    /** @enum {string} */
    readonly trigger?: ("MANUAL" | "MANUAL_PLANNED" | "DISBURSEMENT" | "CAPITALIZED_DISBURSEMENT" | "UPFRONT_DISBURSEMENT" | "LATE_REPAYMENT" | "PAYMENT_DUE" | "PAYMENT_DUE_APPLIED_ON_DUE_DATES" | "ARBITRARY" | "IOF" | "EARLY_REPAYMENT_CHARGE" | "FEE_INCLUDED_IN_PMT") | undefined;
  };
  FeeAmount: {
    due?: Decimalish | undefined;
    expected?: Decimalish | undefined;
    expectedUnapplied?: Decimalish | undefined;
    paid?: Decimalish | undefined;
  };
  FeeAppliedDepositTransactionInput: {
    externalId?: string | undefined;
    notes?: string | undefined;
    predefinedFeeKey?: string | undefined;
    amount?: Decimalish | undefined;
  };
  FeeInput: {
    amount?: Decimalish | undefined;
    percentage?: Decimalish | undefined;
    predefinedFeeKey: string;
  };
  FeeLoanTransactionInput: {
    /** @description Needed unless the product fixes the amount of the fee. */
    amount?: Decimalish | undefined;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    /** @description Whether the fee is added to the principal. */
    feeCapitalisation?: boolean | undefined;
    /** Format: date-time */
    firstRepaymentDate?: string | undefined;
    /** Format: int32 */
    installmentNumber?: number | undefined;
    notes?: string | undefined;
    /** @description Without it the fee is a manual one. */
    predefinedFeeKey?: string | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  };
  FeeTaxSettings: {
    /** @enum {string} */
    taxableCalculationMethod?: ("DEFAULT" | "NON_TAXABLE" | "CUSTOM_TAX") | undefined;
  };
  FeesAccountSettings: {
    readonly accruedFee?: Decimalish | undefined;
    readonly accruedFeeFromArrears?: Decimalish | undefined;
    feeRate?: Decimalish | undefined;
  };
  FeesSettings: {
    allowArbitraryFees?: boolean | undefined;
    fees?: Schemas["PredefinedFee"][] | undefined;
  };
  FeesSettingsForSchedulePreview: {
    feeRate?: Decimalish | undefined;
  };
  FileContent: FileDownload;
  FinancialInstitutionIdentification: {
    bic?: string | undefined;
  };
  FlorinBlockedAddress: {
    readonly encodedKey?: string | undefined;
    readonly address?: string | undefined;
    /** Format: int32 */
    readonly invalidRequests?: number | undefined;
    /** Format: date-time */
    readonly lastInvalidDate?: string | undefined;
    /** Format: date-time */
    readonly blockedDate?: string | undefined;
  };
  FlorinClock: {
    /** Format: date-time */
    now: string;
    /** Format: date */
    today: string;
    timeZone: string;
    sandbox: boolean;
  };
  FlorinClockAdvance: {
    /**
     * Format: date
     * @description The booking date to move to.
     */
    to?: string | undefined;
    /**
     * Format: int32
     * @description How many days to move, as an alternative to a date.
     */
    days?: number | undefined;
  };
  FlorinClockAdvanced: {
    /** Format: date-time */
    now: string;
    /** Format: date */
    today: string;
    timeZone: string;
    sandbox: boolean;
    /** @description The booking dates whose end of day ran on the way. */
    endOfDayRuns: string[];
    /** @description What the nights were refused, account by account; at most 1000. The others were done, and the next night tries these again. */
    endOfDayRefusals: Schemas["FlorinEndOfDayRefusal"][];
  };
  FlorinEndOfDayBalanceDate: {
    /** Format: date-time */
    overdraftInterestEodBalanceDate?: string | undefined;
  };
  FlorinEndOfDayRefusal: {
    /**
     * Format: date
     * @description The booking date whose end of day it was.
     */
    day: string;
    step: string;
    accountKey: string;
    errorReason: string;
    errorSource: string;
  };
  FlorinDifference: {
    kind: string;
    subject: string;
    expected: string;
    actual: string;
  };
  FlorinVerification: {
    checked: {
      [key: string]: number;
    };
    differences: Schemas["FlorinDifference"][];
  };
  ForeignAmount: {
    accountingRate?: Schemas["AccountingRate"] | undefined;
    amount?: Decimalish | undefined;
    currency?: Schemas["Currency"] | undefined;
  };
  FourEyesPrinciple: {
    activeForLoanApproval?: boolean | undefined;
  };
  FundingSettings: {
    enabled?: boolean | undefined;
    funderInterestCommission?: Schemas["DecimalConstraints"] | undefined;
    /** @enum {string} */
    funderInterestCommissionAllocationType?: ("PERCENTAGE_OF_LOAN_FUNDING" | "FIXED_INTEREST_COMMISSIONS") | undefined;
    lockFundsAtApproval?: boolean | undefined;
    organizationInterestCommission?: Schemas["DecimalConstraints"] | undefined;
    requiredFunds?: Decimalish | undefined;
  };
  FundingSourcePurchase: {
    amount: Decimalish;
    depositAccountKey?: string | undefined;
    price: Decimalish;
  };
  GLAccount: {
    activated?: boolean | undefined;
    allowManualJournalEntries?: boolean | undefined;
    balance?: Decimalish | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    currency?: Schemas["Currency"] | undefined;
    description?: string | undefined;
    readonly encodedKey?: string | undefined;
    glCode?: string | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    migrationEventKey?: string | undefined;
    name?: string | undefined;
    stripTrailingZeros?: boolean | undefined;
    /** @enum {string} */
    type?: ("ASSET" | "LIABILITY" | "EQUITY" | "INCOME" | "EXPENSE") | undefined;
    /** @enum {string} */
    usage?: ("DETAIL" | "HEADER") | undefined;
  };
  GLAccountAmount: {
    amount?: Decimalish | undefined;
    glAccount?: string | undefined;
  };
  GLAccountInput: {
    allowManualJournalEntries?: boolean | undefined;
    currency?: Schemas["Currency"] | undefined;
    description?: string | undefined;
    glCode: string;
    name: string;
    stripTrailingZeros?: boolean | undefined;
    /** @enum {string} */
    type: "ASSET" | "LIABILITY" | "EQUITY" | "INCOME" | "EXPENSE";
    /** @enum {string} */
    usage: "DETAIL" | "HEADER";
  };
  GLAccountingRule: {
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    financialResource: "PORTFOLIO_CONTROL" | "FUND_SOURCE" | "WRITE_OFF_EXPENSE" | "INTEREST_INCOME" | "PAYMENT_HOLIDAY_INTEREST_INCOME" | "TAXES_PAYABLE" | "FEE_INCOME" | "PENALTY_INCOME" | "NEGATIVE_INTEREST_PAYABLE_RECEIVABLE" | "NEGATIVE_INTEREST_PAYABLE" | "INTEREST_RECEIVABLE" | "PAYMENT_HOLIDAY_INTEREST_RECEIVABLE" | "FEE_RECEIVABLE" | "PENALTY_RECEIVABLE" | "TAXES_RECEIVABLE" | "DEFERRED_INTERESTS_INCOME" | "DEFERRED_FEE_INCOME" | "DEFERRED_TAXES" | "DEPOSIT_REFERENCE" | "SAVINGS_CONTROL" | "INTEREST_EXPENSE" | "INTEREST_PAYABLE" | "NEGATIVE_INTEREST_INCOME" | "NEGATIVE_INTEREST_RECEIVABLE" | "OVERDRAFT_PORTFOLIO_CONTROL" | "OVERDRAFT_INTEREST_INCOME" | "OVERDRAFT_WRITE_OFF_EXPENSE" | "OVERDRAFT_INTEREST_RECEIVABLE" | "INTER_BRANCH_TRANSFER" | "INTEREST_FROM_ARREARS_INCOME" | "INTEREST_FROM_ARREARS_RECEIVABLE" | "INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE" | "PROFIT_EXPENSE" | "PROFIT_PAYABLE";
    glAccountKey: string;
    transactionChannelKey?: string | undefined;
  };
  GLJournalEntry: {
    accountKey?: string | undefined;
    amount?: Decimalish | undefined;
    assignedBranchKey?: string | undefined;
    /** Format: date-time */
    bookingDate?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: int64 */
    readonly entryID?: number | undefined;
    foreignAmount?: Schemas["GLJournalEntryForeignAmount"] | undefined;
    glAccount?: Schemas["GLAccount"] | undefined;
    notes?: string | undefined;
    productKey?: string | undefined;
    /** @enum {string} */
    productType?: ("LOAN" | "SAVINGS") | undefined;
    reversalEntryKey?: string | undefined;
    transactionId?: string | undefined;
    /** @enum {string} */
    type?: ("DEBIT" | "CREDIT") | undefined;
    userKey?: string | undefined;
  };
  GLJournalEntryFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  GLJournalEntryForeignAmount: {
    accountingRate?: Schemas["AccountingRate"] | undefined;
    amount?: Decimalish | undefined;
    currency?: Schemas["Currency"] | undefined;
  };
  GLJournalEntrySearchCriteria: {
    filterCriteria?: Schemas["GLJournalEntryFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["GLJournalEntrySortingCriteria"] | undefined;
  };
  GLJournalEntrySortingCriteria: {
    /** @enum {string} */
    field: "encodedKey" | "entryId" | "bookingDate" | "creationDate" | "transactionId" | "glAccountName" | "glAccountId" | "glAccountType" | "debit" | "credit" | "foreignDebit" | "foreignCredit" | "loanAccountId" | "userName" | "user" | "branchName" | "foreignCurrency";
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  GeneralSetup: {
    accountingCutOffTime?: string | undefined;
    approvalDisbursalTwoManRuleEnabled?: boolean | undefined;
    /** Format: int32 */
    arrearsDaysBeforeWriteOff?: number | undefined;
    assignmentConstraints?: ("BRANCH" | "CENTRE" | "CREDIT_OFFICER" | "GROUP")[] | undefined;
    /** Format: int32 */
    automatedAccountingClosuresInterval?: number | undefined;
    clientIdFormat?: string | undefined;
    dashboardConfigurations?: Schemas["DashboardConfiguration"][] | undefined;
    dateFormats?: {
      [key: string]: string;
    } | undefined;
    /** @enum {string} */
    decimalSeparator?: ("COMMA" | "POINT") | undefined;
    defaultClientRoleKey?: string | undefined;
    /** @enum {string} */
    defaultClientState?: ("PENDING_APPROVAL" | "INACTIVE" | "ACTIVE" | "EXITED" | "BLACKLISTED" | "REJECTED") | undefined;
    defaultGroupRoleKey?: string | undefined;
    /** @enum {string} */
    defaultLineOfCreditState?: ("PENDING_APPROVAL" | "APPROVED" | "ACTIVE" | "CLOSED" | "WITHDRAWN" | "REJECTED") | undefined;
    defaultTransactionChannelKey?: string | undefined;
    duplicateClientChecks?: Schemas["DuplicateFieldConstraint"][] | undefined;
    /** @enum {string} */
    duplicateClientConstraintAction?: ("NONE" | "WARNING" | "ERROR") | undefined;
    enabledComponents?: ("LOANS" | "DEPOSITS" | "BRANCHES" | "CENTRES" | "CLIENTS" | "GROUPS" | "ACCOUNTING" | "CREDIT_OFFICERS")[] | undefined;
    encodedKey?: string | undefined;
    /** @enum {string} */
    eodProcessingMethod?: ("AUTOMATIC" | "MANUAL" | "EARLY_MANUAL") | undefined;
    exposureAmount?: Decimalish | undefined;
    /** @enum {string} */
    exposureType?: ("UNLIMITED" | "SUM_OF_LOANS" | "SUM_OF_LOANS_MINUS_SAVINGS") | undefined;
    groupIdFormat?: string | undefined;
    /** @enum {string} */
    groupSizeLimitType?: ("HARD" | "WARNING" | "NONE") | undefined;
    interBranchTransferGLAccountKey?: string | undefined;
    lineOfCreditIdFormat?: string | undefined;
    /** Format: int32 */
    maxAllowedIdDocumentAttachments?: number | undefined;
    /** Format: int32 */
    maxAllowedJournalEntryDocumentAttachments?: number | undefined;
    /** Format: int32 */
    maxAllowedUndoClosurePeriod?: number | undefined;
    /** Format: int32 */
    maxGroupSizeLimit?: number | undefined;
    /** Format: int32 */
    minGroupSizeLimit?: number | undefined;
    /** @enum {string} */
    multipleGroupMemberships?: ("UNLIMITED" | "ONE_GROUP") | undefined;
    /** @enum {string} */
    multipleLoans?: ("UNLIMITED" | "ONE_LOAN") | undefined;
    otherIdDocumentsEnabled?: boolean | undefined;
    /** Format: date-time */
    overdraftInterestEodBalanceDate?: string | undefined;
    tillIdFormat?: string | undefined;
  };
  GetAuthorizationHold: {
    readonly accountKey?: string | undefined;
    advice: boolean;
    amount: Decimalish;
    readonly balances?: Schemas["AccountBalances"] | undefined;
    cardAcceptor?: Schemas["CardAcceptor"] | undefined;
    readonly cardToken?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    /** @enum {string} */
    creditDebitIndicator?: ("DBIT" | "CRDT") | undefined;
    currencyCode?: string | undefined;
    /** Format: int32 */
    customExpirationPeriod?: number | undefined;
    readonly encodedKey?: string | undefined;
    exchangeRate?: Decimalish | undefined;
    externalReferenceId: string;
    originalAmount?: Decimalish | undefined;
    originalCurrency?: string | undefined;
    partial?: boolean | undefined;
    /** Format: date-time */
    readonly referenceDateForExpiration?: string | undefined;
    /** @enum {string} */
    readonly source?: ("CARD" | "ACCOUNT") | undefined;
    /** @enum {string} */
    readonly status?: ("PENDING" | "REVERSED" | "SETTLED" | "EXPIRED") | undefined;
    userTransactionTime?: string | undefined;
  };
  GetCardTransaction: {
    accountBalances?: Schemas["DepositTransactionBalances"] | undefined;
    adjustmentTransactionKey?: string | undefined;
    affectedAmounts?: Schemas["DepositAffectedAmounts"] | undefined;
    amount?: Decimalish | undefined;
    blockId?: string | undefined;
    /** Format: date-time */
    bookingDate?: string | undefined;
    branchKey?: string | undefined;
    cardTransaction?: Schemas["CardTransaction"] | undefined;
    cardTransactionReversals?: Schemas["CardTransactionReversal"][] | undefined;
    centreKey?: string | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    currencyCode?: string | undefined;
    encodedKey?: string | undefined;
    externalId?: string | undefined;
    fees?: Schemas["DepositFee"][] | undefined;
    holdExternalReferenceId?: string | undefined;
    id?: string | undefined;
    interestAccruedAmounts?: Schemas["DepositInterestAccruedAmounts"] | undefined;
    migrationEventKey?: string | undefined;
    notes?: string | undefined;
    originalTransactionKey?: string | undefined;
    parentAccountKey?: string | undefined;
    paymentDetails?: Schemas["PaymentDetails"] | undefined;
    paymentOrderId?: string | undefined;
    taxes?: Schemas["DepositTaxes"] | undefined;
    terms?: Schemas["DepositTerms"] | undefined;
    tillKey?: string | undefined;
    transactionDetails?: Schemas["TransactionDetails"] | undefined;
    transferDetails?: Schemas["TransferDetails"] | undefined;
    /** @enum {string} */
    type?: ("IMPORT" | "WRITE_OFF" | "WRITE_OFF_ADJUSTMENT" | "DEPOSIT" | "ADJUSTMENT" | "WITHDRAWAL" | "WITHDRAWAL_ADJUSTMENT" | "CARD_TRANSACTION_REVERSAL" | "CARD_TRANSACTION_REVERSAL_ADJUSTMENT" | "TRANSFER" | "TRANSFER_ADJUSTMENT" | "FEE_APPLIED" | "FEE_ADJUSTED" | "FEES_DUE_REDUCED" | "INTEREST_APPLIED" | "INTEREST_APPLIED_ADJUSTMENT" | "NET_DIFF_INTEREST" | "PROFIT_APPLIED" | "PROFIT_APPLIED_ADJUSTMENT" | "FEE_REDUCTION_ADJUSTMENT" | "WITHHOLDING_TAX" | "WITHHOLDING_TAX_ADJUSTMENT" | "INTEREST_RATE_CHANGED" | "OVERDRAFT_INTEREST_RATE_CHANGED" | "OVERDRAFT_LIMIT_CHANGED" | "BRANCH_CHANGED" | "ACCOUNT_HOLDER_CHANGED" | "LOAN_FUNDED" | "LOAN_FUNDED_ADJUSTMENT" | "LOAN_REPAID" | "LOAN_REPAID_ADJUSTMENT" | "LOAN_FRACTION_BOUGHT" | "LOAN_FRACTION_BOUGHT_ADJUSTMENT" | "LOAN_FRACTION_SOLD" | "LOAN_FRACTION_SOLD_ADJUSTMENT" | "SEIZED_AMOUNT") | undefined;
    userKey?: string | undefined;
    /** Format: date-time */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  GracePeriodSettings: {
    gracePeriod?: Schemas["IntegerIntervalConstraints"] | undefined;
    /** @enum {string} */
    gracePeriodType?: ("NONE" | "PAY_INTEREST_ONLY" | "INTEREST_FORGIVENESS") | undefined;
  };
  Group: {
    addresses?: Schemas["Address"][] | undefined;
    assignedBranchKey?: string | undefined;
    assignedCentreKey?: string | undefined;
    assignedUserKey?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    emailAddress?: string | undefined;
    readonly encodedKey?: string | undefined;
    groupMembers?: Schemas["GroupMember"][] | undefined;
    groupName: string;
    groupRoleKey?: string | undefined;
    homePhone?: string | undefined;
    id?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    /** Format: int32 */
    readonly loanCycle?: number | undefined;
    readonly migrationEventKey?: string | undefined;
    mobilePhone?: string | undefined;
    notes?: string | undefined;
    /** @enum {string} */
    preferredLanguage?: ("ENGLISH" | "PORTUGESE" | "SPANISH" | "RUSSIAN" | "FRENCH" | "GEORGIAN" | "CHINESE" | "INDONESIAN" | "ROMANIAN" | "BURMESE" | "GERMAN" | "PORTUGUESE_BRAZIL" | "VIETNAMESE" | "ITALIAN" | "THAI" | "NORWEGIAN" | "PHRASE") | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  GroupFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  GroupMember: {
    clientKey: string;
    roles?: Schemas["GroupRole"][] | undefined;
  };
  GroupRole: {
    readonly encodedKey?: string | undefined;
    groupRoleNameKey: string;
    readonly roleName?: string | undefined;
    readonly roleNameId?: string | undefined;
  };
  GroupRoleNamesConfiguration: {
    groupRoleNames?: {
      id?: string | undefined;
      name?: string | undefined;
    }[] | undefined;
  };
  GroupSearchCriteria: {
    filterCriteria: Schemas["GroupFilterCriteria"][];
    sortingCriteria?: Schemas["GroupSortingCriteria"] | undefined;
  };
  GroupSortingCriteria: {
    /** @enum {string} */
    field: "encodedKey" | "id" | "creationDate" | "groupName" | "lastModifiedDate" | "depositsBalance" | "loansBalance" | "totalBalance" | "loanCycle";
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  Guarantor: {
    amount: Decimalish;
    assetName?: string | undefined;
    depositAccountKey?: string | undefined;
    readonly encodedKey?: string | undefined;
    guarantorKey: string;
    /** @enum {string} */
    guarantorType: "CLIENT" | "GROUP";
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  GuarantorFullDetails: {
    amount: Decimalish;
    assetName?: string | undefined;
    depositAccountKey?: string | undefined;
    readonly encodedKey?: string | undefined;
    guarantorKey: string;
    /** @enum {string} */
    guarantorType: "CLIENT" | "GROUP";
  };
  Holiday: {
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    /** Format: date */
    date?: string | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: int64 */
    id?: number | undefined;
    isAnnuallyRecurring?: boolean | undefined;
    name?: string | undefined;
  };
  Holidays: {
    holidays?: Schemas["Holiday"][] | undefined;
    nonWorkingDays?: ("MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY")[] | undefined;
  };
  HolidaysConfiguration: {
    nonWorkingDays?: string[] | undefined;
    holidays?: {
      /** Format: int64 */
      id?: number | undefined;
      name?: string | undefined;
      dayOfMonth?: Decimalish | undefined;
      monthOfYear?: Decimalish | undefined;
      year?: Decimalish | undefined;
      isAnnuallyRecurring?: boolean | undefined;
    }[] | undefined;
  };
  IdentificationDocument: {
    attachments?: Schemas["Document"][] | undefined;
    readonly clientKey?: string | undefined;
    documentId: string;
    documentType: string;
    readonly encodedKey?: string | undefined;
    identificationDocumentTemplateKey?: string | undefined;
    /** Format: int32 */
    indexInList?: number | undefined;
    issuingAuthority?: string | undefined;
    /** Format: date */
    validUntil?: string | undefined;
  };
  IdentificationDocumentTemplate: {
    allowAttachments?: boolean | undefined;
    documentIdTemplate?: string | undefined;
    documentType?: string | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    issuingAuthority?: string | undefined;
    mandatory?: boolean | undefined;
  };
  IdentificationDocumentTemplatesConfiguration: {
    idDocumentTemplates?: {
      id?: string | undefined;
      documentType?: string | undefined;
      issuingAuthority?: string | undefined;
      documentIdTemplate?: string | undefined;
      mandatoryForClients?: boolean | undefined;
      allowAttachments?: boolean | undefined;
    }[] | undefined;
  };
  IndexRate: {
    readonly assignedIndexRateSourceKey?: string | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    notes?: string | undefined;
    rate?: Decimalish | undefined;
    /** Format: date-time */
    startDate?: string | undefined;
    readonly userKey?: string | undefined;
  };
  IndexRateSource: {
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    name?: string | undefined;
    notes?: string | undefined;
    /** @enum {string} */
    type?: ("INTEREST_RATE" | "TAX_RATE" | "WITHHOLDING_TAX_RATE" | "PRINCIPAL_TAX_RATE") | undefined;
  };
  IndexRatesConfiguration: {
    indexRateSources?: {
      id?: string | undefined;
      name?: string | undefined;
      type?: string | undefined;
      notes?: string | undefined;
      indexRates?: {
        id?: string | undefined;
        /** Format: date-time */
        startDate?: string | undefined;
        rate?: Decimalish | undefined;
        notes?: string | undefined;
      }[] | undefined;
    }[] | undefined;
  };
  Installment: {
    carryForwardInterestSplit?: Schemas["CarryForwardInterestSplit"] | undefined;
    customSettingDetails?: Schemas["CustomSettingDetails"][] | undefined;
    /** Format: date-time */
    dueDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    expectedClosingBalance?: Decimalish | undefined;
    fee?: Schemas["InstallmentFee"] | undefined;
    feeDetails?: Schemas["InstallmentFeeDetails"][] | undefined;
    fundersInterestDue?: Decimalish | undefined;
    interest?: Schemas["InstallmentAllocationElementTaxableAmount"] | undefined;
    interestAccrued?: Decimalish | undefined;
    isPaymentHoliday?: boolean | undefined;
    /** Format: date-time */
    lastPaidDate?: string | undefined;
    /** Format: date-time */
    lastPenaltyAppliedDate?: string | undefined;
    nonScheduledPrincipalBalanceOverpayment?: Decimalish | undefined;
    notes?: string | undefined;
    number?: string | undefined;
    organizationCommissionDue?: Decimalish | undefined;
    parentAccountKey?: string | undefined;
    penalty?: Schemas["InstallmentAllocationElementTaxableAmount"] | undefined;
    principal?: Schemas["InstallmentAllocationElementAmount"] | undefined;
    /** Format: date-time */
    repaidDate?: string | undefined;
    /** @enum {string} */
    state?: ("PENDING" | "LATE" | "PAID" | "PARTIALLY_PAID" | "GRACE") | undefined;
  };
  InstallmentAllocationElementAmount: {
    amount?: Schemas["Amount"] | undefined;
  };
  InstallmentAllocationElementTaxableAmount: {
    amount?: Schemas["Amount"] | undefined;
    tax?: Schemas["Amount"] | undefined;
  };
  InstallmentFee: {
    amount?: Schemas["FeeAmount"] | undefined;
    tax?: Schemas["Amount"] | undefined;
  };
  InstallmentFeeDetails: {
    amount?: Schemas["AmountWithReduced"] | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    name?: string | undefined;
    tax?: Schemas["AmountWithReduced"] | undefined;
  };
  IntegerInterval: {
    /** Format: int32 */
    defaultValue?: number | undefined;
    /** Format: int32 */
    maxValue?: number | undefined;
    /** Format: int32 */
    minValue?: number | undefined;
  };
  IntegerIntervalConstraints: {
    /** Format: int32 */
    defaultValue?: number | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: int32 */
    maxValue?: number | undefined;
    /** Format: int32 */
    minValue?: number | undefined;
  };
  InterestAccountSettingsAvailability: {
    readonly encodedKey?: string | undefined;
    interestRateSettings: Schemas["DepositAccountInterestAvailabilitySettings"];
    /** Format: date */
    startDate: string;
    /** @enum {string} */
    type: "INTEREST" | "OVERDRAFT" | "TECHNICAL_OVERDRAFT";
  };
  InterestAccountSettingsAvailabilityForUpdate: {
    interestRateSettings?: {
      interestRate?: Decimalish | undefined;
      interestRateTiers?: Schemas["DepositAccountInterestRateTier"][] | undefined;
      interestSpread?: Decimalish | undefined;
    } | undefined;
  };
  InterestAccountSettingsAvailabilityResponse: {
    readonly encodedKey?: string | undefined;
    interestRateSettings?: Schemas["DepositAccountInterestRateSettings"] | undefined;
    /** Format: date */
    startDate?: string | undefined;
    /** @enum {string} */
    type?: ("INTEREST" | "OVERDRAFT" | "TECHNICAL_OVERDRAFT") | undefined;
  };
  InterestAccrualBreakdown: {
    accountId?: string | undefined;
    accountKey?: string | undefined;
    amount?: Decimalish | undefined;
    bookingDate?: string | undefined;
    branchKey?: string | undefined;
    branchName?: string | undefined;
    creationDate?: string | undefined;
    /** Format: int64 */
    entryId?: number | undefined;
    entryType?: string | undefined;
    foreignAmount?: Schemas["ForeignAmount"] | undefined;
    glAccountId?: string | undefined;
    glAccountKey?: string | undefined;
    glAccountName?: string | undefined;
    glAccountType?: string | undefined;
    /** Format: int64 */
    parentEntryId?: number | undefined;
    productId?: string | undefined;
    productKey?: string | undefined;
    productType?: string | undefined;
    transactionId?: string | undefined;
  };
  InterestAccrualFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  InterestAccrualSearchCriteria: {
    filterCriteria?: Schemas["InterestAccrualFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["InterestAccrualSortingCriteria"] | undefined;
  };
  InterestAccrualSortingCriteria: {
    /** @enum {string} */
    field: "entryId" | "parentEntryId" | "bookingDate" | "creationDate" | "transactionId" | "glAccountType" | "debit" | "credit" | "accountId" | "foreignCredit" | "foreignDebit" | "foreignCurrencyCode";
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  InterestPaymentSettings: {
    interestPaymentDates?: Schemas["MonthAndDay"][] | undefined;
    /** @enum {string} */
    interestPaymentPoint?: ("FIRST_DAY_OF_MONTH" | "EVERY_WEEK" | "EVERY_OTHER_WEEK" | "EVERY_MONTH" | "EVERY_3_MONTHS" | "ON_FIXED_DATES" | "DAILY" | "ANNUALLY" | "BI_ANNUALLY" | "ON_ACCOUNT_MATURITY") | undefined;
  };
  InterestProductSettings: {
    accrueInterestAfterMaturity?: boolean | undefined;
    allowNegativeInterestRate?: boolean | undefined;
    readonly encodedKey?: string | undefined;
    indexSourceKey?: string | undefined;
    /** @enum {string} */
    interestChargeFrequency?: ("ANNUALIZED" | "EVERY_MONTH" | "EVERY_FOUR_WEEKS" | "EVERY_WEEK" | "EVERY_DAY" | "EVERY_X_DAYS") | undefined;
    /** Format: int32 */
    interestChargeFrequencyCount?: number | undefined;
    interestRate?: Schemas["DecimalInterval"] | undefined;
    interestRateCeilingValue?: Decimalish | undefined;
    interestRateFloorValue?: Decimalish | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    interestRateSource?: ("FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE") | undefined;
    /** @enum {string} */
    interestRateTerms?: ("FIXED" | "TIERED" | "TIERED_PERIOD" | "TIERED_BAND") | undefined;
    interestRateTiers?: Schemas["InterestRateTier"][] | undefined;
  };
  InterestRateTier: {
    readonly encodedKey?: string | undefined;
    endingBalance?: Decimalish | undefined;
    interestRate: Decimalish;
  };
  InterestSettings: {
    accountInterestRateSettings?: Schemas["AccountInterestRateSettings"][] | undefined;
    accrueInterestAfterMaturity?: boolean | undefined;
    readonly accrueLateInterest?: boolean | undefined;
    effectiveInterestRate?: Decimalish | undefined;
    interestApplicationDays?: Schemas["DaysInMonth"] | undefined;
    /** @enum {string} */
    interestApplicationMethod?: ("AFTER_DISBURSEMENT" | "REPAYMENT_DUE_DATE" | "FIXED_DAYS_OF_MONTH") | undefined;
    /** @enum {string} */
    interestBalanceCalculationMethod?: ("ONLY_PRINCIPAL" | "PRINCIPAL_AND_INTEREST") | undefined;
    /** @enum {string} */
    interestCalculationMethod?: ("FLAT" | "DECLINING_BALANCE" | "DECLINING_BALANCE_DISCOUNTED" | "EQUAL_INSTALLMENTS") | undefined;
    /** @enum {string} */
    interestChargeFrequency?: ("ANNUALIZED" | "EVERY_MONTH" | "EVERY_FOUR_WEEKS" | "EVERY_WEEK" | "EVERY_DAY" | "EVERY_X_DAYS") | undefined;
    interestRate?: Decimalish | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    interestRateSource?: ("FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE") | undefined;
    interestSpread?: Decimalish | undefined;
    /** @enum {string} */
    interestType?: ("SIMPLE_INTEREST" | "CAPITALIZED_INTEREST" | "COMPOUNDING_INTEREST") | undefined;
    pmtAdjustmentThreshold?: Schemas["PMTAdjustmentThreshold"] | undefined;
  };
  InterestSettingsForSchedulePreview: {
    accountInterestRateSettings?: Schemas["AccountInterestRateSettings"][] | undefined;
    interestRate?: Decimalish | undefined;
    interestSpread?: Decimalish | undefined;
  };
  InternalControls: {
    /** Format: int32 */
    dormancyPeriodDays?: number | undefined;
    fourEyesPrinciple?: Schemas["FourEyesPrinciple"] | undefined;
    lockSettings?: Schemas["LockSettings"] | undefined;
  };
  InternalControlsConfiguration: {
    loanExposure?: {
      exposureType?: string | undefined;
      exposureAmount?: Decimalish | undefined;
    } | undefined;
    assignmentConstraints?: string[] | undefined;
    allowMultipleLoans?: boolean | undefined;
    allowMultipleGroupMemberships?: boolean | undefined;
    duplicateClientFieldsConfiguration?: {
      duplicateClientChecks?: string[] | undefined;
      duplicateClientConstraintAction?: string | undefined;
    } | undefined;
    arrearsDaysBeforeWriteOff?: Decimalish | undefined;
    maxAllowedUndoClosurePeriod?: Decimalish | undefined;
    defaultClientState?: string | undefined;
    defaultLineOfCreditState?: string | undefined;
    groupSizeLimit?: {
      groupSizeLimitType?: string | undefined;
      minGroupSizeLimit?: Decimalish | undefined;
      maxGroupSizeLimit?: Decimalish | undefined;
    } | undefined;
    approvalDisbursalTwoManRuleEnabled?: boolean | undefined;
    availableDashboardSections?: string[] | undefined;
  };
  InvestorFund: {
    amount: Decimalish;
    assetName?: string | undefined;
    depositAccountKey?: string | undefined;
    readonly encodedKey?: string | undefined;
    guarantorKey: string;
    /** @enum {string} */
    guarantorType: "CLIENT" | "GROUP";
    id?: string | undefined;
    interestCommission?: Decimalish | undefined;
    sharePercentage?: Decimalish | undefined;
  };
  LinkedTransaction: {
    linkedTransactionKey?: string | undefined;
    /** @enum {string} */
    linkedTransactionType?: ("LOAN" | "DEPOSIT") | undefined;
  };
  LoanAccount: {
    accountArrearsSettings?: Schemas["AccountArrearsSettings"] | undefined;
    accountHolderKey: string;
    /** @enum {string} */
    accountHolderType: "CLIENT" | "GROUP";
    /** @enum {string} */
    readonly accountState?: ("PARTIAL_APPLICATION" | "PENDING_APPROVAL" | "APPROVED" | "ACTIVE" | "ACTIVE_IN_ARREARS" | "CLOSED" | "CLOSED_WRITTEN_OFF" | "CLOSED_REJECTED") | undefined;
    /** @enum {string} */
    readonly accountSubState?: ("PARTIALLY_DISBURSED" | "LOCKED" | "LOCKED_CAPPING" | "REFINANCED" | "RESCHEDULED" | "WITHDRAWN" | "REPAID" | "REJECTED" | "WRITTEN_OFF" | "TERMINATED") | undefined;
    readonly accruedInterest?: Decimalish | undefined;
    readonly accruedPenalty?: Decimalish | undefined;
    readonly activationTransactionKey?: string | undefined;
    readonly adjustTotalDueForInstallmentsWithDifferentInterval?: boolean | undefined;
    allowOffset?: boolean | undefined;
    /** Format: date-time */
    readonly approvedDate?: string | undefined;
    /** Format: int32 */
    arrearsTolerancePeriod?: number | undefined;
    assets?: Schemas["Asset"][] | undefined;
    assignedBranchKey?: string | undefined;
    assignedCentreKey?: string | undefined;
    assignedUserKey?: string | undefined;
    readonly balances?: Schemas["Balances"] | undefined;
    /** Format: date-time */
    readonly closedDate?: string | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    creditArrangementKey?: string | undefined;
    currency?: Schemas["Currency"] | undefined;
    /** Format: int32 */
    readonly daysInArrears?: number | undefined;
    /** Format: int32 */
    readonly daysLate?: number | undefined;
    disbursementDetails?: Schemas["DisbursementDetails"] | undefined;
    readonly encodedKey?: string | undefined;
    feesSettings?: Schemas["FeesAccountSettings"] | undefined;
    fundingSources?: Schemas["InvestorFund"][] | undefined;
    /** @enum {string} */
    futurePaymentsAcceptance?: ("NO_FUTURE_PAYMENTS" | "ACCEPT_FUTURE_PAYMENTS" | "ACCEPT_OVERPAYMENTS") | undefined;
    guarantors?: Schemas["Guarantor"][] | undefined;
    id?: string | undefined;
    readonly interestAccruedInBillingCycle?: Decimalish | undefined;
    interestCommission?: Decimalish | undefined;
    readonly interestFromArrearsAccrued?: Decimalish | undefined;
    interestSettings: Schemas["InterestSettings"];
    /** Format: date-time */
    readonly lastAccountAppraisalDate?: string | undefined;
    /** Format: date-time */
    readonly lastInterestAppliedDate?: string | undefined;
    /** Format: date-time */
    readonly lastInterestReviewDate?: string | undefined;
    /** Format: date-time */
    readonly lastLockedDate?: string | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    /** Format: date-time */
    readonly lastSetToArrearsDate?: string | undefined;
    /** Format: date-time */
    readonly lastTaxRateReviewDate?: string | undefined;
    /** @enum {string} */
    latePaymentsRecalculationMethod?: ("OVERDUE_INSTALLMENTS_INCREASE" | "LAST_INSTALLMENT_INCREASE" | "NO_RECALCULATION") | undefined;
    loanAmount: Decimalish;
    loanName?: string | undefined;
    /** @enum {string} */
    lockedAccountTotalDueType?: ("BALANCE_AMOUNT" | "DUE_AMOUNT_ON_LATE_INSTALLMENTS") | undefined;
    lockedOperations?: ("APPLY_INTEREST" | "APPLY_FEES" | "APPLY_PENALTIES")[] | undefined;
    readonly migrationEventKey?: string | undefined;
    readonly modifyInterestForFirstInstallment?: boolean | undefined;
    notes?: string | undefined;
    originalAccountKey?: string | undefined;
    paymentHolidaysAccruedInterest?: Decimalish | undefined;
    /** @enum {string} */
    paymentMethod?: ("HORIZONTAL" | "VERTICAL") | undefined;
    penaltySettings?: Schemas["PenaltySettings"] | undefined;
    plannedInstallmentFees?: Schemas["PlannedInstallmentFee"][] | undefined;
    prepaymentSettings?: Schemas["PrepaymentSettings"] | undefined;
    principalPaymentSettings?: Schemas["PrincipalPaymentAccountSettings"] | undefined;
    productTypeKey: string;
    redrawSettings?: Schemas["LoanAccountRedrawSettings"] | undefined;
    rescheduledAccountKey?: string | undefined;
    scheduleSettings: Schemas["ScheduleSettings"];
    settlementAccountKey?: string | undefined;
    taxRate?: Decimalish | undefined;
    /** Format: date-time */
    readonly terminationDate?: string | undefined;
    tranches?: Schemas["LoanTranche"][] | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  LoanAccountAction: {
    /** @enum {string} */
    action: "REQUEST_APPROVAL" | "SET_INCOMPLETE" | "APPROVE" | "UNDO_APPROVE" | "REJECT" | "WITHDRAW" | "CLOSE" | "UNDO_REJECT" | "UNDO_WITHDRAW" | "UNDO_CLOSE";
    notes?: string | undefined;
  };
  LoanAccountBalanceChange: {
    amount?: Decimalish | undefined;
    /** Format: date-time */
    applicationDate?: string | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    loanAccountEncodedKey?: string | undefined;
    loanTransactionEncodedKey?: string | undefined;
    type?: string | undefined;
  };
  LoanAccountBalanceChanges: {
    balanceChanges?: Schemas["LoanAccountBalanceChange"][] | undefined;
  };
  LoanAccountBalances: {
    balances?: {
      [key: string]: Decimalish;
    } | undefined;
  };
  LoanAccountFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  LoanAccountFullDetails: {
    accountArrearsSettings?: Schemas["AccountArrearsSettings"] | undefined;
    accountHolderKey: string;
    /** @enum {string} */
    accountHolderType: "CLIENT" | "GROUP";
    /** @enum {string} */
    readonly accountState?: ("PARTIAL_APPLICATION" | "PENDING_APPROVAL" | "APPROVED" | "ACTIVE" | "ACTIVE_IN_ARREARS" | "CLOSED" | "CLOSED_WRITTEN_OFF" | "CLOSED_REJECTED") | undefined;
    /** @enum {string} */
    readonly accountSubState?: ("PARTIALLY_DISBURSED" | "LOCKED" | "LOCKED_CAPPING" | "REFINANCED" | "RESCHEDULED" | "WITHDRAWN" | "REPAID" | "REJECTED" | "WRITTEN_OFF" | "TERMINATED") | undefined;
    readonly accruedInterest?: Decimalish | undefined;
    readonly accruedPenalty?: Decimalish | undefined;
    readonly activationTransactionKey?: string | undefined;
    readonly adjustTotalDueForInstallmentsWithDifferentInterval?: boolean | undefined;
    allowOffset?: boolean | undefined;
    /** Format: date-time */
    readonly approvedDate?: string | undefined;
    /** Format: int32 */
    arrearsTolerancePeriod?: number | undefined;
    assets?: Schemas["AssetFullDetails"][] | undefined;
    assignedBranchKey?: string | undefined;
    assignedCentreKey?: string | undefined;
    assignedUserKey?: string | undefined;
    readonly balances?: Schemas["Balances"] | undefined;
    /** Format: date-time */
    readonly closedDate?: string | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    creditArrangementKey?: string | undefined;
    currency?: Schemas["Currency"] | undefined;
    /** Format: int32 */
    readonly daysInArrears?: number | undefined;
    /** Format: int32 */
    readonly daysLate?: number | undefined;
    disbursementDetails?: Schemas["DisbursementDetails"] | undefined;
    readonly encodedKey?: string | undefined;
    feesSettings?: Schemas["FeesAccountSettings"] | undefined;
    fundingSources?: Schemas["InvestorFund"][] | undefined;
    /** @enum {string} */
    futurePaymentsAcceptance?: ("NO_FUTURE_PAYMENTS" | "ACCEPT_FUTURE_PAYMENTS" | "ACCEPT_OVERPAYMENTS") | undefined;
    guarantors?: Schemas["GuarantorFullDetails"][] | undefined;
    id?: string | undefined;
    readonly interestAccruedInBillingCycle?: Decimalish | undefined;
    interestCommission?: Decimalish | undefined;
    readonly interestFromArrearsAccrued?: Decimalish | undefined;
    interestSettings: Schemas["InterestSettings"];
    /** Format: date-time */
    readonly lastAccountAppraisalDate?: string | undefined;
    /** Format: date-time */
    readonly lastInterestAppliedDate?: string | undefined;
    /** Format: date-time */
    readonly lastInterestReviewDate?: string | undefined;
    /** Format: date-time */
    readonly lastLockedDate?: string | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    /** Format: date-time */
    readonly lastSetToArrearsDate?: string | undefined;
    /** Format: date-time */
    readonly lastTaxRateReviewDate?: string | undefined;
    /** @enum {string} */
    latePaymentsRecalculationMethod?: ("OVERDUE_INSTALLMENTS_INCREASE" | "LAST_INSTALLMENT_INCREASE" | "NO_RECALCULATION") | undefined;
    loanAmount: Decimalish;
    loanName?: string | undefined;
    /** @enum {string} */
    lockedAccountTotalDueType?: ("BALANCE_AMOUNT" | "DUE_AMOUNT_ON_LATE_INSTALLMENTS") | undefined;
    lockedOperations?: string[] | undefined;
    readonly migrationEventKey?: string | undefined;
    readonly modifyInterestForFirstInstallment?: boolean | undefined;
    notes?: string | undefined;
    originalAccountKey?: string | undefined;
    paymentHolidaysAccruedInterest?: Decimalish | undefined;
    /** @enum {string} */
    paymentMethod?: ("HORIZONTAL" | "VERTICAL") | undefined;
    penaltySettings?: Schemas["PenaltySettings"] | undefined;
    plannedInstallmentFees?: Schemas["PlannedInstallmentFee"][] | undefined;
    prepaymentSettings?: Schemas["PrepaymentSettings"] | undefined;
    principalPaymentSettings?: Schemas["PrincipalPaymentAccountSettings"] | undefined;
    productTypeKey: string;
    redrawSettings?: Schemas["LoanAccountRedrawSettings"] | undefined;
    rescheduledAccountKey?: string | undefined;
    scheduleSettings: Schemas["ScheduleSettings"];
    settlementAccountKey?: string | undefined;
    taxRate?: Decimalish | undefined;
    /** Format: date-time */
    readonly terminationDate?: string | undefined;
    tranches?: Schemas["LoanTranche"][] | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  LoanAccountPayOffInput: {
    externalId?: string | undefined;
    notes?: string | undefined;
    payOffAdjustableAmounts?: {
      carriedForwardInterestAmount?: Decimalish | undefined;
      carriedForwardInterestFromArrearsAmount?: Decimalish | undefined;
      carriedForwardPrincipalInArrearsAmount?: Decimalish | undefined;
      feesPaid?: Decimalish | undefined;
      interestFromArrearsPaid?: Decimalish | undefined;
      interestPaid?: Decimalish | undefined;
      nonScheduledFeeAmount?: Decimalish | undefined;
      penaltyPaid?: Decimalish | undefined;
    } | undefined;
    transactionDetails?: Schemas["TransactionDetails"] | undefined;
  };
  LoanAccountPreviewProcessPMTTransactionally: {
    error?: string | undefined;
    info?: string | undefined;
    result?: Schemas["LoanAccountSchedulesPreviewProcessPMTTransactionally"] | undefined;
    status?: string | undefined;
  };
  LoanAccountRedrawSettings: {
    restrictNextDueWithdrawal: boolean;
  };
  LoanAccountSchedule: {
    currency?: Schemas["Currency"] | undefined;
    installments?: Schemas["Installment"][] | undefined;
  };
  LoanAccountSchedulesPreviewProcessPMTTransactionally: {
    differences?: boolean | undefined;
    existingSchedule?: Schemas["Installment"][] | undefined;
    schedule?: Schemas["Installment"][] | undefined;
  };
  LoanAccountSearchCriteria: {
    filterCriteria?: Schemas["LoanAccountFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["LoanAccountSortingCriteria"] | undefined;
  };
  LoanAccountSortingCriteria: {
    /** @enum {string} */
    field: "encodedKey" | "loanName" | "id" | "accountHolderId" | "recipient" | "creationDate" | "approvedDate" | "lastModifiedDate" | "lastSetToArrearsDate" | "lastLockedDate" | "closedDate" | "daysInArrears" | "daysLate" | "loanAmount" | "tranches.amount" | "numInstallments" | "accruedInterest" | "accruedPenalty" | "penaltySettings.penaltyRate" | "arrearsTolerancePeriod" | "interestSettings.interestSpread" | "totalPaid" | "totalBalance" | "totalDue" | "firstRepaymentDate" | "lastPaymentDate" | "lastPaymentAmount" | "expectedMaturity" | "rescheduledAccountKey" | "refinancedAccountId" | "originalAccountKey" | "taxRate" | "taxPaid" | "taxDue" | "settlementAccountKey" | "interestCommission" | "numberOfFunds" | "fundsEnabled" | "availableAmount" | "wasRescheduled" | "wasRefinanced" | "expectedPrincipalRedraw" | "balances.principalDue" | "balances.principalPaid" | "balances.principalBalance" | "balances.interestDue" | "balances.interestPaid" | "balance.interestBalance" | "balances.redrawBalance" | "balances.feesDue" | "balances.feesBalance" | "balances.feesPaid" | "balances.penaltyDue" | "balances.penaltyPaid" | "balances.penaltyBalance" | "fundingSources.amount" | "fundingSources.sharePercentage";
    /** @enum {string} */
    order?: ("ASC" | "DESC") | undefined;
  };
  LoanActionDetails: {
    notes?: string | undefined;
  };
  LoanAffectedAmounts: {
    deferredInterestAmount?: Decimalish | undefined;
    feesAmount?: Decimalish | undefined;
    fundersInterestAmount?: Decimalish | undefined;
    interestAmount?: Decimalish | undefined;
    interestFromArrearsAmount?: Decimalish | undefined;
    organizationCommissionAmount?: Decimalish | undefined;
    paymentHolidaysInterestAmount?: Decimalish | undefined;
    penaltyAmount?: Decimalish | undefined;
    principalAmount?: Decimalish | undefined;
  };
  LoanAmountSettings: {
    loanAmount?: Schemas["AmountDecimalConstraints"] | undefined;
    trancheSettings?: Schemas["TrancheSettings"] | undefined;
  };
  LoanProduct: {
    accountLinkSettings?: Schemas["AccountLinkSettings"] | undefined;
    accountingSettings?: Schemas["AccountingSettings"] | undefined;
    adjustInterestForFirstInstallment?: boolean | undefined;
    adjustTotalDueForInstallmentsWithDifferentInterval?: boolean | undefined;
    allowCustomRepaymentAllocation?: boolean | undefined;
    arrearsSettings?: Schemas["ProductArrearsSettings"] | undefined;
    availabilitySettings?: Schemas["ProductAvailabilitySettings"] | undefined;
    /** @enum {string} */
    category?: ("PERSONAL_LENDING" | "PURCHASE_FINANCING" | "RETAIL_MORTGAGES" | "SME_LENDING" | "COMMERCIAL" | "UNCATEGORIZED") | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    creditArrangementSettings: Schemas["CreditArrangementSettings"];
    currency?: Schemas["Currency"] | undefined;
    readonly encodedKey?: string | undefined;
    feesSettings?: Schemas["FeesSettings"] | undefined;
    fundingSettings?: Schemas["FundingSettings"] | undefined;
    gracePeriodSettings?: Schemas["GracePeriodSettings"] | undefined;
    id: string;
    interestSettings?: Schemas["ProductInterestSettings"] | undefined;
    internalControls?: Schemas["InternalControls"] | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    loanAmountSettings?: Schemas["LoanAmountSettings"] | undefined;
    name: string;
    newAccountSettings?: Schemas["NewAccountSettings"] | undefined;
    notes?: string | undefined;
    offsetSettings?: Schemas["OffsetSettings"] | undefined;
    paymentSettings?: Schemas["PaymentSettings"] | undefined;
    penaltySettings?: Schemas["ProductPenaltySettings"] | undefined;
    redrawSettings?: Schemas["ProductRedrawSettings"] | undefined;
    scheduleSettings?: Schemas["LoanProductScheduleSettings"] | undefined;
    securitySettings?: Schemas["SecuritySettings"] | undefined;
    /** @enum {string} */
    state?: ("ACTIVE" | "INACTIVE") | undefined;
    taxSettings?: Schemas["TaxSettings"] | undefined;
    templates?: Schemas["DocumentTemplate"][] | undefined;
    /** @enum {string} */
    type: "FIXED_TERM_LOAN" | "DYNAMIC_TERM_LOAN" | "INTEREST_FREE_LOAN" | "TRANCHED_LOAN" | "REVOLVING_CREDIT" | "INTEREST_ONLY_EQUAL_INSTALLMENTS" | "DYNAMIC_MORTGAGE";
    useFeeIncludedInPMT?: boolean | undefined;
  };
  LoanProductScheduleSettings: {
    amortizationPeriod?: Schemas["ProductAmortizationPeriod"] | undefined;
    billingCycles?: Schemas["BillingCyclesProductSettings"] | undefined;
    /** Format: int32 */
    defaultRepaymentPeriodCount?: number | undefined;
    firstRepaymentDueDateOffset?: Schemas["IntegerIntervalConstraints"] | undefined;
    fixedDaysOfMonth?: number[] | undefined;
    /** @enum {string} */
    interestAccrualSince?: ("DISBURSEMENT" | "DUE_DATE") | undefined;
    keepInstallmentsEqualIfLongFirstPeriod?: boolean | undefined;
    numInstallments?: Schemas["IntegerIntervalConstraints"] | undefined;
    previewSchedule?: Schemas["PreviewScheduleSettings"] | undefined;
    /** @enum {string} */
    repaymentMethod?: ("AMOUNT" | "INSTALLMENTS") | undefined;
    /** @enum {string} */
    repaymentPeriodUnit?: ("DAYS" | "WEEKS" | "MONTHS" | "YEARS") | undefined;
    /** @enum {string} */
    repaymentReschedulingMethod: "NONE" | "NEXT_WORKING_DAY" | "PREVIOUS_WORKING_DAY" | "EXTEND_SCHEDULE";
    repaymentScheduleEditOptions?: ("ADJUST_PAYMENT_DATES" | "ADJUST_PRINCIPAL_PAYMENT_SCHEDULE" | "ADJUST_INTEREST_PAYMENT_SCHEDULE" | "ADJUST_FEE_PAYMENT_SCHEDULE" | "ADJUST_PENALTY_PAYMENT_SCHEDULE" | "ADJUST_NUMBER_OF_INSTALLMENTS" | "ADJUST_PAYMENT_HOLIDAYS")[] | undefined;
    /** @enum {string} */
    repaymentScheduleMethod: "NONE" | "FIXED" | "DYNAMIC";
    roundingSettings?: Schemas["RoundingSettings"] | undefined;
    /** @enum {string} */
    scheduleDueDatesMethod: "INTERVAL" | "FIXED_DAYS_OF_MONTH";
    scheduleEditOptionDetails?: Schemas["RepaymentScheduleEditOptionDetails"] | undefined;
    /** @enum {string} */
    shortMonthHandlingMethod?: ("LAST_DAY_IN_MONTH" | "FIRST_DAY_OF_NEXT_MONTH") | undefined;
  };
  LoanProductsConfiguration: {
    id?: string | undefined;
    name?: string | undefined;
    notes?: string | undefined;
    type?: string | undefined;
    category?: string | undefined;
    state?: string | undefined;
    loanAmountSettings?: {
      loanAmount?: {
        minValue?: Decimalish | undefined;
        maxValue?: Decimalish | undefined;
        defaultValue?: Decimalish | undefined;
      } | undefined;
      trancheSettings?: {
        /** Format: int32 */
        maxNumberOfTranches?: number | undefined;
      } | undefined;
    } | undefined;
    scheduleSettings?: {
      repaymentScheduleMethod?: string | undefined;
      scheduleDueDatesMethod?: string | undefined;
      /** Format: int32 */
      defaultRepaymentPeriodCount?: number | undefined;
      repaymentPeriodUnit?: string | undefined;
      fixedDaysOfMonth?: Decimalish[] | undefined;
      shortMonthHandlingMethod?: string | undefined;
      roundingSettings?: {
        roundingRepaymentScheduleMethod?: string | undefined;
        repaymentCurrencyRounding?: string | undefined;
        repaymentElementsRoundingMethod?: string | undefined;
      } | undefined;
      numInstallments?: {
        defaultValue?: Decimalish | undefined;
        maxValue?: Decimalish | undefined;
      } | undefined;
      firstRepaymentDueDateOffset?: {
        defaultValue?: Decimalish | undefined;
        maxValue?: Decimalish | undefined;
      } | undefined;
      repaymentScheduleEditOptions?: string[] | undefined;
      repaymentReschedulingMethod?: string | undefined;
      billingCycles?: {
        enabled?: boolean | undefined;
        startDays?: number[] | undefined;
      } | undefined;
      previewSchedule?: {
        previewScheduleEnabled?: boolean | undefined;
        /** Format: int32 */
        numberOfPreviewedInstalments?: number | undefined;
      } | undefined;
    } | undefined;
    paymentSettings?: {
      paymentMethod?: string | undefined;
      amortizationMethod?: string | undefined;
      prepaymentSettings?: {
        prepaymentRecalculationMethod?: string | undefined;
        elementsRecalculationMethod?: string | undefined;
        prepaymentAcceptance?: string | undefined;
        futurePaymentsAcceptance?: string | undefined;
        applyInterestOnPrepaymentMethod?: string | undefined;
        principalPaidInstallmentStatus?: string | undefined;
      } | undefined;
      latePaymentsRecalculationMethod?: string | undefined;
      repaymentAllocationOrder?: string[] | undefined;
      principalPaymentSettings?: {
        amount?: {
          minValue?: Decimalish | undefined;
          maxValue?: Decimalish | undefined;
          defaultValue?: Decimalish | undefined;
        } | undefined;
        percentage?: {
          minValue?: Decimalish | undefined;
          maxValue?: Decimalish | undefined;
          defaultValue?: Decimalish | undefined;
        } | undefined;
        principalPaymentMethod?: string | undefined;
        totalDuePayment?: string | undefined;
        /** Format: int32 */
        defaultPrincipalRepaymentInterval?: number | undefined;
        principalCeilingValue?: Decimalish | undefined;
        principalFloorValue?: Decimalish | undefined;
        totalDueAmountFloor?: Decimalish | undefined;
        includeFeesInFloorAmount?: boolean | undefined;
      } | undefined;
    } | undefined;
    gracePeriodSettings?: {
      gracePeriod?: {
        defaultValue?: Decimalish | undefined;
        maxValue?: Decimalish | undefined;
      } | undefined;
      gracePeriodType?: string | undefined;
    } | undefined;
    newAccountSettings?: {
      idGeneratorType?: string | undefined;
      idPattern?: string | undefined;
      accountInitialState?: string | undefined;
    } | undefined;
    interestSettings?: {
      interestApplicationMethod?: string | undefined;
      interestBalanceCalculationMethod?: string | undefined;
      interestCalculationMethod?: string | undefined;
      daysInYear?: string | undefined;
      scheduleInterestDaysCountMethod?: string | undefined;
      interestType?: string | undefined;
      indexRateSettings?: {
        indexSourceId?: string | undefined;
        interestRate?: {
          minValue?: Decimalish | undefined;
          maxValue?: Decimalish | undefined;
          defaultValue?: Decimalish | undefined;
        } | undefined;
        interestRateSource?: string | undefined;
        interestRateTerms?: string | undefined;
        interestChargeFrequency?: string | undefined;
        interestRateReviewUnit?: string | undefined;
        /** Format: int32 */
        interestRateReviewCount?: number | undefined;
        /** Format: int32 */
        interestChargeFrequencyCount?: number | undefined;
        accrueInterestAfterMaturity?: boolean | undefined;
        interestRateCeilingValue?: Decimalish | undefined;
        interestRateFloorValue?: Decimalish | undefined;
        allowNegativeInterestRate?: boolean | undefined;
        interestRateTiers?: {
          endingBalance?: Decimalish | undefined;
          interestRate?: Decimalish | undefined;
        }[] | undefined;
      } | undefined;
      accrueLateInterest?: boolean | undefined;
      compoundingFrequency?: string | undefined;
      interestRateSettings?: {
        interestRateSource?: string | undefined;
        indexSourceId?: string | undefined;
        interestRate?: {
          minValue?: Decimalish | undefined;
          maxValue?: Decimalish | undefined;
          defaultValue?: Decimalish | undefined;
        } | undefined;
        interestRateCeilingValue?: Decimalish | undefined;
        interestRateFloorValue?: Decimalish | undefined;
        /** Format: int32 */
        interestRateReviewCount?: number | undefined;
        interestRateReviewUnit?: string | undefined;
      }[] | undefined;
    } | undefined;
    penaltySettings?: {
      penaltyRate?: {
        minValue?: Decimalish | undefined;
        maxValue?: Decimalish | undefined;
        defaultValue?: Decimalish | undefined;
      } | undefined;
      loanPenaltyCalculationMethod?: string | undefined;
      /** Format: int32 */
      loanPenaltyGracePeriod?: number | undefined;
    } | undefined;
    arrearsSettings?: {
      toleranceCalculationMethod?: string | undefined;
      dateCalculationMethod?: string | undefined;
      nonWorkingDaysMethod?: string | undefined;
      toleranceFloorAmount?: Decimalish | undefined;
      tolerancePeriod?: {
        defaultValue?: Decimalish | undefined;
        maxValue?: Decimalish | undefined;
      } | undefined;
      tolerancePercentageOfOutstandingPrincipal?: {
        minValue?: Decimalish | undefined;
        maxValue?: Decimalish | undefined;
        defaultValue?: Decimalish | undefined;
      } | undefined;
      /** Format: int32 */
      monthlyToleranceDay?: number | undefined;
    } | undefined;
    feesSettings?: {
      allowArbitraryFees?: boolean | undefined;
    } | undefined;
  };
  LoanRiskLevelConfiguration: {
    id: string;
    name: string;
    /** Format: int32 */
    arrearsFrom: number;
    /** Format: int32 */
    arrearsTo: number;
    provisioningPercent?: Decimalish | undefined;
  };
  LoanRiskLevelsConfiguration: {
    loanRiskLevels: Schemas["LoanRiskLevelConfiguration"][];
  };
  LoanTerms: {
    interestSettings?: Schemas["TransactionInterestSettings"] | undefined;
    periodicPayment?: Decimalish | undefined;
    principalPaymentAmount?: Decimalish | undefined;
    principalPaymentPercentage?: Decimalish | undefined;
  };
  LoanTranche: {
    amount: Decimalish;
    disbursementDetails?: Schemas["TrancheDisbursementDetails"] | undefined;
    readonly encodedKey?: string | undefined;
    fees?: Schemas["CustomPredefinedFee"][] | undefined;
    /** Format: int32 */
    trancheNumber?: number | undefined;
  };
  LoanTransaction: {
    accountBalances?: Schemas["TransactionBalances"] | undefined;
    adjustmentTransactionKey?: string | undefined;
    affectedAmounts?: Schemas["LoanAffectedAmounts"] | undefined;
    amount?: Decimalish | undefined;
    /** Format: date-time */
    bookingDate?: string | undefined;
    branchKey?: string | undefined;
    cardTransaction?: Schemas["CardTransaction"] | undefined;
    centreKey?: string | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    currency?: Schemas["Currency"] | undefined;
    customPaymentAmounts?: Schemas["CustomPaymentAmount"][] | undefined;
    encodedKey?: string | undefined;
    externalId?: string | undefined;
    fees?: Schemas["Fee"][] | undefined;
    id?: string | undefined;
    installmentEncodedKey?: string | undefined;
    migrationEventKey?: string | undefined;
    notes?: string | undefined;
    originalAmount?: Decimalish | undefined;
    originalCurrencyCode?: string | undefined;
    originalTransactionKey?: string | undefined;
    parentAccountKey?: string | undefined;
    parentLoanTransactionKey?: string | undefined;
    /** @enum {string} */
    prepaymentRecalculationMethod?: ("NO_RECALCULATION" | "RESCHEDULE_REMAINING_REPAYMENTS" | "RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS" | "RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT" | "RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT" | "REDUCE_AMOUNT_PER_INSTALLMENT" | "REDUCE_NUMBER_OF_INSTALLMENTS" | "REDUCE_NUMBER_OF_INSTALLMENTS_NEW") | undefined;
    taxes?: Schemas["Taxes"] | undefined;
    terms?: Schemas["LoanTerms"] | undefined;
    tillKey?: string | undefined;
    transactionDetails?: Schemas["TransactionDetails"] | undefined;
    transferDetails?: Schemas["TransferDetails"] | undefined;
    /** @enum {string} */
    type?: ("IMPORT" | "DISBURSEMENT" | "DISBURSEMENT_ADJUSTMENT" | "WRITE_OFF" | "WRITE_OFF_ADJUSTMENT" | "REPAYMENT" | "PAYMENT_MADE" | "WITHDRAWAL_REDRAW" | "WITHDRAWAL_REDRAW_ADJUSTMENT" | "FEE_APPLIED" | "FEE_CHARGED" | "FEE_CAPITALISED" | "SCHEDULE_FIX_APPLIED" | "FEES_DUE_REDUCED" | "FEE_REFUND" | "FEE_REFUND_ADJUSTMENT" | "FEE_ADJUSTMENT" | "PENALTY_APPLIED" | "PENALTY_ADJUSTMENT" | "PENALTIES_DUE_REDUCED" | "REPAYMENT_ADJUSTMENT" | "FEE_CAPITALISED_ADJUSTMENT" | "PAYMENT_MADE_ADJUSTMENT" | "INTEREST_RATE_CHANGED" | "TAX_RATE_CHANGED" | "PENALTY_RATE_CHANGED" | "INTEREST_APPLIED" | "IBF_INTEREST_APPLIED" | "IBF_INTEREST_APPLIED_ADJUSTMENT" | "INTEREST_APPLIED_ADJUSTMENT" | "INTEREST_DUE_REDUCED" | "PENALTY_REDUCTION_ADJUSTMENT" | "FEE_REDUCTION_ADJUSTMENT" | "INTEREST_REDUCTION_ADJUSTMENT" | "DEFERRED_INTEREST_APPLIED" | "DEFERRED_INTEREST_APPLIED_ADJUSTMENT" | "DEFERRED_INTEREST_PAID" | "DEFERRED_INTEREST_PAID_ADJUSTMENT" | "INTEREST_LOCKED" | "FEE_LOCKED" | "PENALTY_LOCKED" | "INTEREST_UNLOCKED" | "FEE_UNLOCKED" | "PENALTY_UNLOCKED" | "REDRAW_TRANSFER" | "REDRAW_REPAYMENT" | "REDRAW_TRANSFER_ADJUSTMENT" | "REDRAW_REPAYMENT_ADJUSTMENT" | "TRANSFER" | "TRANSFER_ADJUSTMENT" | "BRANCH_CHANGED" | "TERMS_CHANGED" | "CARD_TRANSACTION_REVERSAL" | "CARD_TRANSACTION_REVERSAL_ADJUSTMENT" | "DUE_DATE_CHANGED" | "DUE_DATE_CHANGED_ADJUSTMENT" | "ACCOUNT_TERMINATED" | "ACCOUNT_TERMINATED_ADJUSTMENT" | "REFUND" | "REFUND_ADJUSTMENT" | "REDUCE_BALANCE" | "REDUCE_BALANCE_ADJUSTMENT" | "PRINCIPAL_OVERPAYMENT" | "PRINCIPAL_OVERPAYMENT_ADJUSTMENT") | undefined;
    userKey?: string | undefined;
    /** Format: date-time */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  LoanTransactionAdjustmentDetails: {
    /** Format: date-time */
    bookingDate?: string | undefined;
    installments?: Schemas["AdjustTransactionInstallmentDetailsDTO"][] | undefined;
    notes: string;
  };
  LoanTransactionDetails: {
    readonly encodedKey?: string | undefined;
    internalTransfer?: boolean | undefined;
    targetDepositAccountKey?: string | undefined;
    transactionChannelId?: string | undefined;
    transactionChannelKey?: string | undefined;
  };
  LoanTransactionDetailsInput: {
    transactionChannelId?: string | undefined;
    transactionChannelKey?: string | undefined;
  };
  LoanTransactionFilterCriteria: {
    field: string;
    /** @enum {string} */
    operator: "EQUALS" | "EQUALS_CASE_SENSITIVE" | "DIFFERENT_THAN" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "ON" | "AFTER" | "AFTER_INCLUSIVE" | "BEFORE" | "BEFORE_INCLUSIVE" | "STARTS_WITH" | "STARTS_WITH_CASE_SENSITIVE" | "IN" | "TODAY" | "THIS_WEEK" | "THIS_MONTH" | "THIS_YEAR" | "LAST_DAYS" | "EMPTY" | "NOT_EMPTY";
    secondValue?: string | undefined;
    value?: string | undefined;
    values?: string[] | undefined;
  };
  LoanTransactionSearchCriteria: {
    /** @description A record must meet every criterion. */
    filterCriteria?: Schemas["LoanTransactionFilterCriteria"][] | undefined;
    sortingCriteria?: Schemas["LoanTransactionSortingCriteria"] | undefined;
  };
  LoanTransactionSortingCriteria: {
    /** @enum {string} */
    field: "id" | "externalId" | "creationDate" | "valueDate" | "parentAccountId" | "productId" | "amount" | "originalAmount" | "originalCurrencyCode" | "branchId" | "centreId" | "tillId" | "terms.interestSettings.interestRate" | "transactionDetails.transactionChannelId" | "fees.name" | "accountBalances.totalBalance" | "accountBalances.principalBalance" | "accountBalances.redrawBalance" | "accountBalances.expectedPrincipalRedraw" | "accountBalances.advancePosition" | "accountBalances.arrearsPosition" | "affectedAmounts.principalAmount" | "affectedAmounts.interestAmount" | "affectedAmounts.interestFromArrearsAmount" | "affectedAmounts.deferredInterestAmount" | "affectedAmounts.feesAmount" | "affectedAmounts.penaltyAmount" | "affectedAmounts.organizationCommissionAmount" | "affectedAmounts.fundersInterestAmount" | "taxes.taxRate";
    /**
     * @default DESC
     * @enum {string}
     */
    order?: ("ASC" | "DESC") | undefined;
  };
  LockLoanAccountInput: {
    /** @enum {string} */
    lockedAccountTotalDueType?: ("BALANCE_AMOUNT" | "DUE_AMOUNT_ON_LATE_INSTALLMENTS") | undefined;
    /** @description Without it all three kinds of operation are locked. */
    lockedOperations?: ("APPLY_INTEREST" | "APPLY_FEES" | "APPLY_PENALTIES")[] | undefined;
    notes?: string | undefined;
  };
  LockLoanTransactionsWrapper: {
    loanTransactions?: Schemas["LoanTransaction"][] | undefined;
  };
  LockSettings: {
    /** @enum {string} */
    cappingConstraintType?: ("SOFT_CAP" | "HARD_CAP") | undefined;
    /** @enum {string} */
    cappingMethod?: ("OUTSTANDING_PRINCIPAL_PERCENTAGE" | "ORIGINAL_PRINCIPAL_PERCENTAGE") | undefined;
    cappingPercentage?: Decimalish | undefined;
    /** Format: int32 */
    lockPeriodDays?: number | undefined;
  };
  MonthAndDay: {
    /** Format: int32 */
    day?: number | undefined;
    /** Format: int32 */
    month?: number | undefined;
  };
  NewAccountSettings: {
    /** @enum {string} */
    accountInitialState: "PARTIAL_APPLICATION" | "PENDING_APPROVAL" | "APPROVED" | "ACTIVE" | "ACTIVE_IN_ARREARS" | "CLOSED" | "CLOSED_WRITTEN_OFF" | "CLOSED_REJECTED";
    /** @enum {string} */
    idGeneratorType: "INCREMENTAL_NUMBER" | "RANDOM_PATTERN";
    idPattern: string;
  };
  NonWorkingDays: {
    nonWorkingDays: ("MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY")[];
  };
  ObjectLabelConfiguration: {
    /** @enum {string} */
    language: "ENGLISH" | "PORTUGESE" | "SPANISH" | "RUSSIAN" | "FRENCH" | "GEORGIAN" | "CHINESE" | "INDONESIAN" | "ROMANIAN" | "BURMESE" | "GERMAN" | "PORTUGUESE_BRAZIL" | "VIETNAMESE" | "ITALIAN" | "THAI" | "NORWEGIAN" | "PHRASE";
    labels?: Schemas["ObjectLabelValueConfiguration"][] | undefined;
  };
  ObjectLabelValueConfiguration: {
    /** @enum {string} */
    type: "CLIENT" | "GROUP" | "BRANCH" | "CENTRE" | "CREDIT_OFFICER" | "INTEREST" | "PROFIT" | "CONTRACTUAL_INTEREST" | "EFFECTIVE_INTEREST" | "FEE" | "LOAN";
    singularValue: string;
    pluralValue: string;
  };
  ObjectLabelsConfiguration: {
    objectLabels?: Schemas["ObjectLabelConfiguration"][] | undefined;
  };
  OffsetSettings: {
    allowOffset?: boolean | undefined;
  };
  OrganizationConfiguration: {
    emailAddress?: string | undefined;
    address?: Schemas["AddressDetails"] | undefined;
    phoneNumber?: string | undefined;
    localDateFormat: string;
    /** @enum {string} */
    decimalSeparator: "COMMA" | "POINT";
    institutionName: string;
    localDateTimeFormat: string;
  };
  OrganizationSetup: {
    address?: Schemas["Address"] | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    /** @description Code of the base currency. A PUT may repeat it. */
    currency?: string | undefined;
    dateFormat: string;
    dateTimeFormat: string;
    /** @enum {string} */
    decimalSeparator: "COMMA" | "POINT";
    emailAddress?: string | undefined;
    institutionName: string;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    phoneNumber?: string | undefined;
    /** @description Name of the time zone in the IANA database. A PUT may repeat it. */
    timeZoneID?: string | undefined;
  };
  OtherAccountIdentification: {
    identification?: string | undefined;
    scheme?: string | undefined;
  };
  OverdraftInterestSettings: {
    /** @enum {string} */
    daysInYear?: ("ACTUAL_365_FIXED" | "ACTUAL_360" | "ACTUAL_ACTUAL_ISDA" | "E30_360" | "E30_42_365" | "BUS_252") | undefined;
    /** @enum {string} */
    interestCalculationBalance?: ("MINIMUM" | "AVERAGE" | "END_OF_DAY" | "MINIMUM_TO_END_OF_DAY" | "FRENCH_INTEREST_ACCRUAL") | undefined;
    interestRateSettings?: Schemas["DepositProductOverdraftInterestRateSettings"] | undefined;
  };
  PMTAdjustmentThreshold: {
    /** @enum {string} */
    method?: ("WORKING_DAYS" | "CALENDAR_DAYS") | undefined;
    /** Format: int32 */
    numberOfDays?: number | undefined;
  };
  Party: {
    name?: string | undefined;
  };
  PatchOperation: {
    from?: string | undefined;
    /** @enum {string} */
    op: "ADD" | "REPLACE" | "REMOVE" | "MOVE";
    path: string;
    value?: unknown | undefined;
  };
  PaymentDetails: {
    creditor?: Schemas["Party"] | undefined;
    creditorAccount?: Schemas["AccountDetails"] | undefined;
    creditorAgent?: Schemas["Agent"] | undefined;
    debtor?: Schemas["Party"] | undefined;
    debtorAccount?: Schemas["AccountDetails"] | undefined;
    debtorAgent?: Schemas["Agent"] | undefined;
    paymentIdentification?: Schemas["PaymentIdentification"] | undefined;
    paymentTypeInformation?: Schemas["PaymentTypeInformation"] | undefined;
    remittanceInformation?: Schemas["RemittanceInformation"] | undefined;
  };
  PaymentHolidaysSettings: {
    /** @enum {string} */
    paymentHolidaysLoanTermOption?: ("EXTEND_LOAN_TERM" | "KEEP_THE_SAME_LOAN_TERM") | undefined;
  };
  PaymentIdentification: {
    endToEndIdentification?: string | undefined;
    instructionIdentification?: string | undefined;
    transactionIdentification?: string | undefined;
  };
  PaymentMadeTransactionInput: {
    amount: Decimalish;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    notes?: string | undefined;
    originalCurrencyCode?: string | undefined;
    transactionDetails?: Schemas["LoanTransactionDetailsInput"] | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  };
  PaymentSettings: {
    /** @enum {string} */
    amortizationMethod?: ("STANDARD_PAYMENTS" | "BALLOON_PAYMENTS" | "OPTIMIZED_PAYMENTS" | "PAYMENT_PLAN") | undefined;
    /** @enum {string} */
    latePaymentsRecalculationMethod: "OVERDUE_INSTALLMENTS_INCREASE" | "LAST_INSTALLMENT_INCREASE" | "NO_RECALCULATION";
    /** @enum {string} */
    paymentMethod: "HORIZONTAL" | "VERTICAL";
    prepaymentSettings?: Schemas["ProductPrepaymentSettings"] | undefined;
    principalPaymentSettings?: Schemas["PrincipalPaymentProductSettings"] | undefined;
    repaymentAllocationOrder: ("PRINCIPAL" | "INTEREST" | "FEE" | "PENALTY")[];
  };
  PaymentTypeInformation: {
    serviceLevel?: Schemas["ServiceLevel"] | undefined;
  };
  PenaltySettings: {
    /** @enum {string} */
    loanPenaltyCalculationMethod?: ("NONE" | "OVERDUE_BALANCE" | "OVERDUE_BALANCE_AND_INTEREST" | "OVERDUE_BALANCE_INTEREST_AND_FEE" | "OUTSTANDING_PRINCIPAL") | undefined;
    penaltyRate?: Decimalish | undefined;
  };
  PeriodIntervalSettings: {
    /** @enum {string} */
    amortizationProfile?: ("NONE" | "SUM_OF_YEARS_DIGITS" | "STRAIGHT_LINE" | "EFFECTIVE_INTEREST_RATE") | undefined;
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    feeAmortizationUponRescheduleRefinanceOption?: ("END_AMORTIZATION_ON_THE_ORIGINAL_ACCOUNT" | "CONTINUE_AMORTIZATION_ON_THE_RESCHEDULED_REFINANCED_ACCOUNT") | undefined;
    /** @enum {string} */
    frequency?: ("ACCOUNT_INSTALLMENTS_DUE_DATES" | "ACCOUNT_INSTALLMENTS_DUE_DATES_DAILY_BOOKING" | "CUSTOM_INTERVAL") | undefined;
    /** Format: int32 */
    intervalCount?: number | undefined;
    /** @enum {string} */
    intervalType?: ("PREDEFINED_INTERVALS" | "FULL_TERM") | undefined;
    /** Format: int32 */
    periodCount?: number | undefined;
    /** @enum {string} */
    periodUnit?: ("DAYS" | "WEEKS" | "MONTHS" | "YEARS") | undefined;
  };
  PeriodicPayment: {
    amount: Decimalish;
    readonly encodedKey?: string | undefined;
    /** Format: int32 */
    toInstallment: number;
  };
  PeriodicPaymentForSchedulePreview: {
    amount: Decimalish;
    /** Format: int32 */
    toInstallment: number;
  };
  PlannedFeeKeys: {
    encodedKeys: string[];
  };
  PlannedInstallmentFee: {
    amount?: Decimalish | undefined;
    /** Format: date-time */
    applyOnDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    installmentKey?: string | undefined;
    /** Format: int32 */
    installmentNumber?: number | undefined;
    predefinedFeeKey: string;
  };
  PortalSettings: {
    readonly encodedKey?: string | undefined;
    /** Format: date-time */
    lastLoggedInDate?: string | undefined;
    /** @enum {string} */
    portalState?: ("ENABLED" | "DISABLED") | undefined;
  };
  PostAccountingRateDTO: {
    rate: Decimalish;
    /** Format: date-time */
    startDate?: string | undefined;
  };
  PostGLJournalEntriesDTO: {
    branchId?: string | undefined;
    credits?: Schemas["GLAccountAmount"][] | undefined;
    /** Format: date-time */
    date: string;
    debits?: Schemas["GLAccountAmount"][] | undefined;
    notes?: string | undefined;
    transactionId?: string | undefined;
  };
  PredefinedFee: {
    accountingRules?: Schemas["GLAccountingRule"][] | undefined;
    amortizationSettings?: Schemas["PeriodIntervalSettings"] | undefined;
    amount?: Decimalish | undefined;
    amountCalculationFunctionName?: string | undefined;
    /** @enum {string} */
    amountCalculationMethod?: ("FLAT" | "LOAN_AMOUNT_PERCENTAGE" | "REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE" | "LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS" | "FLAT_NUMBER_OF_INSTALLMENTS" | "IOF_PERCENTAGE_OF_DISBURSED_AMOUNT" | "IOF_PERCENTAGE_OF_INSTALLMENT_PRINCIPAL" | "IOF_PERCENTAGE_OF_LATE_INSTALLMENT_PRINCIPAL" | "MAMBU_FUNCTION" | "FEE_RATE_ON_OUTSTANDING_PRINCIPAL") | undefined;
    /** @enum {string} */
    applyDateMethod?: ("MONTHLY_FROM_ACTIVATION" | "FIRST_OF_EVERY_MONTH") | undefined;
    /** Format: date-time */
    creationDate?: string | undefined;
    defaultFeeRate?: Decimalish | undefined;
    readonly encodedKey?: string | undefined;
    /** @enum {string} */
    feeApplication: "REQUIRED" | "OPTIONAL";
    id?: string | undefined;
    interestBearing?: boolean | undefined;
    /** Format: date-time */
    lastModifiedDate?: string | undefined;
    name?: string | undefined;
    percentageAmount?: Decimalish | undefined;
    /** @enum {string} */
    scheduleAllocationMethod?: ("ON_INSTALLMENT" | "NO_ALLOCATION") | undefined;
    /** @enum {string} */
    state: "ACTIVE" | "INACTIVE";
    taxSettings?: Schemas["FeeTaxSettings"] | undefined;
    /** @enum {string} */
    trigger: "MANUAL" | "MANUAL_PLANNED" | "DISBURSEMENT" | "CAPITALIZED_DISBURSEMENT" | "UPFRONT_DISBURSEMENT" | "LATE_REPAYMENT" | "PAYMENT_DUE" | "PAYMENT_DUE_APPLIED_ON_DUE_DATES" | "ARBITRARY" | "IOF" | "EARLY_REPAYMENT_CHARGE" | "FEE_INCLUDED_IN_PMT";
  };
  PrepaymentSettings: {
    /** @enum {string} */
    applyInterestOnPrepaymentMethod?: ("AUTOMATIC" | "MANUAL") | undefined;
    /** @enum {string} */
    elementsRecalculationMethod?: ("PRINCIPAL_EXPECTED_FIXED" | "TOTAL_EXPECTED_FIXED") | undefined;
    ercFreeAllowanceAmount?: Decimalish | undefined;
    ercFreeAllowancePercentage?: Decimalish | undefined;
    /** @enum {string} */
    prepaymentRecalculationMethod?: ("NO_RECALCULATION" | "RESCHEDULE_REMAINING_REPAYMENTS" | "RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS" | "RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT" | "RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT" | "REDUCE_AMOUNT_PER_INSTALLMENT" | "REDUCE_NUMBER_OF_INSTALLMENTS" | "REDUCE_NUMBER_OF_INSTALLMENTS_NEW") | undefined;
    /** @enum {string} */
    principalPaidInstallmentStatus?: ("PARTIALLY_PAID" | "PAID" | "ORIGINAL_TOTAL_EXPECTED_PAID") | undefined;
  };
  PreviewLoanAccountSchedule: {
    disbursementDetails?: Schemas["DisbursementDetailsForSchedulePreview"] | undefined;
    feeRateSettings?: Schemas["FeesSettingsForSchedulePreview"] | undefined;
    interestCommission?: Decimalish | undefined;
    interestSettings?: Schemas["InterestSettingsForSchedulePreview"] | undefined;
    loanAmount: Decimalish;
    plannedInstallmentFees?: Schemas["PlannedInstallmentFee"][] | undefined;
    productTypeKey: string;
    scheduleSettings?: Schemas["ScheduleSettingsForSchedulePreview"] | undefined;
    topUpAmount?: Decimalish | undefined;
    tranches?: Schemas["LoanTranche"][] | undefined;
  };
  PreviewPayOffDueAmountsInAFutureDateInput: {
    /** Format: date-time */
    valueDate: string;
  };
  PreviewPayOffDueAmountsInAFutureDateWrapper: {
    carriedForwardInterestBalance?: Decimalish | undefined;
    carriedForwardInterestFromArrearsBalance?: Decimalish | undefined;
    carriedForwardPrincipalInArrears?: Decimalish | undefined;
    earlyRepaymentCharge?: Decimalish | undefined;
    feeBalance?: Decimalish | undefined;
    interestBalance?: Decimalish | undefined;
    interestBearingFeeBalance?: Decimalish | undefined;
    interestBearingFeeInterestBalance?: Decimalish | undefined;
    interestFromArrearsBalance?: Decimalish | undefined;
    penaltyBalance?: Decimalish | undefined;
    principalBalance?: Decimalish | undefined;
    totalBalance?: Decimalish | undefined;
  };
  PreviewScheduleSettings: {
    /** Format: int32 */
    numberOfPreviewedInstalments?: number | undefined;
    previewScheduleEnabled?: boolean | undefined;
  };
  PrincipalOverpaymentLoanTransactionInput: {
    amount: Decimalish;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    notes?: string | undefined;
    originalCurrencyCode?: string | undefined;
    /** @enum {string} */
    prepaymentRecalculationMethod?: ("NO_RECALCULATION" | "RESCHEDULE_REMAINING_REPAYMENTS" | "RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS" | "RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT" | "RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT" | "REDUCE_AMOUNT_PER_INSTALLMENT" | "REDUCE_NUMBER_OF_INSTALLMENTS" | "REDUCE_NUMBER_OF_INSTALLMENTS_NEW") | undefined;
    transactionDetails?: Schemas["LoanTransactionDetailsInput"] | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  };
  PrincipalPaymentAccountSettings: {
    amount?: Decimalish | undefined;
    readonly encodedKey?: string | undefined;
    includeFeesInFloorAmount?: boolean | undefined;
    includeInterestInFloorAmount?: boolean | undefined;
    percentage?: Decimalish | undefined;
    principalCeilingValue?: Decimalish | undefined;
    principalFloorValue?: Decimalish | undefined;
    /** @enum {string} */
    principalPaymentMethod?: ("FLAT" | "OUTSTANDING_PRINCIPAL_PERCENTAGE" | "PRINCIPAL_PERCENTAGE_LAST_DISB" | "TOTAL_BALANCE_PERCENTAGE" | "TOTAL_BALANCE_FLAT" | "TOTAL_PRINCIPAL_PERCENTAGE") | undefined;
    totalDueAmountFloor?: Decimalish | undefined;
    /** @enum {string} */
    totalDuePayment?: ("FLAT" | "OUTSTANDING_PRINCIPAL_PERCENTAGE" | "PRINCIPAL_PERCENTAGE_LAST_DISB" | "TOTAL_BALANCE_PERCENTAGE" | "TOTAL_BALANCE_FLAT" | "TOTAL_PRINCIPAL_PERCENTAGE") | undefined;
  };
  PrincipalPaymentProductSettings: {
    amount?: Schemas["AmountDecimalConstraints"] | undefined;
    /** Format: int32 */
    defaultPrincipalRepaymentInterval?: number | undefined;
    readonly encodedKey?: string | undefined;
    includeFeesInFloorAmount?: boolean | undefined;
    includeInterestInFloorAmount?: boolean | undefined;
    percentage?: Schemas["DecimalConstraints"] | undefined;
    principalCeilingValue?: Decimalish | undefined;
    principalFloorValue?: Decimalish | undefined;
    /** @enum {string} */
    principalPaymentMethod?: ("FLAT" | "OUTSTANDING_PRINCIPAL_PERCENTAGE" | "PRINCIPAL_PERCENTAGE_LAST_DISB" | "TOTAL_BALANCE_PERCENTAGE" | "TOTAL_BALANCE_FLAT" | "TOTAL_PRINCIPAL_PERCENTAGE") | undefined;
    totalDueAmountFloor?: Decimalish | undefined;
    /** @enum {string} */
    totalDuePayment?: ("FLAT" | "OUTSTANDING_PRINCIPAL_PERCENTAGE" | "PRINCIPAL_PERCENTAGE_LAST_DISB" | "TOTAL_BALANCE_PERCENTAGE" | "TOTAL_BALANCE_FLAT" | "TOTAL_PRINCIPAL_PERCENTAGE") | undefined;
  };
  ProductAmortizationPeriod: {
    /** Format: int32 */
    defaultValue?: number | undefined;
    /** Format: int32 */
    maxValue?: number | undefined;
    /** Format: int32 */
    minValue?: number | undefined;
  };
  ProductArrearsSettings: {
    /** @enum {string} */
    dateCalculationMethod?: ("ACCOUNT_FIRST_WENT_TO_ARREARS" | "LAST_LATE_REPAYMENT" | "ACCOUNT_FIRST_BREACHED_MATERIALITY_THRESHOLD") | undefined;
    readonly encodedKey?: string | undefined;
    /** Format: int32 */
    monthlyToleranceDay?: number | undefined;
    /** @enum {string} */
    nonWorkingDaysMethod?: ("INCLUDED" | "EXCLUDED") | undefined;
    /** @enum {string} */
    toleranceCalculationMethod?: ("ARREARS_TOLERANCE_PERIOD" | "MONTHLY_ARREARS_TOLERANCE_DAY") | undefined;
    toleranceFloorAmount?: Decimalish | undefined;
    tolerancePercentageOfOutstandingPrincipal?: Schemas["DecimalInterval"] | undefined;
    tolerancePeriod?: Schemas["IntegerIntervalConstraints"] | undefined;
  };
  ProductAvailabilitySettings: {
    availableFor?: ("INDIVIDUALS" | "PURE_GROUPS" | "SOLIDARITY_GROUPS")[] | undefined;
    branchSettings?: Schemas["BranchSettings"] | undefined;
  };
  ProductInterestRateSettings: {
    readonly encodedKey?: string | undefined;
    indexSourceKey?: string | undefined;
    interestRate?: Schemas["DecimalInterval"] | undefined;
    interestRateCeilingValue?: Decimalish | undefined;
    interestRateFloorValue?: Decimalish | undefined;
    /** Format: int32 */
    interestRateReviewCount?: number | undefined;
    /** @enum {string} */
    interestRateReviewUnit?: ("DAYS" | "WEEKS" | "MONTHS") | undefined;
    /** @enum {string} */
    interestRateSource: "FIXED_INTEREST_RATE" | "INDEX_INTEREST_RATE";
  };
  ProductInterestSettings: {
    accrueLateInterest?: boolean | undefined;
    /** @enum {string} */
    compoundingFrequency?: ("DAILY" | "SEMI_ANNUALLY") | undefined;
    /** @enum {string} */
    daysInYear: "ACTUAL_365_FIXED" | "ACTUAL_364" | "ACTUAL_360" | "ACTUAL_ACTUAL_ISDA" | "E30_360" | "BUS_252" | "E30_42_365";
    decoupleInterestFromArrears?: boolean | undefined;
    indexRateSettings?: Schemas["InterestProductSettings"] | undefined;
    interestApplicationDays?: Schemas["DaysInMonth"] | undefined;
    /** @enum {string} */
    interestApplicationMethod?: ("AFTER_DISBURSEMENT" | "REPAYMENT_DUE_DATE" | "FIXED_DAYS_OF_MONTH") | undefined;
    /** @enum {string} */
    interestBalanceCalculationMethod?: ("ONLY_PRINCIPAL" | "PRINCIPAL_AND_INTEREST") | undefined;
    /** @enum {string} */
    interestCalculationMethod: "FLAT" | "DECLINING_BALANCE" | "DECLINING_BALANCE_DISCOUNTED" | "EQUAL_INSTALLMENTS";
    interestRateSettings?: Schemas["ProductInterestRateSettings"][] | undefined;
    /** @enum {string} */
    interestType?: ("SIMPLE_INTEREST" | "CAPITALIZED_INTEREST" | "COMPOUNDING_INTEREST") | undefined;
    pmtAdjustmentThreshold?: Schemas["PMTAdjustmentThreshold"] | undefined;
    /** @enum {string} */
    scheduleInterestDaysCountMethod: "REPAYMENT_PERIODICITY" | "ACTUAL_DAYS_COUNT";
  };
  ProductPenaltySettings: {
    /** @enum {string} */
    loanPenaltyCalculationMethod: "NONE" | "OVERDUE_BALANCE" | "OVERDUE_BALANCE_AND_INTEREST" | "OVERDUE_BALANCE_INTEREST_AND_FEE" | "OUTSTANDING_PRINCIPAL";
    /** Format: int32 */
    loanPenaltyGracePeriod?: number | undefined;
    penaltyRate?: Schemas["DecimalConstraints"] | undefined;
  };
  ProductPrepaymentSettings: {
    /** @enum {string} */
    applyInterestOnPrepaymentMethod?: ("AUTOMATIC" | "MANUAL") | undefined;
    /** @enum {string} */
    elementsRecalculationMethod?: ("PRINCIPAL_EXPECTED_FIXED" | "TOTAL_EXPECTED_FIXED") | undefined;
    ercFreeAllowance?: Decimalish | undefined;
    /** @enum {string} */
    futurePaymentsAcceptance: "NO_FUTURE_PAYMENTS" | "ACCEPT_FUTURE_PAYMENTS" | "ACCEPT_OVERPAYMENTS";
    /** @enum {string} */
    prepaymentAcceptance?: ("ACCEPT_PREPAYMENTS" | "NO_PREPAYMENTS") | undefined;
    /** @enum {string} */
    prepaymentRecalculationMethod?: ("NO_RECALCULATION" | "RESCHEDULE_REMAINING_REPAYMENTS" | "RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS" | "RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT" | "RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT" | "REDUCE_AMOUNT_PER_INSTALLMENT" | "REDUCE_NUMBER_OF_INSTALLMENTS" | "REDUCE_NUMBER_OF_INSTALLMENTS_NEW") | undefined;
    /** @enum {string} */
    principalPaidInstallmentStatus?: ("PARTIALLY_PAID" | "PAID" | "ORIGINAL_TOTAL_EXPECTED_PAID") | undefined;
  };
  ProductRedrawSettings: {
    allowRedraw: boolean;
  };
  RedrawRepaymentTransactionInputDTO: {
    /** @description Amount moved from the redraw balance to what is due. */
    amount?: Decimalish | undefined;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    notes?: string | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  };
  RefinanceDisbursementDetails: {
    /** Format: date-time */
    expectedDisbursementDate?: string | undefined;
    fees?: Schemas["CustomPredefinedFee"][] | undefined;
    /** Format: date-time */
    firstRepaymentDate: string;
  };
  RefinanceLoanAccount: {
    accountArrearsSettings?: Schemas["RestructureAccountArrearsSettings"] | undefined;
    disbursementDetails: Schemas["RefinanceDisbursementDetails"];
    encodedKey?: string | undefined;
    guarantors?: Schemas["Guarantor"][] | undefined;
    id?: string | undefined;
    interestSettings?: Schemas["RestructureInterestSettings"] | undefined;
    loanName?: string | undefined;
    notes?: string | undefined;
    penaltySettings?: Schemas["RestructurePenaltySettings"] | undefined;
    principalPaymentSettings?: Schemas["RestructurePrincipalPaymentAccountSettings"] | undefined;
    productTypeKey: string;
    scheduleSettings?: Schemas["RestructureScheduleSettings"] | undefined;
  };
  RefinanceLoanAccountAction: {
    carryForwardOptions?: Schemas["CarryForwardOptions"] | undefined;
    keepSameAccountId?: boolean | undefined;
    loanAccount: Schemas["RefinanceLoanAccount"];
    topUpAmount: Decimalish;
    writeOffAmounts?: Schemas["RefinanceWriteOffAmounts"] | undefined;
  };
  RefinanceWriteOffAmounts: {
    fee?: Decimalish | undefined;
    interest?: Decimalish | undefined;
    interestBearingFees?: Decimalish | undefined;
    interestBearingFeesInterest?: Decimalish | undefined;
    interestFromArrears?: Decimalish | undefined;
    penalty?: Decimalish | undefined;
  };
  RefundLoanTransactionInput: {
    amount: Decimalish;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    linkedDisbursementKey: string;
    notes?: string | undefined;
    transactionDetails?: Schemas["LoanTransactionDetailsInput"] | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  };
  RemittanceInformation: {
    structured?: Schemas["Structured"] | undefined;
    unstructured?: string | undefined;
  };
  RemoveCreditArrangementAccountInput: {
    accountId: string;
    /** @enum {string} */
    accountType: "LOAN" | "DEPOSIT";
  };
  RenderedDocument: string;
  ReopenDepositAction: {
    notes?: string | undefined;
  };
  RepaymentLoanTransactionInput: {
    amount: Decimalish;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    /** @description Only with the permission PERFORM_REPAYMENTS_WITH_CUSTOM_AMOUNTS_ALLOCATION. */
    customPaymentAmounts?: Schemas["CustomPaymentAmount"][] | undefined;
    externalId?: string | undefined;
    installmentEncodedKey?: string | undefined;
    notes?: string | undefined;
    originalCurrencyCode?: string | undefined;
    /** @enum {string} */
    prepaymentRecalculationMethod?: ("NO_RECALCULATION" | "RESCHEDULE_REMAINING_REPAYMENTS" | "RECALCULATE_SCHEDULE_KEEP_SAME_NUMBER_OF_TERMS" | "RECALCULATE_SCHEDULE_KEEP_SAME_PRINCIPAL_AMOUNT" | "RECALCULATE_SCHEDULE_KEEP_SAME_TOTAL_REPAYMENT_AMOUNT" | "REDUCE_AMOUNT_PER_INSTALLMENT" | "REDUCE_NUMBER_OF_INSTALLMENTS" | "REDUCE_NUMBER_OF_INSTALLMENTS_NEW") | undefined;
    /** @description Part of amount, not on top of it. */
    principalOverpaymentAmount?: Decimalish | undefined;
    transactionDetails?: Schemas["LoanTransactionDetailsInput"] | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  RepaymentScheduleEditOptionDetails: {
    paymentHolidaysSettings?: Schemas["PaymentHolidaysSettings"] | undefined;
  };
  RescheduleDisbursementDetails: {
    /** Format: date-time */
    firstRepaymentDate: string;
  };
  RescheduleLoanAccount: {
    accountArrearsSettings?: Schemas["RestructureAccountArrearsSettings"] | undefined;
    disbursementDetails: Schemas["RescheduleDisbursementDetails"];
    encodedKey?: string | undefined;
    guarantors?: Schemas["Guarantor"][] | undefined;
    id?: string | undefined;
    interestCommission?: Decimalish | undefined;
    interestSettings?: Schemas["RestructureInterestSettings"] | undefined;
    loanName?: string | undefined;
    notes?: string | undefined;
    penaltySettings?: Schemas["RestructurePenaltySettings"] | undefined;
    principalPaymentSettings?: Schemas["RestructurePrincipalPaymentAccountSettings"] | undefined;
    productTypeKey: string;
    scheduleSettings?: Schemas["RestructureScheduleSettings"] | undefined;
  };
  RescheduleLoanAccountAction: {
    carryForwardOptions?: Schemas["CarryForwardOptions"] | undefined;
    keepSameAccountId?: boolean | undefined;
    loanAccount: Schemas["RescheduleLoanAccount"];
    writeOffAmounts?: Schemas["RescheduleWriteOffAmounts"] | undefined;
  };
  RescheduleWriteOffAmounts: {
    fee?: Decimalish | undefined;
    interest?: Decimalish | undefined;
    interestBearingFees?: Decimalish | undefined;
    interestBearingFeesInterest?: Decimalish | undefined;
    interestFromArrears?: Decimalish | undefined;
    penalty?: Decimalish | undefined;
    principal?: Decimalish | undefined;
  };
  RestError: {
    /** Format: int32 */
    errorCode?: number | undefined;
    errorReason?: string | undefined;
    errorSource?: string | undefined;
  };
  RestructureAccountArrearsSettings: {
    tolerancePercentageOfOutstandingPrincipal?: Decimalish | undefined;
    /** Format: int32 */
    tolerancePeriod?: number | undefined;
  };
  RestructureInterestSettings: {
    accountInterestRateSettings?: Schemas["AccountInterestRateSettings"][] | undefined;
    interestRate?: Decimalish | undefined;
    interestSpread?: Decimalish | undefined;
    pmtAdjustmentThreshold?: Schemas["PMTAdjustmentThreshold"] | undefined;
  };
  RestructurePenaltySettings: {
    penaltyRate?: Decimalish | undefined;
  };
  RestructurePrincipalPaymentAccountSettings: {
    amount?: Decimalish | undefined;
    percentage?: Decimalish | undefined;
  };
  RestructureScheduleSettings: {
    /** Format: int32 */
    amortizationPeriod?: number | undefined;
    billingCycleDays?: Schemas["BillingCycleDays"] | undefined;
    fixedDaysOfMonth?: number[] | undefined;
    /** Format: int32 */
    gracePeriod?: number | undefined;
    paymentPlan?: Schemas["PeriodicPayment"][] | undefined;
    periodicPayment?: Decimalish | undefined;
    previewSchedule?: Schemas["RevolvingAccountSettings"] | undefined;
    /** Format: int32 */
    repaymentInstallments?: number | undefined;
    /** Format: int32 */
    repaymentPeriodCount?: number | undefined;
    /** @enum {string} */
    repaymentPeriodUnit?: ("DAYS" | "WEEKS" | "MONTHS" | "YEARS") | undefined;
  };
  RevolvingAccountSettings: {
    /** Format: int32 */
    numberOfPreviewedInstalments?: number | undefined;
  };
  Role: {
    access?: Schemas["BaseUserAccess"] | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    readonly encodedKey?: string | undefined;
    id?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    name: string;
    notes?: string | undefined;
  };
  RoleConfiguration: {
    id: string;
    name: string;
    notes?: string | undefined;
    administrator?: boolean | undefined;
    creditOfficer?: boolean | undefined;
    delivery?: boolean | undefined;
    teller?: boolean | undefined;
    support?: boolean | undefined;
    accessRights?: ("MAMBU" | "MOBILE" | "APIS")[] | undefined;
    permissions?: string[] | undefined;
  };
  RoleIdentifier: {
    encodedKey?: string | undefined;
    id?: string | undefined;
  };
  RolesConfiguration: {
    roles: Schemas["RoleConfiguration"][];
  };
  RoundingSettings: {
    /** @enum {string} */
    repaymentCurrencyRounding: "NO_ROUNDING" | "ROUND_TO_NEAREST_WHOLE_UNIT" | "ROUND_UP_TO_NEAREST_WHOLE_UNIT";
    /** @enum {string} */
    repaymentElementsRoundingMethod: "NO_ROUNDING" | "ROUND_ALL" | "PAYMENT_DUE";
    /** @enum {string} */
    roundingRepaymentScheduleMethod: "NO_ROUNDING" | "ROUND_REMAINDER_INTO_LAST_REPAYMENT" | "ROUND_PRINCIPAL_AND_INTEREST_REMAINDER_INTO_LAST_REPAYMENT";
  };
  ScheduleSettings: {
    /** Format: int32 */
    amortizationPeriod?: number | undefined;
    billingCycle?: Schemas["BillingCycleDays"] | undefined;
    /** Format: int32 */
    defaultFirstRepaymentDueDateOffset?: number | undefined;
    fixedDaysOfMonth?: number[] | undefined;
    /** Format: int32 */
    gracePeriod: number;
    /** @enum {string} */
    gracePeriodType?: ("NONE" | "PAY_INTEREST_ONLY" | "INTEREST_FORGIVENESS") | undefined;
    hasCustomSchedule?: boolean | undefined;
    paymentPlan?: Schemas["PeriodicPayment"][] | undefined;
    periodicPayment?: Decimalish | undefined;
    previewSchedule?: Schemas["RevolvingAccountSettings"] | undefined;
    /** Format: int32 */
    principalRepaymentInterval?: number | undefined;
    /** Format: int32 */
    repaymentInstallments?: number | undefined;
    /** Format: int32 */
    repaymentPeriodCount?: number | undefined;
    /** @enum {string} */
    repaymentPeriodUnit?: ("DAYS" | "WEEKS" | "MONTHS" | "YEARS") | undefined;
    /** @enum {string} */
    repaymentScheduleMethod?: ("NONE" | "FIXED" | "DYNAMIC") | undefined;
    /** @enum {string} */
    scheduleDueDatesMethod?: ("INTERVAL" | "FIXED_DAYS_OF_MONTH") | undefined;
    /** @enum {string} */
    shortMonthHandlingMethod?: ("LAST_DAY_IN_MONTH" | "FIRST_DAY_OF_NEXT_MONTH") | undefined;
  };
  ScheduleSettingsForSchedulePreview: {
    /** Format: int32 */
    amortizationPeriod?: number | undefined;
    fixedDaysOfMonth?: number[] | undefined;
    /** Format: int32 */
    gracePeriod?: number | undefined;
    paymentPlan?: Schemas["PeriodicPaymentForSchedulePreview"][] | undefined;
    periodicPayment?: Decimalish | undefined;
    /** Format: int32 */
    principalRepaymentInterval?: number | undefined;
    /** Format: int32 */
    repaymentInstallments?: number | undefined;
    /** Format: int32 */
    repaymentPeriodCount?: number | undefined;
    /** @enum {string} */
    repaymentPeriodUnit?: ("DAYS" | "WEEKS" | "MONTHS" | "YEARS") | undefined;
  };
  SecretKey: {
    secretKey?: string | undefined;
  };
  SecuritySettings: {
    isCollateralEnabled?: boolean | undefined;
    isGuarantorsEnabled?: boolean | undefined;
    requiredGuaranties?: Decimalish | undefined;
  };
  SeizeBlockAmount: {
    amount?: Decimalish | undefined;
    blockId: string;
    externalId?: string | undefined;
    notes?: string | undefined;
    transactionChannelId: string;
  };
  SellFundingSourceAction: {
    purchases?: Schemas["FundingSourcePurchase"][] | undefined;
  };
  ServiceLevel: {
    code?: string | undefined;
  };
  StartMaturityAction: {
    /** Format: date */
    maturityDate?: string | undefined;
    notes?: string | undefined;
  };
  StreamingBatch: {
    cursor: Schemas["StreamingCursor"];
    events?: Schemas["StreamingEvent"][] | undefined;
    info?: Record<string, never> | undefined;
  };
  StreamingCommitResult: {
    cursor: Schemas["StreamingCursor"];
    /** @enum {string} */
    result: "committed" | "outdated";
  };
  StreamingCommitResults: {
    items: Schemas["StreamingCommitResult"][];
  };
  StreamingCursor: {
    partition: string;
    offset: string;
    event_type: string;
    cursor_token: string;
  };
  StreamingCursorCommit: {
    items: Schemas["StreamingCursor"][];
  };
  StreamingEvent: {
    metadata: Schemas["StreamingEventMetadata"];
    template_name: string;
    body: unknown;
  };
  StreamingEventMetadata: {
    /** Format: uuid */
    eid: string;
    event_type: string;
    /** Format: date-time */
    occurred_at: string;
    /** @enum {string} */
    content_type: "application/xml" | "application/json" | "text/plain; charset=UTF-8";
    category: string;
  };
  StreamingEventTypeStats: {
    event_type: string;
    partitions: Schemas["StreamingPartitionStats"][];
  };
  StreamingInitialCursor: {
    partition: string;
    offset: string;
    event_type?: string | undefined;
  };
  StreamingPartitionStats: {
    partition: string;
    /** @enum {string} */
    state: "assigned" | "unassigned" | "reassigning";
    /** Format: int32 */
    unconsumed_events: number;
    /** Format: int32 */
    consumer_lag_seconds?: number | undefined;
    stream_id: string;
  };
  StreamingProblem: {
    /** Format: uri */
    type: string;
    title: string;
    /** Format: int32 */
    status: number;
    detail?: string | undefined;
    /** Format: uri */
    instance?: string | undefined;
  };
  StreamingStats: {
    items: Schemas["StreamingEventTypeStats"][];
  };
  StreamingSubscription: {
    readonly id?: string | undefined;
    /** @description With event_types and consumer_group it identifies the subscription. */
    owning_application: string;
    consumer_group?: string | undefined;
    event_types: string[];
    /** @enum {string} */
    read_from?: ("begin" | "end" | "cursors") | undefined;
    initial_cursors?: Schemas["StreamingInitialCursor"][] | undefined;
    /** Format: date-time */
    readonly created_at?: string | undefined;
    /** Format: date-time */
    readonly updated_at?: string | undefined;
  };
  Structured: {
    creditorReferenceInformation?: Schemas["CreditorReferenceInformation"] | undefined;
  };
  Task: {
    assignedUserKey?: string | undefined;
    readonly createdByFullName?: string | undefined;
    readonly createdByUserKey?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    description?: string | undefined;
    /** Format: date */
    dueDate: string;
    readonly encodedKey?: string | undefined;
    /**
     * Format: int32
     * @description Drawn by the bank.
     */
    readonly id?: number | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    /** @enum {string} */
    status?: ("OPEN" | "COMPLETED") | undefined;
    taskLinkKey?: string | undefined;
    /** @enum {string} */
    taskLinkType?: ("CLIENT" | "GROUP" | "LOAN_PRODUCT" | "SAVINGS_PRODUCT" | "CENTRE" | "BRANCH" | "USER" | "LOAN_ACCOUNT" | "DEPOSIT_ACCOUNT" | "ID_DOCUMENT" | "LINE_OF_CREDIT" | "GL_JOURNAL_ENTRY") | undefined;
    templateKey?: string | undefined;
    title?: string | undefined;
  };
  TaxSettings: {
    /** @enum {string} */
    taxCalculationMethod?: ("INCLUSIVE" | "EXCLUSIVE") | undefined;
    taxSourceKey?: string | undefined;
    taxesOnFeesEnabled?: boolean | undefined;
    taxesOnInterestEnabled?: boolean | undefined;
    taxesOnPenaltyEnabled?: boolean | undefined;
  };
  Taxes: {
    deferredTaxOnInterestAmount?: Decimalish | undefined;
    taxOnFeesAmount?: Decimalish | undefined;
    taxOnInterestAmount?: Decimalish | undefined;
    taxOnInterestFromArrearsAmount?: Decimalish | undefined;
    taxOnPaymentHolidaysInterest?: Decimalish | undefined;
    taxOnPenaltyAmount?: Decimalish | undefined;
    taxRate?: Decimalish | undefined;
  };
  TerminateLoanAccountInput: {
    notes?: string | undefined;
    /** Format: date-time */
    valueDate: string;
  };
  TrancheDisbursementDetails: {
    disbursementTransactionKey?: string | undefined;
    /** Format: date-time */
    expectedDisbursementDate?: string | undefined;
  };
  TrancheSettings: {
    /** Format: int32 */
    maxNumberOfTranches?: number | undefined;
  };
  TransactionBalances: {
    advancePosition?: Decimalish | undefined;
    arrearsPosition?: Decimalish | undefined;
    expectedPrincipalRedraw?: Decimalish | undefined;
    principalBalance?: Decimalish | undefined;
    redrawBalance?: Decimalish | undefined;
    totalBalance?: Decimalish | undefined;
  };
  TransactionChannel: {
    attributes?: Schemas["TransactionChannelAttributes"] | undefined;
    /** @description If false, only users with a role listed in usageRights may use the channel. */
    availableForAll?: boolean | undefined;
    customFields?: Schemas["CustomFieldMeta"][] | undefined;
    depositConstraints: Schemas["Constraint"];
    readonly encodedKey?: string | undefined;
    glAccount?: string | undefined;
    id: string;
    /** @description The default channel stays: it cannot be deleted. */
    readonly isDefault?: boolean | undefined;
    loanConstraints: Schemas["Constraint"];
    name: string;
    /** @enum {string} */
    state?: ("ACTIVE" | "INACTIVE") | undefined;
    /** @description Roles that may use the channel, by key or id. */
    usageRights?: string[] | undefined;
  };
  TransactionChannelAttributes: {
    overdraftAllowed?: boolean | undefined;
  };
  TransactionChannelConfiguration: {
    id: string;
    name: string;
    /** @enum {string} */
    state?: ("ACTIVE" | "INACTIVE") | undefined;
    glAccountCode?: string | undefined;
    loansConstraints?: Schemas["ConstraintsConfiguration"] | undefined;
    savingsConstraints?: Schemas["ConstraintsConfiguration"] | undefined;
    usageRights?: {
      allUsers?: boolean | undefined;
      roles?: string[] | undefined;
    } | undefined;
  };
  TransactionChannelConstraint: {
    /** @enum {string} */
    criteria: "AMOUNT" | "TYPE" | "PRODUCT";
    /** @enum {string} */
    operator: "EQUALS" | "EMPTY" | "NOT_EMPTY" | "MORE_THAN" | "LESS_THAN" | "BETWEEN" | "IN";
    secondValue?: string | undefined;
    value?: string | undefined;
    readonly values?: string[] | undefined;
  };
  TransactionChannelsConfiguration: {
    defaultTransactionChannel: Schemas["TransactionChannelConfiguration"];
    transactionChannels?: Schemas["TransactionChannelConfiguration"][] | undefined;
  };
  TransactionDetails: {
    transactionChannelId?: string | undefined;
    transactionChannelKey?: string | undefined;
  };
  TransactionDetailsInput: {
    transactionChannelId?: string | undefined;
    transactionChannelKey?: string | undefined;
  };
  TransactionInterestSettings: {
    indexInterestRate?: Decimalish | undefined;
    interestRate?: Decimalish | undefined;
  };
  TransferDepositTransactionInput: {
    amount: Decimalish;
    externalId?: string | undefined;
    notes?: string | undefined;
    paymentOrderId?: string | undefined;
    transferDetails: Schemas["TransferDetailsInput"];
    /** Format: date-time */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  TransferDetails: {
    linkedDepositTransactionKey?: string | undefined;
    linkedLoanTransactionKey?: string | undefined;
  };
  TransferDetailsInput: {
    linkedAccountId?: string | undefined;
    linkedAccountKey?: string | undefined;
    /** @enum {string} */
    linkedAccountType: "LOAN" | "DEPOSIT";
  };
  TransferOwnershipAction: {
    targetHolderKey: string;
  };
  TriggerDatabaseBackupRequest: {
    callback?: string | undefined;
    /** Format: date-time */
    createBackupFromDate?: string | undefined;
    tables?: string[] | undefined;
  };
  TriggerDatabaseBackupResponse: {
    /** @enum {string} */
    state?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  TriggerHourlyAndEndOfDayProcessingResponse: {
    /** @enum {string} */
    state?: ("QUEUED" | "IN_PROGRESS" | "COMPLETE" | "NOT_FOUND" | "CANCEL" | "TO_BE_CANCELED" | "TIMED_OUT" | "ERROR" | "TRANSIENT_ERROR" | "OVERRIDDEN" | "RECOVERABLE_ERROR") | undefined;
  };
  UndoMaturityAction: {
    notes?: string | undefined;
  };
  UnlockLoanAccountInput: {
    notes?: string | undefined;
  };
  User: {
    access: Schemas["UserAccess"];
    assignedBranchKey?: string | undefined;
    /** Format: date-time */
    readonly creationDate?: string | undefined;
    email?: string | undefined;
    readonly encodedKey?: string | undefined;
    firstName: string;
    homePhone?: string | undefined;
    readonly id?: string | undefined;
    /** @enum {string} */
    language?: ("ENGLISH" | "PORTUGESE" | "SPANISH" | "RUSSIAN" | "FRENCH" | "GEORGIAN" | "CHINESE" | "INDONESIAN" | "ROMANIAN" | "BURMESE" | "GERMAN" | "PORTUGUESE_BRAZIL" | "VIETNAMESE" | "ITALIAN" | "THAI" | "NORWEGIAN" | "PHRASE") | undefined;
    /** Format: date-time */
    readonly lastLoggedInDate?: string | undefined;
    /** Format: date-time */
    readonly lastModifiedDate?: string | undefined;
    lastName?: string | undefined;
    mobilePhone?: string | undefined;
    notes?: string | undefined;
    role?: Schemas["RoleIdentifier"] | undefined;
    title?: string | undefined;
    transactionLimits?: {
      [key: string]: Decimalish;
    } | undefined;
    twoFactorAuthentication?: boolean | undefined;
    username: string;
    /** @enum {string} */
    userState?: ("ACTIVE" | "INACTIVE" | "LOCKED") | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  UserAccess: {
    administratorAccess?: boolean | undefined;
    apiAccess?: boolean | undefined;
    canManageAllBranches: boolean;
    canManageEntitiesAssignedToOtherOfficers: boolean;
    creditOfficerAccess?: boolean | undefined;
    readonly deliveryAccess?: boolean | undefined;
    mambuAccess?: boolean | undefined;
    managedBranches?: Schemas["UserManagedBranch"][] | undefined;
    permissions?: string[] | undefined;
    readonly supportAccess?: boolean | undefined;
    tellerAccess?: boolean | undefined;
  };
  UserManagedBranch: {
    branchKey?: string | undefined;
  };
  UserRequest: {
    access: Schemas["UserAccess"];
    assignedBranchKey?: string | undefined;
    email?: string | undefined;
    readonly encodedKey?: string | undefined;
    firstName: string;
    homePhone?: string | undefined;
    /** @enum {string} */
    language?: ("ENGLISH" | "PORTUGESE" | "SPANISH" | "RUSSIAN" | "FRENCH" | "GEORGIAN" | "CHINESE" | "INDONESIAN" | "ROMANIAN" | "BURMESE" | "GERMAN" | "PORTUGUESE_BRAZIL" | "VIETNAMESE" | "ITALIAN" | "THAI" | "NORWEGIAN" | "PHRASE") | undefined;
    lastName?: string | undefined;
    mobilePhone?: string | undefined;
    notes?: string | undefined;
    password: string;
    role?: Schemas["RoleIdentifier"] | undefined;
    title?: string | undefined;
    transactionLimits?: {
      [key: string]: Decimalish;
    } | undefined;
    twoFactorAuthentication?: boolean | undefined;
    username: string;
  };
  WebhookNotificationSettings: {
    /** @enum {string} */
    state: "ENABLED" | "DISABLED";
  };
  WithdrawalDepositTransactionInput: {
    amount: Decimalish;
    /** Format: date-time */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    holdExternalReferenceId?: string | undefined;
    notes?: string | undefined;
    paymentDetails?: Schemas["PaymentDetails"] | undefined;
    paymentOrderId?: string | undefined;
    transactionDetails?: Schemas["TransactionDetailsInput"] | undefined;
    /** Format: date-time */
    valueDate?: string | undefined;
  } & { [name: `_${string}`]: Schemas['CustomFieldSetValues'] | undefined };
  WithdrawalRedrawTransactionInput: {
    amount: Decimalish;
    /**
     * Format: date-time
     * @description Without it the value date is used.
     */
    bookingDate?: string | undefined;
    externalId?: string | undefined;
    notes?: string | undefined;
    originalCurrencyCode?: string | undefined;
    transactionDetails?: Schemas["LoanTransactionDetailsInput"] | undefined;
    /**
     * Format: date-time
     * @description Without it the current time of the bank is used.
     */
    valueDate?: string | undefined;
  };
  _Transaction_Details_Transaction: {
    ACCOUNT_NAME_TRANSACTION_CHANNEL?: string | undefined;
    ACCOUNT_NUMBER_TRANSACTION_CHANN?: string | undefined;
    BANK_NUMBER_TRANSACTION_CHANNEL_?: string | undefined;
    CHECK_NUMBER_TRANSACTION_CHANNEL?: string | undefined;
    IDENTIFIER_TRANSACTION_CHANNEL_I?: string | undefined;
    RECEPIT_NUMBER_TRANSACTION_CHANN?: string | undefined;
    ROUTING_NUMBER_TRANSACTION_CHANN?: string | undefined;
  };
  FlorinConfigurationWarnings: {
    /** @description Things that were done otherwise than the document says, such as an entity that could not be deleted. */
    warnings: string[];
  };
  FlorinInterestAvailabilityItem: {
    accountId: string;
    interestAvailability: Schemas["InterestAccountSettingsAvailability"];
  };
  FlorinUserRolesTemplate: {
    roles: unknown[];
  };
  FlorinOrganizationTemplate: {
    institutionName: unknown;
  } & {
    [key: string]: unknown;
  };
  FlorinCustomFieldsTemplate: {
    customFieldSets: unknown[];
  };
  FlorinChargeExplanation: {
    amount: Decimalish;
    formula: string;
    parts: Schemas["FlorinChargePart"][];
    unrounded: Decimalish;
    rounding: string;
    rounded: Decimalish;
    moved: Decimalish;
    tax?: Schemas["FlorinTaxExplanation"] | undefined;
  };
  FlorinChargePart: {
    /** Format: date */
    from: string;
    /** Format: date */
    to: string;
    days: number;
    balance: Decimalish;
    rate: Decimalish;
    factor: Decimalish;
    amount: Decimalish;
    isFromArrears?: boolean | undefined;
    offsetBalance?: Decimalish | undefined;
    interestSaved?: Decimalish | undefined;
  };
  FlorinFeeExplanation: {
    predefinedFeeKey?: string | undefined;
    name?: string | undefined;
    percentage?: Decimalish | undefined;
    amount: Decimalish;
    reduced: Decimalish;
    formula: string;
    tax?: Schemas["FlorinTaxExplanation"] | undefined;
  };
  FlorinHolidayInterestExplanation: {
    accrued: Decimalish;
    formula: string;
    parts: Schemas["FlorinChargePart"][];
    applied: Decimalish;
  };
  FlorinInstalmentExplanation: {
    number: string;
    /** Format: date */
    from: string;
    /** Format: date */
    dueDate: string;
    state: string;
    isPaymentHoliday: boolean;
    balanceBefore: Decimalish;
    principal: Schemas["FlorinPrincipalExplanation"];
    interest: Schemas["FlorinChargeExplanation"];
    penalty: Schemas["FlorinChargeExplanation"];
    feeRate?: Schemas["FlorinChargeExplanation"] | undefined;
    paymentHolidayInterest?: Schemas["FlorinHolidayInterestExplanation"] | undefined;
    fees: Schemas["FlorinFeeExplanation"][];
  };
  FlorinLoanExplanation: {
    loanAccountKey: string;
    /** Format: date */
    asOf: string;
    currencyCode: string;
    interestCalculationMethod: string;
    interestType: string;
    interestRate: Decimalish;
    interestChargeFrequency: string;
    daysInYear: string;
    scheduleInterestDaysCountMethod: string;
    installments: Schemas["FlorinInstalmentExplanation"][];
    nonScheduledFees?: Schemas["FlorinFeeExplanation"][] | undefined;
  };
  FlorinPrincipalExplanation: {
    amount: Decimalish;
    formula: string;
  };
  FlorinTaxExplanation: {
    amount: Decimalish;
    rate: Decimalish;
    /** @enum {string} */
    method: "INCLUSIVE" | "EXCLUSIVE";
    formula: string;
  };
}

/** Name of a shape. */
export type SchemaName = keyof Schemas;
