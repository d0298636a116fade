import { readdirSync, readFileSync } from 'node:fs';

/** A JSON value as it is parsed. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** A parameter as the contract writes it. */
export type ContractParameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonObject;
};

type Content = { readonly [mediaType: string]: { readonly schema: JsonObject } };

/** One operation as the contract writes it. */
export type ContractOperation = {
  readonly operationId: string;
  readonly 'x-name': string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-permissions': readonly string[];
  readonly 'x-permissionMode'?: 'all';
  readonly 'x-conditionalPermissions'?: readonly { readonly when: string; readonly permissions: readonly string[] }[];
  readonly parameters?: readonly ContractParameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: { readonly [status: string]: { readonly description: string; readonly content?: Content } };
};

/** One OpenAPI document of contract/sections. */
export type SectionDocument = {
  readonly openapi: string;
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly 'x-group': string;
    readonly 'x-swaggerName': string;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: ContractOperation } };
};

const folder = new URL('../../../../contract/', import.meta.url);
const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isContent = (value: unknown): boolean =>
  value === undefined ||
  (isObject(value) && Object.values(value).every((media) => isObject(media) && isObject(media.schema)));

const isParameter = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.name) &&
  ['path', 'query', 'header'].includes(String(value.in)) &&
  isObject(value.schema);

const operationProblem = (value: unknown): string | undefined => {
  if (!isObject(value)) return 'is not an object';
  for (const key of ['operationId', 'x-name', 'summary']) if (!isText(value[key])) return `has no ${key}`;
  if (!isTexts(value.tags)) return 'has no tags';
  if (!isTexts(value['x-permissions'])) return 'has no x-permissions (an empty list says that every caller may use it)';
  if (value.parameters !== undefined && !(Array.isArray(value.parameters) && value.parameters.every(isParameter)))
    return 'has a parameter without name, in or schema';
  if (value.requestBody !== undefined && !(isObject(value.requestBody) && isContent(value.requestBody.content)))
    return 'has a requestBody without content';
  if (!isObject(value.responses)) return 'has no responses';
  const answers = Object.values(value.responses);
  if (!answers.every((answer) => isObject(answer) && isContent(answer.content))) return 'has a malformed response';
  if (!Object.keys(value.responses).some((status) => status.startsWith('2'))) return 'has no success response';
  return undefined;
};

function checkSection(name: string, value: unknown): asserts value is SectionDocument {
  if (!isObject(value) || !isObject(value.info) || !isObject(value.paths)) throw new Error(`${name}: no info or paths`);
  for (const key of ['title', 'version', 'description', 'x-group', 'x-swaggerName'])
    if (!isText(value.info[key])) throw new Error(`${name}: info has no ${key}`);
  for (const [path, item] of Object.entries(value.paths)) {
    if (!isObject(item)) throw new Error(`${name}: ${path} is not an object`);
    for (const [method, operation] of Object.entries(item)) {
      if (!methods.has(method)) throw new Error(`${name}: ${path} has the unknown method ${method}`);
      const problem = operationProblem(operation);
      if (problem) throw new Error(`${name}: ${method.toUpperCase()} ${path} ${problem}`);
    }
  }
}

const parsed = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

let names: readonly string[] | undefined;
const sections = new Map<string, SectionDocument>();
let shapes: Readonly<Record<string, JsonObject>> | undefined;

/** Names of all sections in alphabetical order: `clients`, `deposit-accounts` … */
export const sectionNames = (): readonly string[] => {
  names ??= readdirSync(new URL('sections/', folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  return names;
};

/** The document of one section, read and checked once. Throws when there is no such section. */
export const sectionDocument = (name: string): SectionDocument => {
  const known = sections.get(name);
  if (known) return known;
  // The name may come from an address: only a listed one becomes a file name.
  if (!sectionNames().includes(name)) throw new Error(`no section ${name}`);
  const document = parsed(`sections/${name}.json`);
  checkSection(name, document);
  sections.set(name, document);
  return document;
};

/** All shapes of the contract by name, read once. */
export const schemaObjects = (): Readonly<Record<string, JsonObject>> => {
  if (shapes) return shapes;
  const document = parsed('schemas.json');
  if (!isObject(document) || !isObject(document.components) || !isObject(document.components.schemas))
    throw new Error('contract/schemas.json has no components.schemas');
  const found: Record<string, JsonObject> = {};
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (!isObject(schema)) throw new Error(`contract/schemas.json: ${name} is not an object`);
    found[name] = schema;
  }
  shapes = found;
  return shapes;
};

/** The items of a list file: contract/errors.json, contract/permissions.json. */
export const contractList = (file: 'errors.json' | 'permissions.json'): readonly JsonObject[] => {
  const document = parsed(file);
  if (!Array.isArray(document) || !document.every(isObject))
    throw new Error(`contract/${file} is not a list of objects`);
  return document;
};

/** One operation with where it stands. */
export type LocatedOperation = {
  readonly section: string;
  readonly path: string;
  readonly method: string;
  readonly operation: ContractOperation;
};

/** All operations of a section, in the order of the document. */
export const operationsOf = (section: string): readonly LocatedOperation[] =>
  Object.entries(sectionDocument(section).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ section, path, method, operation })),
  );

/** Whether a value is a JSON object: not a list, not null. */
export const isJsonObject = isObject;

/** The name a reference points to: `#/components/schemas/Client` → `Client`. */
export const referencedName = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);
