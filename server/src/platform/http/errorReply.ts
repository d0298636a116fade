import { type ErrorReason, errorCatalogue } from '../../generated/errors.ts';
import type { Rejection } from '../../kernel/rejection.ts';

export type ErrorBody = {
  readonly errors: readonly {
    readonly errorCode: number;
    readonly errorSource?: string;
    readonly errorReason: ErrorReason;
  }[];
};

/** The HTTP status of a refusal: that of its first error, which is the one clients read. */
export const statusOf = (rejection: Rejection): number => {
  const [first] = rejection.errors;
  return first ? (first.status ?? errorCatalogue[first.reason].status) : 400;
};

/** The contract's error body of a refusal. */
export const errorBody = (rejection: Rejection): ErrorBody => ({
  errors: rejection.errors.map(({ reason, source }) => ({
    errorCode: errorCatalogue[reason].code,
    ...(source === undefined ? {} : { errorSource: source }),
    errorReason: reason,
  })),
});
