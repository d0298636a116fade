import { describe, expect, test } from 'vitest';
import { accountColumns } from './writeLoanAccounts.ts';
import { figureColumns } from './writeLoanFigures.ts';

describe('the columns of a loan', () => {
  test('that are figures are all written when nothing else changed', () => {
    // A new column stands in one of the two lists: here, if nothing that is written with the figures alone can change it.
    expect(accountColumns.filter((name) => !figureColumns.includes(name))).toEqual([
      'id',
      'loan_name',
      'notes',
      'account_holder_key',
      'account_holder_type',
      'product_key',
      'account_state',
      'account_sub_state',
      'state_before_closure',
      'currency_code',
      'assigned_branch_key',
      'assigned_centre_key',
      'assigned_user_key',
      'settlement_account_key',
      'terms',
      'terms_in_force',
      'loan_amount',
      'interest_rate',
      'arrears_tolerance_period',
      'has_custom_schedule',
      'instalment_count',
      'tax_rate',
      'tax_source_key',
      'redraw_balance',
      'expected_disbursement_date',
      'first_repayment_date',
      'disbursement_date',
      'transaction_channel_key',
      'target_deposit_account_key',
      'guarantors',
      'assets',
      'activation_transaction_key',
      'disbursed_tranches',
      'last_set_to_arrears_date',
      'last_locked_date',
      'lock',
      'hold_balance',
      'booked_from_arrears',
      'booked_of_holidays',
      'approved_date',
      'approved_by_key',
      'created_by_key',
      'closed_date',
      'creation_date',
    ]);
  });
});
