-- What people note about records of any kind: owner_key is the key of the record, owner_type says of which kind.

CREATE TABLE comment (
  encoded_key        uuid        PRIMARY KEY,
  owner_type         text        NOT NULL,
  owner_key          uuid        NOT NULL,
  text               text        NOT NULL,
  user_key           uuid        NOT NULL,
  creation_date      timestamptz NOT NULL,
  last_modified_date timestamptz NOT NULL
);
CREATE INDEX comment_owner ON comment (owner_key, creation_date, encoded_key);

-- Comments end with what they are about, wherever that is deleted. Whoever comments holds it until the commit.
CREATE FUNCTION delete_comments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM comment WHERE owner_key = OLD.encoded_key;
  RETURN NULL;
END $$;
CREATE TRIGGER client_comments AFTER DELETE ON client FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER client_group_comments AFTER DELETE ON client_group FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER loan_product_comments AFTER DELETE ON loan_product FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER deposit_product_comments AFTER DELETE ON deposit_product FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER centre_comments AFTER DELETE ON centre FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER branch_comments AFTER DELETE ON branch FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER app_user_comments AFTER DELETE ON app_user FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER loan_account_comments AFTER DELETE ON loan_account FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER deposit_account_comments AFTER DELETE ON deposit_account FOR EACH ROW EXECUTE FUNCTION delete_comments();
CREATE TRIGGER credit_arrangement_comments AFTER DELETE ON credit_arrangement
  FOR EACH ROW EXECUTE FUNCTION delete_comments();

-- A client's identity documents are a part of him: comments on one end when it is taken off, or he is deleted.
CREATE FUNCTION delete_document_comments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM comment
   WHERE owner_type = 'ID_DOCUMENT'
     AND owner_key IN (SELECT (d ->> 'encodedKey')::uuid FROM jsonb_array_elements(OLD.id_documents) d)
     AND (TG_OP = 'DELETE'
          OR owner_key NOT IN (SELECT (d ->> 'encodedKey')::uuid FROM jsonb_array_elements(NEW.id_documents) d));
  RETURN NULL;
END $$;
CREATE TRIGGER client_document_comments AFTER DELETE ON client FOR EACH ROW EXECUTE FUNCTION delete_document_comments();
CREATE TRIGGER client_document_removed AFTER UPDATE OF id_documents ON client
  FOR EACH ROW WHEN (OLD.id_documents IS DISTINCT FROM NEW.id_documents) EXECUTE FUNCTION delete_document_comments();
