import { type Money, minus } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { isRevolving } from './revolvingTerms.ts';
import type { LoanBalances } from './state.ts';
import type { LoanTerms } from './terms.ts';

// ACCEPT_OVERPAYMENTS: what a repayment has beyond everything that is owed lies at the loan, pays what comes to be owed, and can be withdrawn.

/** Whether money beyond everything that is owed stays at the loan; elsewhere it is refused. */
export const keepsOverpayments = ({ payment }: Pick<LoanTerms, 'payment'>): boolean =>
  payment.prepayment.futurePaymentsAcceptance === 'ACCEPT_OVERPAYMENTS';

/** Whether money of the borrower can lie at the loan, by redraw or because he paid too much. */
export const keepsMoney = (terms: LoanTerms): boolean => terms.redraw !== undefined || keepsOverpayments(terms);

/** Whether money may come to lie at a loan that owes nothing: a revolving credit keeps it for what will be drawn. */
export const keepsAdvances = (terms: LoanTerms): boolean => isRevolving(terms) && keepsOverpayments(terms);

/** What of a revolving credit is not drawn, held or not: its amount less the principal that is owed, and the money that lies there besides. */
export const undrawn = (
  { loanAmount }: Pick<LoanTerms, 'loanAmount'>,
  { principal, redraw }: Pick<LoanBalances, 'principal' | 'redraw'>,
): Money => minus(loanAmount, minus(principal.balance, redraw));

/** Refuses overpayments where not even what is owed can be prepaid, and where the redraw balance holds no more than is owed. */
export const overpaymentRefusals = ({ paymentSettings, redrawSettings }: CompleteProduct): readonly Refusal[] => {
  const settings = paymentSettings.prepaymentSettings;
  const accepted = settings?.futurePaymentsAcceptance === 'ACCEPT_OVERPAYMENTS';
  const at = 'paymentSettings.prepaymentSettings.futurePaymentsAcceptance ACCEPT_OVERPAYMENTS';
  return [
    [
      accepted && settings.prepaymentAcceptance === 'NO_PREPAYMENTS',
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      `${at} needs prepaymentAcceptance ACCEPT_PREPAYMENTS`,
    ],
    [
      accepted && redrawSettings?.allowRedraw === true,
      'LOAN_PRODUCT_PREPAYMENT_OPTIONS_MISMATCH',
      `${at} does not go with redrawSettings.allowRedraw: no more than is owed lies in a redraw balance`,
    ],
  ];
};
