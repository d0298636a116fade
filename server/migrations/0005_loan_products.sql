-- Loan products.

-- One jsonb per group of settings, in the contract's shape; rules read them from memory, by version.
CREATE TABLE loan_product (
  encoded_key                 uuid        PRIMARY KEY,
  id                          text        NOT NULL,
  name                        text        NOT NULL,
  notes                       text,
  type                        text        NOT NULL,
  state                       text        NOT NULL,
  category                    text        NOT NULL,
  currency                    jsonb       NOT NULL,
  account_link_settings       jsonb,
  accounting_settings         jsonb       NOT NULL,
  arrears_settings            jsonb,
  availability_settings       jsonb,
  credit_arrangement_settings jsonb       NOT NULL,
  fees_settings               jsonb,
  funding_settings            jsonb,
  grace_period_settings       jsonb,
  interest_settings           jsonb       NOT NULL,
  internal_controls           jsonb,
  loan_amount_settings        jsonb,
  new_account_settings        jsonb       NOT NULL,
  offset_settings             jsonb,
  payment_settings            jsonb       NOT NULL,
  penalty_settings            jsonb,
  redraw_settings             jsonb,
  schedule_settings           jsonb       NOT NULL,
  security_settings           jsonb,
  tax_settings                jsonb,
  adjust_interest_for_first_installment                      boolean NOT NULL DEFAULT false,
  adjust_total_due_for_installments_with_different_interval  boolean NOT NULL DEFAULT false,
  allow_custom_repayment_allocation                          boolean NOT NULL DEFAULT false,
  creation_date               timestamptz NOT NULL,
  last_modified_date          timestamptz NOT NULL
);
CREATE UNIQUE INDEX loan_product_id ON loan_product (id);
