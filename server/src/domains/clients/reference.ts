import { referenceSlot } from '../../platform/reference/referenceCache.ts';
import { type Directory, directory } from '../organisation/index.ts';
import type { ClientRoleReference, DocumentTemplateReference } from './rules/clientRole.ts';
import { loadClientRoles, loadDocumentTemplates } from './store/loadReference.ts';

/** What rules know about clients' roles and the templates of identity documents. */
export type ClientReference = {
  readonly roles: Directory<ClientRoleReference>;
  readonly templates: Directory<DocumentTemplateReference>;
};

export const clientReference = referenceSlot<ClientReference>('clients', async (db) => ({
  roles: directory(await loadClientRoles(db), ({ id }) => id),
  templates: directory(await loadDocumentTemplates(db), ({ id }) => id),
}));
