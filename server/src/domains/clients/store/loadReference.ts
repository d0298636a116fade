import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { ClientRoleReference, DocumentTemplateReference } from '../rules/clientRole.ts';

type Queryable = Pick<pg.Pool, 'query'>;

type RoleRow = {
  encoded_key: EncodedKey;
  id: string;
  client_type: ClientRoleReference['clientType'];
  can_open_accounts: boolean;
  can_guarantee: boolean;
  use_default_address: boolean;
  require_id: boolean;
  id_pattern: string | null;
};

type TemplateRow = {
  encoded_key: EncodedKey;
  id: string;
  document_type: string;
  document_id_template: string | null;
  mandatory: boolean;
};

/** The roles that clients and groups have. */
export const loadClientRoles = async (db: Queryable): Promise<readonly ClientRoleReference[]> =>
  (await db.query<RoleRow>('SELECT * FROM client_role')).rows.map((row) => ({
    encodedKey: row.encoded_key,
    id: row.id,
    clientType: row.client_type,
    canOpenAccounts: row.can_open_accounts,
    canGuarantee: row.can_guarantee,
    useDefaultAddress: row.use_default_address,
    requireID: row.require_id,
    idPattern: row.id_pattern,
  }));

/** The templates of identity documents. */
export const loadDocumentTemplates = async (db: Queryable): Promise<readonly DocumentTemplateReference[]> =>
  (await db.query<TemplateRow>('SELECT * FROM identification_document_template')).rows.map((row) => ({
    encodedKey: row.encoded_key,
    id: row.id,
    documentType: row.document_type,
    documentIdTemplate: row.document_id_template,
    mandatory: row.mandatory,
  }));
