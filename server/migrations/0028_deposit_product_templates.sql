-- The names and kinds of a deposit product's documents.
ALTER TABLE deposit_product ADD COLUMN templates jsonb;
