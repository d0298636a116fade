import { expect, test } from 'vitest';
import { isRejection } from '../../../kernel/rejection.ts';
import { checkLoanProduct } from './productSettings.ts';
import { completed, facts, productBody } from './testProduct.ts';

const off = { enabled: false };
const shares = { minValue: 1, defaultValue: 2, maxValue: 3 };

test.each<[string, object]>([
  ['accepted', off],
  ['accepted', { ...off, requiredFunds: 50, lockFundsAtApproval: true }],
  [
    'accepted',
    { ...off, requiredFunds: 100, funderInterestCommission: shares, organizationInterestCommission: shares },
  ],
  ['fundingSettings.requiredFunds is a percentage', { ...off, requiredFunds: -1 }],
  ['fundingSettings.requiredFunds is a percentage', { ...off, requiredFunds: 100.5 }],
  [
    'fundingSettings.funderInterestCommission may not be negative',
    { ...off, funderInterestCommission: { minValue: -1 } },
  ],
  [
    'fundingSettings.organizationInterestCommission must have minValue <= defaultValue <= maxValue',
    { ...off, organizationInterestCommission: { minValue: 3, maxValue: 2 } },
  ],
])('funding that is off is %s: %j', (expected, fundingSettings) => {
  const refusal = checkLoanProduct(completed(productBody({ others: { fundingSettings } })), facts);
  expect(isRejection(refusal) ? refusal.errors[0]?.source : 'accepted').toContain(expected);
});
