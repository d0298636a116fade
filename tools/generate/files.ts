import { errorsSource, permissionsSource, readPermissions, searchFieldsSource } from './catalogues.ts';
import { operationsSource, readOperations } from './operations.ts';
import { schemasSource } from './schemas.ts';

const heading = '// Generated from contract/ by `npm run generate`. Change the contract, not this file.\n\n';

/** All generated files by name with their text. Throws with a readable message when the contract is inconsistent. */
export const generatedFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const operations = readOperations(readPermissions());
  const sources: readonly (readonly [string, string])[] = [
    ['schemas.ts', await schemasSource()],
    ['operations.ts', operationsSource(operations)],
    ['errors.ts', errorsSource()],
    ['permissions.ts', permissionsSource()],
    ['searchFields.ts', searchFieldsSource(operations)],
  ];
  return new Map(sources.map(([name, text]) => [name, heading + text]));
};
