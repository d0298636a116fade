-- What holds and card payments were asked and answered is read as a whole and never searched: as it was written it costs the database less to take in
-- and to give out than taken apart.
ALTER TABLE authorization_hold ALTER COLUMN changes DROP DEFAULT;
ALTER TABLE authorization_hold
  ALTER COLUMN card_acceptor TYPE json USING card_acceptor::json,
  ALTER COLUMN first_answer TYPE json USING first_answer::json,
  ALTER COLUMN changes TYPE json USING changes::json;
ALTER TABLE authorization_hold ALTER COLUMN changes SET DEFAULT '[]';
ALTER TABLE card_transaction ALTER COLUMN reversals DROP DEFAULT;
ALTER TABLE card_transaction
  ALTER COLUMN told TYPE json USING told::json,
  ALTER COLUMN reversals TYPE json USING reversals::json;
ALTER TABLE card_transaction ALTER COLUMN reversals SET DEFAULT '[]';
