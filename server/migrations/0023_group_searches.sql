-- A client tells his groups, so their members are looked up for every client of a list. Without a pending list, which each look-up would
-- have to read through, one costs less than a tenth; groups change seldom enough to pay for it when they do.
ALTER INDEX client_group_members SET (fastupdate = off);
SELECT gin_clean_pending_list('client_group_members');

-- EQUALS does not look at upper and lower case, and whoever copies groups elsewhere asks for what changed last.
CREATE INDEX client_group_id_search ON client_group (lower(id));
CREATE INDEX client_group_modified ON client_group (last_modified_date, encoded_key);
