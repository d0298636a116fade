import { type OperationName, operations } from '../../generated/operations.ts';

/** Requests per second that the contract allows one caller, for the operations that it limits: its general chapter, and its audit trail. */
export const standardLimits = {
  searchLoanTransactions: 25,
  patchLoanAccount: 10,
  searchJournalEntries: 35,
  createJournalEntries: 35,
  searchInterestAccruals: 25,
  getGlAccount: 35,
  getGlAccounts: 15,
  makeDeposit: 35,
  searchDepositTransactions: 35,
  searchDepositAccounts: 25,
  getAuditTrailEvents: 1,
} as const satisfies Partial<Record<OperationName, number>>;

/** Requests per second that one caller has: for each operation by its name, and for every other one. 0 is no limit. */
export type RateLimits = { readonly perOperation: ReadonlyMap<string, number>; readonly others: number };

export const noLimits: RateLimits = { perOperation: new Map(), others: 0 };

const largestLimit = 1_000_000;

/**
 * Reads limits as the setting writes them: `standard` for those of the contract, `makeDeposit=200` for one operation, `*=500` for all that are not
 * named, parted by commas; what comes later wins. Answers them, or what can't be understood.
 */
export const parseRateLimits = (text: string): RateLimits | { readonly misread: string } => {
  const perOperation = new Map<string, number>();
  let others = 0;
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '' || part === 'off') continue;
    if (part === 'standard') {
      for (const [name, limit] of Object.entries(standardLimits)) perOperation.set(name, limit);
      continue;
    }
    const [, name = '', digits = ''] = /^([A-Za-z]+|\*) *= *(\d{1,7})$/.exec(part) ?? [];
    const limit = Number(digits);
    if (digits === '' || limit > largestLimit || (name !== '*' && !Object.hasOwn(operations, name))) {
      return { misread: part };
    }
    if (name === '*') others = limit;
    else perOperation.set(name, limit);
  }
  return { perOperation, others };
};

/** Lets each caller in so often per second. */
export type RateLimiter = {
  /** Whether the caller may go on; a request that may not costs him nothing. */
  admits(caller: string): boolean;
};

const second = 1000;
/** Fractions of milliseconds add up with rounding errors, far smaller than the time of one request. */
const rounding = 0.0005;
const mostCallers = 10_000;

/**
 * A token bucket for each caller, which holds the requests of one second and fills up steadily. Of a bucket only the moment is kept at which it is
 * full again; one that is full is forgotten.
 */
export const createRateLimiter = (perSecond: number, now: () => number = () => performance.now()): RateLimiter => {
  const perRequest = second / perSecond;
  const fullAt = new Map<string, number>();
  const forgetFull = (at: number): void => {
    for (const [caller, full] of fullAt) if (full <= at) fullAt.delete(caller);
  };
  return {
    admits: (caller) => {
      const at = now();
      const full = Math.max(fullAt.get(caller) ?? at, at) + perRequest;
      if (full - at > second + rounding) return false;
      if (fullAt.size >= mostCallers && !fullAt.has(caller)) forgetFull(at);
      fullAt.set(caller, full);
      return true;
    },
  };
};

/** The limiter of an operation; undefined where it has none. */
export const limiterOf = (name: string, { perOperation, others }: RateLimits): RateLimiter | undefined => {
  const perSecond = perOperation.get(name) ?? others;
  return perSecond > 0 ? createRateLimiter(perSecond) : undefined;
};
