import { type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import type { Instalment } from '../state.ts';
import { isInterestOnly, type LoanTerms } from '../terms.ts';

/**
 * The instalments with what of the principal is left after each, where they pay interest only: what the later ones still ask for. On
 * other loans as they are.
 */
export const withClosingBalances = (terms: LoanTerms, instalments: readonly Instalment[]): readonly Instalment[] => {
  if (!isInterestOnly(terms)) return instalments;
  let closing: Money = zero;
  return instalments
    .toReversed()
    .map((instalment) => {
      const left = closing;
      closing = plus(closing, minus(instalment.principal.expected, instalment.principal.paid));
      return instalment.closing?.equals(left) ? instalment : { ...instalment, closing: left };
    })
    .toReversed();
};
