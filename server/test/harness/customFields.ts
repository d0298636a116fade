import {
  type CustomFieldDocument,
  definitionProblems,
  type FieldDocument,
  loadDefinitionFacts,
  replaceCustomFields,
  type SetDocument,
} from '../../src/domains/organisation/index.ts';
import { instant } from '../../src/kernel/instant.ts';
import { isRejection } from '../../src/kernel/rejection.ts';
import type { TestBank } from './bank.ts';

/** A field that everybody may see and change; tests say what is different. */
export const field = (id: string, given: Partial<FieldDocument> = {}): FieldDocument => ({
  id,
  type: 'FREE_TEXT',
  state: 'ACTIVE',
  displaySettings: { displayName: id, fieldSize: 'SHORT' },
  viewRights: { allUsers: true, roles: [] },
  editRights: { allUsers: true, roles: [] },
  ...given,
});

/** A selection of these values; their ids are the values in small letters. */
export const selection = (id: string, values: readonly string[], given: Partial<FieldDocument> = {}): FieldDocument =>
  field(id, {
    type: 'SELECTION',
    selectionOptions: [{ availableOptions: values.map((value) => ({ selectionId: value.toLowerCase(), value })) }],
    ...given,
  });

/** A standard set of clients; tests say what is different. */
export const fieldSet = (
  id: string,
  customFields: readonly FieldDocument[],
  given: Partial<SetDocument> = {},
): SetDocument => ({
  id,
  name: id,
  type: 'SINGLE',
  availableFor: 'CLIENT',
  customFields,
  ...given,
});

/** Makes these the bank's custom fields. Throws when the rules find something wrong with them. */
export const defineCustomFields = async (
  bank: TestBank,
  ...customFieldSets: readonly SetDocument[]
): Promise<boolean> => {
  const document: CustomFieldDocument = { customFieldSets };
  const problems = definitionProblems(document, await loadDefinitionFacts(bank.db));
  if (problems.length > 0) throw new Error(`the definitions are wrong: ${JSON.stringify(problems)}`);
  const changed = await replaceCustomFields(bank.db, document, instant(Date.now()));
  if (isRejection(changed)) throw new Error(`the definitions were refused: ${JSON.stringify(changed)}`);
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  return changed;
};
