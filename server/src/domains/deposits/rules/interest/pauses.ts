import { earliest, type LocalDate } from '../../../../kernel/localDate.ts';

/** Days on which no interest accrues: from a day (included) to another (not included); null has no end yet. */
export type Pause = { readonly from: LocalDate; readonly to: LocalDate | null };

/** Whether no interest accrues on a day. */
export const isPaused = (pauses: readonly Pause[], date: LocalDate): boolean =>
  pauses.some(({ from, to }) => from <= date && (to === null || date < to));

export type PausingFacts = {
  /** When the account was locked, and unlocked. */
  readonly locks: readonly Pause[];
  readonly collectInterestWhenLocked: boolean;
  /** When the account was dormant, and awake again: see dormantFrom. */
  readonly dormancies: readonly Pause[];
  readonly maturityDate: LocalDate | null;
  readonly accrueInterestAfterMaturity: boolean;
  /** The day the account was closed, or written off. */
  readonly closedDate: LocalDate | null;
};

/**
 * The days on which an account bears no interest: while it is dormant, while it is locked (unless its product collects interest then),
 * from its maturity date on (unless its product accrues beyond), and once it is closed.
 */
export const pausesOf = (facts: PausingFacts): readonly Pause[] => {
  const ends = [facts.accrueInterestAfterMaturity ? null : facts.maturityDate, facts.closedDate];
  const end = ends.reduce<LocalDate | null>(
    (first, date) => (first === null || date === null ? (first ?? date) : earliest(first, date)),
    null,
  );
  return [
    ...(facts.collectInterestWhenLocked ? [] : facts.locks),
    ...facts.dormancies,
    ...(end === null ? [] : [{ from: end, to: null }]),
  ];
};
