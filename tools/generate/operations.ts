import {
  type ContractOperation,
  isJsonObject,
  type Json,
  type JsonObject,
  type LocatedOperation,
  operationsOf,
  referencedName,
  schemaObjects,
  sectionNames,
} from '../../server/src/platform/http/contractDocuments.ts';
import type {
  BodyKind,
  OperationDefinition,
  QueryParameterDefinition,
} from '../../server/src/platform/http/operationDefinition.ts';
import { literal } from './literal.ts';

const fail = (at: LocatedOperation, message: string): never => {
  throw new Error(`contract/sections/${at.section}.json: ${at.method.toUpperCase()} ${at.path} ${message}`);
};

const methodOf = (at: LocatedOperation): OperationDefinition['method'] => {
  const method = at.method.toUpperCase();
  if (method === 'GET' || method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE')
    return method;
  return fail(at, 'has an unknown method');
};

const scalars = ['string', 'integer', 'number', 'boolean'] as const;
const scalarOf = (value: Json | undefined) => scalars.find((scalar) => scalar === value);
const textsOf = (value: Json | undefined): readonly string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined;

const queryParameter = (at: LocatedOperation, schema: JsonObject, required: boolean): QueryParameterDefinition => {
  const items = isJsonObject(schema.items) ? schema.items : undefined;
  const type =
    schema.type === 'array' ? 'array' : (scalarOf(schema.type) ?? fail(at, 'has a parameter without a simple type'));
  const values = textsOf(items?.enum ?? schema.enum);
  const fallback = schema.default;
  return {
    type,
    ...(type === 'array' ? { itemType: scalarOf(items?.type) ?? 'string' } : {}),
    ...(typeof schema.format === 'string' ? { format: schema.format } : {}),
    ...(values ? { enum: values } : {}),
    ...(typeof schema.maximum === 'number' ? { maximum: schema.maximum } : {}),
    ...(typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean'
      ? { default: fallback }
      : {}),
    required,
  };
};

const kindOf = (mediaType: string): BodyKind => {
  if (mediaType.startsWith('multipart/')) return 'multipart';
  if (mediaType.endsWith('yaml')) return 'yaml';
  return mediaType.endsWith('json') ? 'json' : 'file';
};

type Body = { kind: BodyKind | null; mediaType: string | null; schema: string | null; isArray: boolean };

const bodyOf = (at: LocatedOperation, content: ContractOperation['responses'][string]['content']): Body => {
  const [entry, ...others] = Object.entries(content ?? {});
  if (!entry) return { kind: null, mediaType: null, schema: null, isArray: false };
  if (others.length > 0) fail(at, 'has a body with several media types; one is expected');
  const [mediaType, { schema }] = entry;
  const items = isJsonObject(schema.items) ? schema.items : undefined;
  const reference = items?.$ref ?? schema.$ref;
  if (typeof reference !== 'string')
    return fail(at, 'has an inline body: give the shape a name in contract/schemas.json');
  const name = referencedName(reference);
  if (!(name in schemaObjects())) fail(at, `refers to the unknown schema ${name}`);
  return { kind: kindOf(mediaType), mediaType, schema: name, isArray: items !== undefined };
};

const definitionOf = (at: LocatedOperation, knownPermissions: ReadonlySet<string>): OperationDefinition => {
  const { operation } = at;
  const parameters = operation.parameters ?? [];
  const conditional = operation['x-conditionalPermissions'] ?? [];
  for (const code of [...operation['x-permissions'], ...conditional.flatMap((item) => item.permissions)])
    if (!knownPermissions.has(code)) fail(at, `names the unknown permission ${code}`);
  const pathParams = [...at.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');
  const declared = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
  if ([...pathParams].sort().join() !== [...declared].sort().join())
    fail(at, 'declares other path parameters than its path has');
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const headers = parameters.filter((parameter) => parameter.in === 'header').map((parameter) => parameter.name);
  const success = Object.keys(operation.responses).find((status) => status.startsWith('2')) ?? '';
  const request = bodyOf(at, operation.requestBody?.content);
  const response = bodyOf(at, operation.responses[success]?.content);
  return {
    name: operation['x-name'],
    section: at.section,
    tag: operation.tags[0] ?? '',
    method: methodOf(at),
    path: at.path,
    operationId: operation.operationId,
    summary: operation.summary,
    permissions: operation['x-permissions'],
    permissionMode: operation['x-permissionMode'] ?? 'any',
    conditionalPermissions: conditional,
    pathParams,
    queryParams: Object.fromEntries(
      query.map((item) => [item.name, queryParameter(at, item.schema, item.required === true)]),
    ),
    headerParams: headers,
    idempotent: headers.includes('Idempotency-Key'),
    paged: ['offset', 'limit'].every((name) => query.some((parameter) => parameter.name === name)),
    successStatus: Number(success),
    requestKind: request.kind,
    requestMediaType: request.mediaType,
    requestSchema: request.schema,
    requestIsArray: request.isArray,
    requestRequired: operation.requestBody?.required === true,
    responseKind: response.kind,
    responseMediaType: response.mediaType,
    responseSchema: response.schema,
    responseIsArray: response.isArray,
  };
};

/** Every operation of the contract by its x-name, checked: names unique, permissions known, bodies named. */
export const readOperations = (knownPermissions: ReadonlySet<string>): ReadonlyMap<string, OperationDefinition> => {
  const found = new Map<string, OperationDefinition>();
  for (const at of sectionNames().flatMap(operationsOf)) {
    const definition = definitionOf(at, knownPermissions);
    if (!/^[a-z][A-Za-z0-9]*$/.test(definition.name))
      fail(at, `has an x-name that is not camelCase: ${definition.name}`);
    const other = found.get(definition.name);
    if (other) fail(at, `has the x-name ${definition.name}, which ${other.method} ${other.path} has already`);
    found.set(definition.name, definition);
  }
  return found;
};

const helpers = `
export type OperationName = keyof typeof operations;

type Definition<N extends OperationName> = (typeof operations)[N];
type Body<Name, IsArray> = Name extends keyof Schemas ? (IsArray extends true ? Schemas[Name][] : Schemas[Name]) : undefined;

/** The body of a request: a YAML document as the text it is; undefined where the operation takes none. */
export type RequestBody<N extends OperationName> = Definition<N>['requestKind'] extends 'yaml'
  ? string
  : Body<Definition<N>['requestSchema'], Definition<N>['requestIsArray']>;

/** The body of a successful answer; undefined where there is none. */
export type ResponseBody<N extends OperationName> = Body<Definition<N>['responseSchema'], Definition<N>['responseIsArray']>;

/** The values in the path, by name. */
export type PathParams<N extends OperationName> = Readonly<Record<Definition<N>['pathParams'][number], string>>;

type Scalars = { string: string; integer: number; number: number; boolean: boolean };
type Scalar<Type, Values> = Values extends readonly (infer Value)[] ? Value : Type extends keyof Scalars ? Scalars[Type] : string;
type Values<P> = P extends { readonly enum: infer E } ? E : undefined;
type Value<P> = P extends { readonly type: 'array'; readonly itemType: infer Item }
  ? readonly Scalar<Item, Values<P>>[]
  : P extends { readonly type: infer Type }
    ? Scalar<Type, Values<P>>
    : never;
type Always<P> = P extends { readonly required: true } | { readonly default: unknown } ? true : false;

/** The values in the query string, by name, after defaults were applied: what is required or has a default is there. */
export type QueryParams<N extends OperationName> = {
  readonly [K in keyof Definition<N>['queryParams']]: Always<Definition<N>['queryParams'][K]> extends true
    ? Value<Definition<N>['queryParams'][K]>
    : Value<Definition<N>['queryParams'][K]> | undefined;
};
`;

/** Text of generated/operations.ts. */
export const operationsSource = (operations: ReadonlyMap<string, OperationDefinition>): string => {
  const entries = [...operations].map(([name, definition]) => `  ${name}: ${literal(definition, 2)},\n`);
  return (
    "import type { OperationDefinition } from '../platform/http/operationDefinition.ts';\n" +
    "import type { Schemas } from './schemas.ts';\n\n" +
    '/** Every operation of the contract by its name. */\n' +
    `export const operations = {\n${entries.join('')}} as const satisfies Record<string, OperationDefinition>;\n${helpers}`
  );
};
