-- The way through all clients, page by page: what changed last comes last.
CREATE INDEX client_cursor ON client (last_modified_date, encoded_key);

-- EQUALS and STARTS_WITH don't look at upper and lower case. These are the fields that people look for somebody by; their indexes are
-- written when a client or an account is opened or renamed, never by a posting. None of them is partial: PostgreSQL takes the statistics
-- of an expression from a complete index only, and without them it walks through all clients by date instead.
CREATE INDEX client_id_search ON client (lower(id));
CREATE INDEX client_full_name_search ON client (lower(full_name));
CREATE INDEX client_first_name_search ON client (lower(first_name));
DROP INDEX client_email;
CREATE INDEX client_email_search ON client (lower(email_address));
CREATE INDEX client_mobile_phone_search ON client (lower(mobile_phone));
CREATE INDEX deposit_account_id_search ON deposit_account (lower(id));
CREATE INDEX loan_account_id_search ON loan_account (lower(id));
