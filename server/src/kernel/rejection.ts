import type { ErrorReason } from '../generated/errors.ts';

/** A refusal as a value: the contract's reason, and a source that names the property or the constraint for the reader. */
export type Rejection = {
  readonly rejected: true;
  readonly errors: readonly RejectionError[];
};

export type RejectionError = {
  readonly reason: ErrorReason;
  readonly source?: string;
  /** Only where the catalogue's own status does not fit, e.g. a key in flight (409). */
  readonly status?: number;
};

/** A refusal with one reason. The source reads as a sentence that helps: "amount must be more than 0". */
export const reject = (reason: ErrorReason, source?: string, status?: number): Rejection => ({
  rejected: true,
  errors: [{ reason, ...(source === undefined ? {} : { source }), ...(status === undefined ? {} : { status }) }],
});

/** A refusal that lists several errors at once, in the order they should be read. */
export const rejectAll = (errors: readonly RejectionError[]): Rejection => ({ rejected: true, errors });

/** Whether a decision is a refusal. */
export const isRejection = (value: unknown): value is Rejection =>
  typeof value === 'object' && value !== null && 'rejected' in value && value.rejected === true;
