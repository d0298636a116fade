-- Settling a hold changes its status. While an index named the status, every index of the row was written once more for it; now the row changes in place.
-- Card holds that stood when the night last looked, or were made since. The night looks through these and takes out what has ended. Unlogged it could not be: a crash would
-- leave holds that never expire.
CREATE TABLE expiring_hold (hold_key uuid NOT NULL);
INSERT INTO expiring_hold SELECT encoded_key FROM authorization_hold WHERE status = 'PENDING' AND card_key IS NOT NULL;
DROP INDEX authorization_hold_pending;
-- Room for the settled version of most rows of a page, also where holds are settled before anything tidies the page up.
ALTER TABLE authorization_hold SET (fillfactor = 60);
