-- What a channel lets pass besides its constraints, as the contract has it; null where nothing was said.
ALTER TABLE transaction_channel ADD COLUMN attributes jsonb;
