import { isJsonObject, type Json, type JsonObject, referencedName, schemaObjects } from '../contractDocuments.ts';
import { type Html, html } from './html.ts';

// Shapes refer to each other in circles and go ten levels deep; nobody reads further than this in place.
const deepest = 4;

type Reached = { readonly schema: JsonObject; readonly name: string | undefined; readonly isArray: boolean };

const reach = (given: JsonObject): Reached => {
  const items = given.type === 'array' && isJsonObject(given.items) ? given.items : undefined;
  const target = items ?? given;
  const name = typeof target.$ref === 'string' ? referencedName(target.$ref) : undefined;
  return { schema: name === undefined ? target : (schemaObjects()[name] ?? {}), name, isArray: items !== undefined };
};

const typeText = (schema: JsonObject): string => {
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'any value');
  if (schema.type === 'number') return 'decimal number';
  return typeof schema.format === 'string' && schema.type === 'string' ? schema.format : type;
};

const values = (list: Json | undefined, closed: boolean): Html | undefined => {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const codes = list.map((value, index) => html`${index > 0 && ' '}<code>${String(value)}</code>`);
  const text = html`${closed ? 'One of ' : 'For example '}${codes}`;
  return list.length <= 8
    ? html`<div>${text}</div>`
    : html`<details class="shape"><summary>${list.length} values</summary>${text}</details>`;
};

const notes = (schema: JsonObject, required: boolean): string =>
  [
    required && 'required',
    schema.readOnly === true && 'only in answers',
    schema.writeOnly === true && 'only in requests',
  ]
    .filter((note) => note !== false)
    .map((note) => ` · ${note}`)
    .join('');

const propertyCount = (schema: JsonObject): string => {
  const count = isJsonObject(schema.properties) ? Object.keys(schema.properties).length : 0;
  return count === 1 ? '1 property' : `${count} properties`;
};

const field = (name: string, given: JsonObject, required: boolean, path: readonly string[]): Html => {
  const { schema, name: shape, isArray } = reach(given);
  const nested = isJsonObject(schema.properties);
  const cut = nested && (path.length >= deepest || (shape !== undefined && path.includes(shape)));
  const type = nested ? (shape ?? 'object') : typeText(schema);
  const description = given.description ?? schema.description;
  const about = html`<span class="quiet">${isArray && 'list of '}${type}${notes(given, required)}</span>`;
  const text = typeof description === 'string' && html`<div>${description}</div>`;
  const known = [values(schema.enum, true), values(schema['x-enumKnownValues'], false)];
  // What is inside gets the whole width: a column of a column of a column could not be read.
  const inside =
    nested &&
    !cut &&
    html`<dd class="inside"><details class="shape"><summary>${propertyCount(schema)}</summary>${fieldList(schema, [...path, shape ?? name])}</details></dd>`;
  return html`<div><dt>${name}</dt><dd>${about}${text}${known}</dd>${inside}</div>\n`;
};

const fieldList = (schema: JsonObject, path: readonly string[]): Html => {
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return html`<dl class="fields">${properties.map(([name, item]) => isJsonObject(item) && field(name, item, required.includes(name), path))}</dl>`;
};

const customFields = html`<p class="small quiet">Custom field sets of the bank come on top, under names that begin with <code>_</code>.</p>`;

/** The properties of a shape, with the shapes inside it to unfold. */
export const shapeFields = (name: string): Html => {
  const schema = schemaObjects()[name] ?? {};
  if (isJsonObject(schema.properties))
    return html`${fieldList(schema, [name])}${'x-customFields' in schema && customFields}`;
  return html`<p class="small">${typeText(schema)} ${values(schema.enum, true)}</p>`;
};

/** One line about the shape of a body or of a parameter. */
export const bodyTitle = (name: string, isArray: boolean): string => (isArray ? `list of ${name}` : name);
