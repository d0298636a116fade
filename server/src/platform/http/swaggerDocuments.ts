import {
  type ContractOperation,
  type ContractParameter,
  isJsonObject,
  type JsonObject,
  referencedName,
  type SectionDocument,
  schemaObjects,
  sectionDocument,
  sectionNames,
} from './contractDocuments.ts';
import { referencedSchemas, withReferences } from './documentReferences.ts';
import { swaggerSchema } from './swaggerSchema.ts';

/** One line of the list of documents that a client finds under /api/swagger/resources. */
export type SwaggerResource = {
  readonly jsonPath: string;
  readonly label: string;
  readonly hashValue: string;
  readonly index: number;
};

const fileOf = (section: string): string => `${sectionDocument(section).info['x-swaggerName']}_v2_swagger.json`;

let resources: { readonly items: readonly SwaggerResource[] } | undefined;

/** The list of all documents, as GET /api/swagger/resources answers it. */
export const swaggerResources = (): { readonly items: readonly SwaggerResource[] } => {
  resources ??= {
    items: sectionNames().map((section, index) => {
      const label = sectionDocument(section).info.title;
      return { jsonPath: `json/${fileOf(section)}`, label, hashValue: label.replaceAll(' ', '_'), index };
    }),
  };
  return resources;
};

type Content = ContractOperation['responses'][string]['content'];

const isBinary = (schema: JsonObject): boolean => {
  const target = typeof schema.$ref === 'string' ? schemaObjects()[referencedName(schema.$ref)] : schema;
  return target?.type === 'string' && target.format === 'binary';
};

const plainParameter = (parameter: ContractParameter): JsonObject => {
  const { $ref: _, ...schema } = swaggerSchema(parameter.schema);
  const list = schema.type === 'array' ? { collectionFormat: 'csv' } : {};
  return { name: parameter.name, in: parameter.in, required: parameter.required, ...schema, ...list };
};

const formParameters = (schema: JsonObject): readonly JsonObject[] => {
  const form = typeof schema.$ref === 'string' ? (schemaObjects()[referencedName(schema.$ref)] ?? {}) : schema;
  const required = Array.isArray(form.required) ? form.required : [];
  return Object.entries(isJsonObject(form.properties) ? form.properties : {}).map(([name, property]) => {
    const field = isJsonObject(property) ? property : {};
    const type: JsonObject = isBinary(field) ? { type: 'file' } : swaggerSchema(field);
    return { name, in: 'formData', required: required.includes(name), ...type };
  });
};

const bodyParameters = (body: ContractOperation['requestBody']): readonly JsonObject[] => {
  const [entry] = Object.entries(body?.content ?? {});
  if (!body || !entry) return [];
  const [mediaType, { schema }] = entry;
  if (mediaType.startsWith('multipart/')) return formParameters(schema);
  return [{ name: 'body', in: 'body', required: body.required === true, schema: swaggerSchema(schema) }];
};

const response = (description: string, content: Content): JsonObject => {
  const [media] = Object.values(content ?? {});
  if (!media) return { description };
  return { description, schema: isBinary(media.schema) ? { type: 'file' } : swaggerSchema(media.schema) };
};

const mediaTypes = (contents: readonly Content[]): readonly string[] => [
  ...new Set(contents.flatMap((content) => Object.keys(content ?? {}))),
];

const swaggerOperation = (operation: ContractOperation): JsonObject => {
  const consumes = mediaTypes([operation.requestBody?.content]);
  const produces = mediaTypes(Object.values(operation.responses).map((answer) => answer.content));
  return {
    tags: operation.tags,
    summary: operation.summary,
    operationId: operation.operationId,
    'x-name': operation['x-name'],
    'x-permissions': operation['x-permissions'],
    ...(consumes.length > 0 ? { consumes } : {}),
    ...(produces.length > 0 ? { produces } : {}),
    parameters: [...(operation.parameters ?? []).map(plainParameter), ...bodyParameters(operation.requestBody)],
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, answer]) => [
        status,
        response(answer.description, answer.content),
      ]),
    ),
  };
};

const convertedPaths = (document: SectionDocument): JsonObject =>
  Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, swaggerOperation(operation)])),
    ]),
  );

const swagger = (section: string): JsonObject => {
  const document = sectionDocument(section);
  const { title, version, description } = document.info;
  const paths = convertedPaths(document);
  return {
    swagger: '2.0',
    info: { version, title },
    basePath: document.servers[0]?.url ?? '/api',
    tags: [{ name: title, description }],
    schemes: ['http', 'https'],
    security: [{ basic: [] }, { apiKey: [] }],
    paths,
    securityDefinitions: { basic: { type: 'basic' }, apiKey: { type: 'apiKey', name: 'apikey', in: 'header' } },
    definitions: referencedSchemas(paths, swaggerSchema),
  };
};

const openApi = (section: string): JsonObject => {
  const document = sectionDocument(section);
  const pointer = '#/components/schemas/';
  const paths = withReferences(document.paths, pointer);
  const schemas = referencedSchemas(paths, (schema) => withReferences(schema, pointer));
  return {
    openapi: document.openapi,
    info: document.info,
    servers: document.servers,
    tags: [{ name: document.info.title, description: document.info.description }],
    security: [{ basic: [] }, { apiKey: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        apiKey: { type: 'apiKey', name: 'apikey', in: 'header' },
      },
    },
  };
};

/** Makes documents by name on first use and keeps them; unknown names, which come from addresses, are not kept. */
const lazily = (make: (section: string) => JsonObject, sectionOf: (name: string) => string | undefined) => {
  const made = new Map<string, JsonObject>();
  return (name: string): JsonObject | undefined => {
    const section = sectionOf(name);
    if (section === undefined) return undefined;
    const document = made.get(section) ?? make(section);
    made.set(section, document);
    return document;
  };
};

/** The Swagger 2.0 document behind a jsonPath, given its file name: `clients_v2_swagger.json`. */
export const swaggerDocument = lazily(swagger, (file) => sectionNames().find((section) => fileOf(section) === file));

/** The OpenAPI 3.1 document of a section with every shape it refers to inside. */
export const openApiDocument = lazily(openApi, (name) => sectionNames().find((section) => section === name));
