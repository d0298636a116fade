import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject, operationsOf, sectionNames } from './contractDocuments.ts';
import { openApiDocument, swaggerDocument, swaggerResources } from './swaggerDocuments.ts';
import { swaggerSchema } from './swaggerSchema.ts';

const walk = (value: Json, visit: (object: JsonObject) => void): void => {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (isJsonObject(value)) {
    visit(value);
    for (const item of Object.values(value)) walk(item, visit);
  }
};

const referencesOf = (document: JsonObject): readonly string[] => {
  const found: string[] = [];
  walk(document, (object) => {
    if (typeof object.$ref === 'string') found.push(object.$ref);
  });
  return found;
};

const objectAt = (document: JsonObject, ...path: readonly string[]): JsonObject => {
  let current: Json = document;
  for (const step of path) current = isJsonObject(current) ? (current[step] ?? null) : null;
  return isJsonObject(current) ? current : {};
};

const fileOf = (jsonPath: string): string => jsonPath.slice('json/'.length);

describe('resources', () => {
  const { items } = swaggerResources();

  it('list every section once, numbered in order', () => {
    expect(items).toHaveLength(sectionNames().length);
    expect(new Set(items.map((item) => item.jsonPath)).size).toBe(items.length);
    expect(items.map((item) => item.index)).toEqual(items.map((_, index) => index));
  });

  it('use the file names that clients know', () => {
    const paths = items.map((item) => item.jsonPath);
    for (const name of [
      'clients',
      'clients_documents',
      'branches',
      'centres',
      'currencies',
      'loans',
      'configuration_iddocumenttemplates.yaml',
    ])
      expect(paths).toContain(`json/${name}_v2_swagger.json`);
    expect(items.find((item) => item.label === 'Client Documents')?.hashValue).toBe('Client_Documents');
  });
});

describe('Swagger 2.0 documents', () => {
  it.each(swaggerResources().items.map((item) => fileOf(item.jsonPath)))('%s stands on its own', (file) => {
    const document = swaggerDocument(file) ?? {};
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document).toMatchObject({
      swagger: '2.0',
      basePath: '/api',
      securityDefinitions: { basic: { type: 'basic' } },
    });
    const defined = new Set(Object.keys(objectAt(document, 'definitions')).map((name) => `#/definitions/${name}`));
    const referenced = new Set(referencesOf(document));
    expect([...referenced].filter((reference) => !defined.has(reference))).toEqual([]);
    expect([...defined].filter((definition) => !referenced.has(definition))).toEqual([]);
    for (const word of ['"oneOf"', '"patternProperties"', '"type":['])
      expect(JSON.stringify(document)).not.toContain(word);
  });

  it('keep the operation ids, unique within a document', () => {
    for (const section of sectionNames()) {
      const ids = operationsOf(section).map((at) => at.operation.operationId);
      expect(new Set(ids).size, section).toBe(ids.length);
    }
    const path = objectAt(swaggerDocument('clients_v2_swagger.json') ?? {}, 'paths', '/clients/{clientId}', 'get');
    expect(path).toMatchObject({ operationId: 'getById', 'x-name': 'getClient', tags: ['Clients'] });
  });

  it('turn uploads into form fields and bodies into a body parameter', () => {
    const upload = objectAt(swaggerDocument('documents_v2_swagger.json') ?? {}, 'paths', '/documents', 'post');
    expect(upload.parameters).toContainEqual({ name: 'file', in: 'formData', required: true, type: 'file' });
    const create = objectAt(swaggerDocument('clients_v2_swagger.json') ?? {}, 'paths', '/clients', 'post');
    expect(create.parameters).toContainEqual({
      name: 'body',
      in: 'body',
      required: true,
      schema: { $ref: '#/definitions/Client' },
    });
  });

  it('are made once, and not at all for unknown files', () => {
    expect(swaggerDocument('clients_v2_swagger.json')).toBe(swaggerDocument('clients_v2_swagger.json'));
    expect(swaggerDocument('../../package.json')).toBeUndefined();
  });
});

describe('swaggerSchema', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['takes text out of several types', { type: ['string', 'number', 'boolean'] }, { type: 'string' }],
    ['has an object for any value', { 'x-anyValue': true }, { type: 'object', 'x-anyValue': true }],
    ['has an object for a choice', { oneOf: [{ type: 'object' }, { type: 'array' }] }, { type: 'object' }],
    [
      'does not require what only answers have',
      { type: 'object', properties: { a: { type: 'string', readOnly: true } }, required: ['a'] },
      { type: 'object', properties: { a: { type: 'string', readOnly: true } } },
    ],
    [
      'leaves properties alone that are named like a word of the schema language',
      { type: 'object', properties: { type: { type: 'string' }, required: { type: 'boolean' } } },
      { type: 'object', properties: { type: { type: 'string' }, required: { type: 'boolean' } } },
    ],
  ])('%s', (_, schema, expected) => {
    expect(swaggerSchema(schema)).toEqual(expected);
  });
});

describe('OpenAPI 3.1 documents', () => {
  it.each(sectionNames())('%s stands on its own', (section) => {
    const document = openApiDocument(section) ?? {};
    const defined = Object.keys(objectAt(document, 'components', 'schemas')).map(
      (name) => `#/components/schemas/${name}`,
    );
    expect(new Set(referencesOf(document))).toEqual(new Set(defined));
    expect(document.openapi).toBe('3.1.0');
  });

  it('do not exist for unknown sections', () => {
    expect(openApiDocument('../schemas')).toBeUndefined();
  });
});
