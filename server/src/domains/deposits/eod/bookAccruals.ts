import { isRejection } from '../../../kernel/rejection.ts';
import { accrualBooking, type FinancialResource, glAccountReference, resolveRule } from '../../ledger/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import type { DepositResource } from '../rules/depositProduct.ts';
import { accrualKinds, accrualResources, isDepositKind } from '../rules/interest/booked.ts';
import { productOfAccount } from '../store/depositProductReference.ts';

/** Books what deposit accounts accrued, by their products' accounting rules. */
export const bookAccruals = accrualBooking('bookDepositAccrual', {
  kinds: accrualKinds,
  productType: 'SAVINGS',
  of: ({ productKey, currencyCode, kind }, reference) => {
    if (!isDepositKind(kind)) throw new Error('deposits accrue no interest of loans');
    const { accountingRules, interestAccrualCalculation } = productOfAccount(reference, productKey);
    const keyOf = (resource: DepositResource) =>
      resolveRule(
        accountingRules as ReadonlyMap<FinancialResource, never>,
        resource as FinancialResource,
        reference.get(glAccountReference),
      );
    const resultKey = keyOf(accrualResources[kind].result);
    if (isRejection(resultKey)) return resultKey;
    const owedKey = keyOf(accrualResources[kind].owed);
    if (isRejection(owedKey)) return owedKey;
    const decimals = reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;
    return { resultKey, owedKey, decimals, keepsBreakdown: interestAccrualCalculation === 'BREAKDOWN_PER_ACCOUNT' };
  },
});
