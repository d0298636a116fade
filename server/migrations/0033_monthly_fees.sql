-- The last day whose monthly fees an account was charged: a night that runs again charges none twice.
ALTER TABLE deposit_account ADD COLUMN monthly_fees_date date;
