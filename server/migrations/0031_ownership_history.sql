-- Who held an account before, oldest first: [{"previousOwnerKey": key, "transferDate": milliseconds}]; null where it always had the same holder.
ALTER TABLE deposit_account ADD COLUMN ownership_history jsonb;
