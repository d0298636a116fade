-- PostgreSQL also tidies up tables that only grow: that makes nothing smaller, it spares readers a look at whether everybody may see a page. While such a table is small, a busy minute adds a fifth of
-- it, and for a third of every minute postings shared the processor with this. A million rows more are soon enough. What is deleted or changed is tidied up as before.
ALTER TABLE audit_record SET (autovacuum_vacuum_insert_threshold = 1000000);
ALTER TABLE idempotency_record SET (autovacuum_vacuum_insert_threshold = 1000000);
ALTER TABLE journal_entry SET (autovacuum_vacuum_insert_threshold = 1000000);
ALTER TABLE deposit_transaction SET (autovacuum_vacuum_insert_threshold = 1000000);
ALTER TABLE loan_transaction SET (autovacuum_vacuum_insert_threshold = 1000000);
ALTER TABLE loan_event SET (autovacuum_vacuum_insert_threshold = 1000000);
ALTER TABLE card_transaction SET (autovacuum_vacuum_insert_threshold = 1000000);

-- Statistics choose among indexes. These wide tables are read by key, by account or in order, for which a sample of 3,000 rows says as much as one of 30,000 does; taking that one
-- each time a tenth has been added costs a second and more.
DO $$
DECLARE
  wide record;
BEGIN
  FOR wide IN
    SELECT attrelid::regclass AS name, attname FROM pg_attribute
     WHERE attrelid IN ('audit_record'::regclass, 'idempotency_record'::regclass, 'loan_event'::regclass, 'loan_instalment'::regclass)
       AND attnum > 0 AND NOT attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 10', wide.name, wide.attname);
  END LOOP;
END $$;
