-- Money of a borrower that lies at his loan, now and after each transaction.
ALTER TABLE loan_account ADD COLUMN redraw_balance numeric NOT NULL DEFAULT 0;
ALTER TABLE loan_transaction ADD COLUMN redraw_balance numeric NOT NULL DEFAULT 0;
