/** How a loan's schedule is changed before it is approved. */
export type ScheduleEdit = {
  /** Moves the due date of an instalment (1 is the first) by some days; the others stay. */
  readonly moved?: { readonly instalment: number; readonly days: number };
  /** Takes principal from one instalment and adds it to another. */
  readonly shifted?: { readonly from: number; readonly to: number; readonly amount: string };
};

export type DepositKind = 'current' | 'savings';
export type LoanKind = 'flat' | 'declining' | 'equal';

/**
 * One customer of another bank who moves to ours, with everything that comes along. Amounts are decimal texts. Days are counted back from the
 * bank's today, so that the file does not age.
 */
export type Customer = {
  /** 0001 to 0200; the end of every id that is made for this customer. */
  readonly number: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: 'FEMALE' | 'MALE';
  readonly birthDate: string;
  readonly preferredLanguage:
    | 'ENGLISH'
    | 'SPANISH'
    | 'FRENCH'
    | 'GERMAN'
    | 'ROMANIAN'
    | 'GEORGIAN'
    | 'VIETNAMESE'
    | 'PORTUGUESE_BRAZIL';
  readonly mobilePhone: string;
  readonly emailAddress: string;
  readonly notes: string;
  readonly address: {
    readonly line1: string;
    readonly postcode: string;
    readonly city: string;
    readonly region: string;
    readonly country: string;
  };
  readonly idDocument: {
    readonly documentType: string;
    readonly documentId: string;
    readonly issuingAuthority: string;
    readonly validUntil: string;
  };
  readonly branch: string;
  readonly deposit: {
    readonly kind: DepositKind;
    readonly name: string;
    readonly openingAmount: string;
    readonly openedDaysAgo: number;
  };
  readonly loan: {
    readonly kind: LoanKind;
    readonly name: string;
    readonly amount: string;
    /** Percent a year. */
    readonly interestRate: string;
    readonly instalments: number;
    readonly disbursedDaysAgo: number;
    /** Counted from the disbursement. */
    readonly firstRepaymentAfterDays: number;
    readonly edit: ScheduleEdit | null;
    /** Where the money goes at the disbursement: into the deposit account, or out over the counter. */
    readonly payout: 'DEPOSIT' | 'COUNTER';
    readonly fee: string;
    readonly repayment: {
      /** The first instalment as the schedule shows it, or a given amount. */
      readonly amount: 'FIRST_INSTALMENT' | string;
      readonly from: 'DEPOSIT' | 'COUNTER';
    };
  };
};

/** The branches that customers belong to; set up before they come. */
export const branches = [
  { id: 'demo-harbour', name: 'Harbour', city: 'Lübeck' },
  { id: 'demo-old-town', name: 'Old Town', city: 'Kraków' },
  { id: 'demo-market', name: 'Market Square', city: 'Nîmes' },
  { id: 'demo-online', name: 'Online', city: 'Zürich' },
] as const;
