import {
  contractList,
  isJsonObject,
  type JsonObject,
  referencedName,
  schemaObjects,
} from '../../server/src/platform/http/contractDocuments.ts';
import type { OperationDefinition } from '../../server/src/platform/http/operationDefinition.ts';
import { quoted } from './literal.ts';

// Reasons without a public number get one of ours, far above the public ones; see contract/README.md.
const firstOwnCode = 90_000;

type CatalogueEntry = { readonly reason: string; readonly code: number; readonly status: number };

const entryOf = (item: JsonObject, index: number): CatalogueEntry => {
  const { reason, code, httpStatus } = item;
  if (typeof reason !== 'string' || typeof httpStatus !== 'number')
    throw new Error(`contract/errors.json: item ${index} lacks reason or httpStatus`);
  if (code !== undefined && typeof code !== 'number')
    throw new Error(`contract/errors.json: ${reason} has a code that is not a number`);
  return { reason, code: code ?? firstOwnCode + index, status: httpStatus };
};

/** Text of generated/errors.ts. */
export const errorsSource = (): string => {
  const entries = contractList('errors.json').map(entryOf);
  if (new Set(entries.map((entry) => entry.reason)).size !== entries.length)
    throw new Error('contract/errors.json names a reason twice');
  const lines = entries.map((entry) => `  ${entry.reason}: { code: ${entry.code}, status: ${entry.status} },\n`);
  return (
    '/** Every reason of a refusal with its number and its HTTP status. */\n' +
    `export const errorCatalogue = {\n${lines.join('')}} as const;\n\n` +
    'export type ErrorReason = keyof typeof errorCatalogue;\n'
  );
};

/** The permission codes of the contract. */
export const readPermissions = (): ReadonlySet<string> => {
  const codes = contractList('permissions.json').map((item) => String(item.code));
  if (new Set(codes).size !== codes.length) throw new Error('contract/permissions.json names a code twice');
  return new Set(codes);
};

/** Text of generated/permissions.ts. */
export const permissionsSource = (): string => {
  const lines = contractList('permissions.json').map(({ code, group, meaning }) => {
    if (typeof code !== 'string' || typeof group !== 'string' || typeof meaning !== 'string')
      throw new Error('contract/permissions.json: an item lacks code, group or meaning');
    return `  { code: ${quoted(code)}, group: ${quoted(group)}, meaning: ${quoted(meaning)} },\n`;
  });
  return (
    'type PermissionEntry = { readonly code: string; readonly group: string; readonly meaning: string };\n\n' +
    '/** Every permission with the group it belongs to and what it allows. */\n' +
    `export const permissionCatalogue = [\n${lines.join('')}] as const satisfies readonly PermissionEntry[];\n\n` +
    "export type Permission = (typeof permissionCatalogue)[number]['code'];\n\n" +
    '/** All permission codes. */\n' +
    'export const permissions: readonly Permission[] = permissionCatalogue.map((entry) => entry.code);\n\n' +
    'const codes: ReadonlySet<string> = new Set(permissions);\n\n' +
    '/** Whether a text is a permission code. */\n' +
    'export const isPermission = (text: string): text is Permission => codes.has(text);\n'
  );
};

const criteria = (schema: string | null, property: string): JsonObject | undefined => {
  const shapes = schemaObjects();
  const root = schema === null ? undefined : shapes[schema];
  // One search takes the list of criteria itself as its body.
  const properties = isJsonObject(root?.properties) ? root.properties : undefined;
  const found = properties?.[property];
  if (!isJsonObject(found)) return property === 'filterCriteria' && root && 'x-filterFields' in root ? root : undefined;
  const target = isJsonObject(found.items) ? found.items : found;
  return typeof target.$ref === 'string' ? shapes[referencedName(target.$ref)] : undefined;
};

const fields = (schema: JsonObject | undefined, key: string): string => {
  const list = schema?.[key];
  return `[${Array.isArray(list) ? list.map((field) => quoted(String(field))).join(', ') : ''}]`;
};

/** Text of generated/searchFields.ts. */
export const searchFieldsSource = (operations: ReadonlyMap<string, OperationDefinition>): string => {
  const lines = [...operations.values()].flatMap(({ name, requestSchema }) => {
    const filter = criteria(requestSchema, 'filterCriteria');
    const sort = criteria(requestSchema, 'sortingCriteria');
    if (!filter && !sort) return [];
    return `  ${name}: {\n    filter: ${fields(filter, 'x-filterFields')},\n    sort: ${fields(sort, 'x-sortingFields')},\n  },\n`;
  });
  return (
    '/** The fields that each search can filter and sort by. Custom fields come on top. */\n' +
    `export const searchFields = {\n${lines.join('')}} as const;\n`
  );
};
