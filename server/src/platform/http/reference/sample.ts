import { isJsonObject, type Json, type JsonObject, referencedName, schemaObjects } from '../contractDocuments.ts';
import type { OperationDefinition } from '../operationDefinition.ts';

const resolved = (schema: JsonObject): JsonObject =>
  typeof schema.$ref === 'string' ? (schemaObjects()[referencedName(schema.$ref)] ?? {}) : schema;

const sampleScalar = (schema: JsonObject): Json => {
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer') return 1;
  if (schema.type === 'number') return 100.5;
  if (schema.format === 'date-time') return '2025-01-31T10:00:00+01:00';
  return schema.format === 'date' ? '2025-01-31' : 'text';
};

/** A small value that fits a shape: what is required, and where nothing is, the first property a caller can write. */
export const sampleOf = (given: JsonObject, depth = 0): Json => {
  const schema = resolved(given);
  if (schema.type === 'array')
    return isJsonObject(schema.items) && depth < 6 ? [sampleOf(schema.items, depth + 1)] : [];
  if (schema.type !== 'object' || Array.isArray(schema.enum)) return sampleScalar(schema);
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const writable = Object.entries(properties).filter(
    ([, item]) => isJsonObject(item) && resolved(item).readOnly !== true,
  );
  const required = Array.isArray(schema.required) ? schema.required : [];
  const needed = writable.filter(([name]) => required.includes(name));
  const chosen = needed.length > 0 ? needed : depth === 0 ? writable.slice(0, 1) : [];
  return Object.fromEntries(
    chosen.map(([name, item]) => [name, isJsonObject(item) && depth < 6 ? sampleOf(item, depth + 1) : null]),
  );
};

// Inside single quotes the shell takes everything but a single quote as it is.
const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const bodyLines = (definition: OperationDefinition): readonly string[] => {
  const schema = definition.requestSchema === null ? undefined : schemaObjects()[definition.requestSchema];
  if (!schema) return [];
  if (definition.requestKind === 'yaml')
    return ["-H 'Content-Type: application/yaml'", '--data-binary @configuration.yaml'];
  if (definition.requestKind === 'multipart') {
    const fields = sampleOf(schema);
    const entries = isJsonObject(fields) ? Object.entries(fields) : [];
    return entries.map(
      ([name, value]) => `-F ${shellQuoted(name === 'file' ? 'file=@document.pdf' : `${name}=${String(value)}`)}`,
    );
  }
  const sample = sampleOf(schema);
  return [
    "-H 'Content-Type: application/json'",
    `-d ${shellQuoted(JSON.stringify(definition.requestIsArray ? [sample] : sample))}`,
  ];
};

/** A command line that calls an operation of a server on this machine. */
export const curlExample = (definition: OperationDefinition): string => {
  const path = definition.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
  );
  const required = Object.entries(definition.queryParams).filter(([, parameter]) => parameter.required);
  const query = required.map(
    ([name, parameter]) => `${name}=${parameter.enum?.[0] ?? (parameter.format === 'date' ? '2025-01-31' : 'VALUE')}`,
  );
  const url = `http://localhost:8080/api${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const parts = [
    `curl -u admin:PASSWORD${definition.method === 'GET' ? '' : ` -X ${definition.method}`} ${shellQuoted(url)}`,
    `-H ${shellQuoted(`Accept: ${definition.responseMediaType ?? 'application/vnd.mambu.v2+json'}`)}`,
    ...(definition.idempotent ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...bodyLines(definition),
  ];
  return parts.join(' \\\n  ');
};
