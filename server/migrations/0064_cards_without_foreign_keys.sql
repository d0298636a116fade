-- Whoever unlinks a card and whoever uses it for the first time meet at the lock of its account, where each use looks for its card. A foreign key
-- would look once more for every single hold and payment, lock the card's row and write that lock down.
ALTER TABLE authorization_hold DROP CONSTRAINT authorization_hold_card;
ALTER TABLE card_transaction DROP CONSTRAINT card_transaction_card;
