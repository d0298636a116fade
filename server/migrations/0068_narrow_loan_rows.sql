-- A payment writes its loan's row and one instalment, and the first one after a checkpoint the whole page that each lies on: the narrower the rows, the
-- fewer pages. Terms, most of a loan's row, hardly ever change; as they are too long for a row uncompressed, they lie beside it.
ALTER TABLE loan_account ALTER COLUMN terms TYPE jsonb USING terms::text::jsonb, ALTER COLUMN terms SET STORAGE EXTERNAL;

-- What an instalment tells is in its columns; the document keeps what they have no place for, and most instalments have no such thing.
ALTER TABLE loan_instalment ADD COLUMN interest_applied numeric, ADD COLUMN interest_accrued numeric;
UPDATE loan_instalment SET
  interest_applied = (instalment #>> '{interest,applied}')::numeric,
  interest_accrued = (instalment ->> 'interestAccrued')::numeric;
ALTER TABLE loan_instalment ALTER COLUMN interest_applied SET NOT NULL, ALTER COLUMN interest_accrued SET NOT NULL;
ALTER TABLE loan_instalment RENAME COLUMN instalment TO more;
ALTER TABLE loan_instalment ALTER COLUMN more DROP NOT NULL;
ALTER TABLE loan_instalment ALTER COLUMN more TYPE json USING nullif((
  more::jsonb - '{slot,number,dueDate,state,principal,interest,fee,penalty,interestAccrued,lastPaidDate,repaidDate}'::text[]
  - CASE WHEN more::jsonb -> 'feeDetails' = '[]' THEN 'feeDetails' ELSE '' END
  || CASE WHEN (more #>> '{fee,expectedUnapplied}')::numeric = 0 THEN '{}'
          ELSE jsonb_build_object('expectedUnapplied', more::jsonb #> '{fee,expectedUnapplied}') END
)::text, '{}')::json;
