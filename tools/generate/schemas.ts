import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  referencedName,
  schemaObjects,
} from '../../server/src/platform/http/contractDocuments.ts';

const { factory } = ts;

// openapi-typescript turns pattern properties into an index signature over all strings, which would make every property of the
// type unknown. They are taken out here and come back as a template literal key below, which leaves the others alone.
const withoutPatterns = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withoutPatterns);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'patternProperties');
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutPatterns(item)]));
};

const typeNamed = (name: string): ts.TypeNode => factory.createTypeReferenceNode(name);

// Where the contract says number it means a decimal: no such value may become a double. Where it says binary, a file.
const ownType = ({ type, format }: { readonly type?: unknown; readonly format?: unknown }): ts.TypeNode | undefined =>
  type === 'number' ? typeNamed('Decimalish') : format === 'binary' ? typeNamed('FileUpload') : undefined;

// With exactOptionalPropertyTypes on, an optional property must say that it may be undefined, or no handler could pass one on.
const withUndefined = (type: ts.TypeNode): ts.TypeNode =>
  factory.createUnionTypeNode([type, factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword)]);

const rewritten = (node: ts.Node): ts.Node => {
  const visited = ts.visitEachChild(node, rewritten, undefined);
  if (ts.isPropertySignature(visited) && visited.questionToken && visited.type)
    return factory.updatePropertySignature(
      visited,
      visited.modifiers,
      visited.name,
      visited.questionToken,
      withUndefined(visited.type),
    );
  return visited;
};

const customFields = (schema: JsonObject): string => {
  const patterns = schema.patternProperties;
  if (!isJsonObject(patterns)) return '';
  return Object.entries(patterns)
    .map(([pattern, target]) => {
      const prefix = /^\^([A-Za-z_]+)$/.exec(pattern)?.[1];
      const reference = isJsonObject(target) ? target.$ref : undefined;
      if (!prefix || typeof reference !== 'string')
        throw new Error(`the pattern property ${pattern} is not a prefix with a reference`);
      return ` & { [name: \`${prefix}\${string}\`]: Schemas['${referencedName(reference)}'] | undefined }`;
    })
    .join('');
};

const isNamed = (node: ts.Node, name: string): node is ts.PropertySignature =>
  ts.isPropertySignature(node) && ts.isIdentifier(node.name) && node.name.text === name;

const memberType = (members: ts.NodeArray<ts.TypeElement>, name: string): ts.TypeNode => {
  const member = members.find((element) => isNamed(element, name));
  if (!member || !ts.isPropertySignature(member) || !member.type) throw new Error(`openapi-typescript made no ${name}`);
  return member.type;
};

const schemaTypes = (nodes: readonly ts.Node[]): readonly ts.PropertySignature[] => {
  const components = nodes.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === 'components');
  if (!components || !ts.isInterfaceDeclaration(components)) throw new Error('openapi-typescript made no components');
  const schemas = memberType(components.members, 'schemas');
  if (!ts.isTypeLiteralNode(schemas)) throw new Error('openapi-typescript made no schemas');
  return schemas.members.filter(ts.isPropertySignature);
};

const nameOf = (member: ts.PropertySignature): string =>
  ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : '';

/** Text of generated/schemas.ts: a type for every shape of the contract. */
export const schemasSource = async (): Promise<string> => {
  const shapes = schemaObjects();
  const document = {
    openapi: '3.1.0',
    info: { title: 'Florin', version: 'v2' },
    paths: {},
    components: { schemas: withoutPatterns(shapes) },
  };
  const nodes = await openapiTS(JSON.stringify(document), {
    defaultNonNullable: false,
    transform: (schema) => ownType(schema),
  });
  const members = schemaTypes(nodes).map((member) => {
    const name = nameOf(member);
    if (!member.type) throw new Error(`openapi-typescript made no type for ${name}`);
    // A file in a request is one of its properties; one that is a shape of its own is an answer.
    const type = shapes[name]?.format === 'binary' ? typeNamed('FileDownload') : member.type;
    const text = astToString(rewritten(type)).trim().replaceAll('components["schemas"]', 'Schemas').replace(/;$/, '');
    const indented = text.replace(/\n( *)/g, (_, spaces: string) => `\n  ${spaces.slice(spaces.length / 2)}`);
    return `  ${name}: ${indented}${customFields(shapes[name] ?? {})};\n`;
  });
  return (
    "import type { FileDownload, FileUpload } from '../kernel/file.ts';\n" +
    "import type { Decimalish } from '../kernel/money.ts';\n\n" +
    '/** Every shape of the contract by its name. */\n' +
    `export interface Schemas {\n${members.join('')}}\n\n` +
    '/** Name of a shape. */\nexport type SchemaName = keyof Schemas;\n'
  );
};
