-- Accruals of loans are booked like those of deposits, so the tables are the ledger's.
ALTER TABLE deposit_accrual RENAME TO accrual;
ALTER TABLE deposit_accrual_entry RENAME TO accrual_entry;
ALTER INDEX deposit_accrual_open RENAME TO accrual_open;
ALTER INDEX deposit_accrual_scope RENAME TO accrual_scope;
ALTER INDEX deposit_accrual_entry_account RENAME TO accrual_entry_account;
ALTER TABLE accrual
  DROP CONSTRAINT deposit_accrual_kind_check,
  ADD CHECK (kind IN ('INTEREST', 'NEGATIVE_INTEREST', 'OVERDRAFT_INTEREST', 'LOAN_INTEREST'));
