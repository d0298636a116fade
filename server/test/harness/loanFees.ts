/** A charge of 2 percent for repaying principal early, for products of mortgages. */
export const earlyRepaymentCharge = {
  id: 'early',
  name: 'Early repayment',
  trigger: 'EARLY_REPAYMENT_CHARGE',
  feeApplication: 'REQUIRED',
  state: 'ACTIVE',
  amountCalculationMethod: 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE',
  percentageAmount: 2,
};

/** A fee of 100 whose income falls from due date to due date: applied by hand, or by a trigger that nobody is asked for. */
export const openingFee = (trigger = 'MANUAL') => ({
  id: 'OPENING',
  name: 'Opening',
  trigger,
  feeApplication: trigger === 'MANUAL' ? 'OPTIONAL' : 'REQUIRED',
  state: 'ACTIVE',
  amountCalculationMethod: 'FLAT',
  amount: 100,
  amortizationSettings: {
    amortizationProfile: 'SUM_OF_YEARS_DIGITS',
    frequency: 'ACCOUNT_INSTALLMENTS_DUE_DATES',
  },
});
