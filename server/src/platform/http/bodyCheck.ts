import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { asEncodedKey } from '../../kernel/encodedKey.ts';
import { parseLocalDate } from '../../kernel/localDate.ts';
import { Decimal } from '../../kernel/money.ts';
import { isRejection, type Rejection, type RejectionError, rejectAll } from '../../kernel/rejection.ts';
import type { Zone } from '../clock/zone.ts';
import { isSetId } from '../customFields/definitions.ts';
import { contractSchemas, type JsonSchema, normaliseBody, resolved } from './requestSchema.ts';

/** Texts may be this long unless the contract says otherwise; long ones are named below. */
const defaultTextLength = 255;
const longTextLength = 10_000;
const longTexts = new Set(['notes', 'description', 'text', 'body', 'value', 'unstructured', 'subject']);
const largestArray = 10_000;

// A few characters can name a number with a billion digits; written out it would fill the memory.
const longestNumber = 100;
const isReasonable = (number: Decimal): boolean =>
  number.isFinite() && Math.abs(number.e) < longestNumber && number.precision() <= longestNumber;

const isText = (text: string, maximum: number): boolean =>
  text.length <= maximum && text.isWellFormed() && !text.includes('\u0000');

type CheckContext = { readonly zone: Zone };

const ajv = new Ajv2020({ strict: false, allErrors: false, passContext: true, validateFormats: false, messages: true });

ajv.addKeyword({
  keyword: 'florinDecimal',
  schema: false,
  errors: true,
  validate: (data: unknown) => data instanceof Decimal && isReasonable(data),
  error: { message: `must be a number of at most ${longestNumber} digits` },
});
ajv.addKeyword({
  keyword: 'florinScalar',
  schema: false,
  validate: (data: unknown) =>
    (data instanceof Decimal && isReasonable(data)) ||
    typeof data === 'number' ||
    typeof data === 'boolean' ||
    (typeof data === 'string' && isText(data, longTextLength)),
  error: { message: 'must be a text, a number, true or false' },
});
ajv.addKeyword({
  keyword: 'florinText',
  schemaType: 'number',
  validate: (maximum: number, data: unknown) => typeof data === 'string' && isText(data, maximum),
  error: { message: (context) => `must be a text of at most ${context.schema} characters without control characters` },
});
ajv.addKeyword({
  keyword: 'florinDate',
  schema: false,
  validate: (data: unknown) => typeof data === 'string' && parseLocalDate(data) !== undefined,
  error: { message: 'must be an existing day like 2016-09-06' },
});

/** A list whose items are done in the background: too many of them have a reason of their own. */
ajv.addKeyword({
  keyword: 'florinBulk',
  type: 'array',
  schemaType: 'number',
  validate: (most: number, data: readonly unknown[]) => data.length <= most,
  error: { message: (context) => `must have at most ${context.schema} items` },
});

/** The fields that a search sorts by, as the contract lists them; the general chapter adds custom fields, `_set.field`, to every list. */
ajv.addKeyword({
  keyword: 'florinSortingField',
  schemaType: 'array',
  validate: (fields: readonly unknown[], data: unknown) =>
    typeof data === 'string' && (fields.includes(data) || (isSetId(data) && isText(data, defaultTextLength))),
  error: { message: (context) => `must be one of ${(context.schema as unknown[]).slice(0, 40).join(', ')}` },
});

const dateTimeKeyword = function validate(
  this: CheckContext,
  data: unknown,
  context?: { instancePath: string },
): boolean {
  const path = propertyPath(context?.instancePath ?? '');
  if (typeof data !== 'string') {
    dateTimeKeyword.errors = [
      { keyword: 'florinDateTime', message: 'must be a date-time like 2016-09-06T13:37:50+03:00' },
    ];
    return false;
  }
  const parsed = this.zone.parse(data, path);
  if (!isRejection(parsed)) return true;
  dateTimeKeyword.errors = [
    { keyword: 'florinDateTime', message: parsed.errors[0]?.source ?? '', params: { whole: true } },
  ];
  return false;
} as {
  (this: CheckContext, data: unknown, context?: { instancePath: string }): boolean;
  errors?: Partial<ErrorObject>[];
};

ajv.addKeyword({ keyword: 'florinDateTime', schema: false, errors: 'full', validate: dateTimeKeyword });

const isScalar = ({ type }: JsonSchema): boolean => Array.isArray(type) && type.includes('string');

// Some sections type the values of their filters as texts, while the general chapter compares with numbers and truths everywhere.
const filterValues: ReadonlySet<string> = new Set(['value', 'secondValue', 'values']);
const scalar: JsonSchema = { type: ['string', 'number', 'boolean'] };
const filterValue = (schema: JsonSchema): JsonSchema =>
  schema.type === 'array' ? { type: 'array', items: scalar } : scalar;

/** The values of a custom field set, or its groups; what they mean is judged by the definitions. */
const customFieldSet = {
  type: ['object', 'array'],
  additionalProperties: { florinScalar: true },
  items: { type: 'object', additionalProperties: { florinScalar: true } },
  maxItems: largestArray,
};

const propertySchema = (schema: JsonSchema, name: string, property: JsonSchema): Record<string, unknown> => {
  if (name === 'field' && schema['x-sortingFields'] && property.enum) return { florinSortingField: property.enum };
  return requestSchema(filterValues.has(name) && schema['x-filterFields'] ? filterValue(property) : property, name);
};

/** The contract's schema as requests are checked against it: unknown properties refused, texts bounded, numbers already Decimals. */
const requestSchema = (schema: JsonSchema, name?: string): Record<string, unknown> => {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  if (schema['x-anyValue']) return {};
  // A file, put there by the reader of forms; in JSON no operation takes one.
  if (schema.format === 'binary') return { type: 'object' };
  if (schema.enum) return { enum: schema.enum };
  if (schema.type === 'number') return { florinDecimal: true };
  if (schema.type === 'integer') {
    const limit = schema.format === 'int64' ? Number.MAX_SAFE_INTEGER : 2_147_483_647;
    return { type: 'integer', minimum: -limit, maximum: limit };
  }
  if (schema.type === 'string' && schema.format === 'date-time') return { florinDateTime: true };
  if (schema.type === 'string' && schema.format === 'date') return { florinDate: true };
  if (schema.type === 'string') {
    return {
      florinText: schema.maxLength ?? (name !== undefined && longTexts.has(name) ? longTextLength : defaultTextLength),
      ...(schema.minLength === undefined ? {} : { minLength: schema.minLength }),
    };
  }
  if (schema.type === 'array') {
    return {
      type: 'array',
      ...(schema['x-bulk'] ? { florinBulk: largestArray, minItems: 1 } : { maxItems: largestArray }),
      ...(schema.items ? { items: requestSchema(schema.items, name) } : {}),
    };
  }
  if (isScalar(schema)) return { florinScalar: true };
  if (!schema.properties && schema.type !== 'object') return schema.type === undefined ? {} : { type: schema.type };
  const others = schema.additionalProperties;
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, value]) => [key, propertySchema(schema, key, value)]),
    ),
    ...(schema.required ? { required: schema.required.filter((key) => !schema.properties?.[key]?.readOnly) } : {}),
    ...(schema.patternProperties ? { patternProperties: { '^_(?!_proto__$)': customFieldSet } } : {}),
    additionalProperties: typeof others === 'object' ? requestSchema(others) : others === true || !schema.properties,
  };
};

const compiled = new Map<string, ValidateFunction>();
let registered = false;

const validatorOf = (schemaName: string, isArray: boolean): ValidateFunction => {
  const id = `${schemaName}${isArray ? '[]' : ''}`;
  const known = compiled.get(id);
  if (known) return known;
  if (!registered) {
    // Registered, not compiled: the 425 shapes take seconds to compile, so each is compiled on first use.
    const schemas = Object.fromEntries(
      Object.entries(contractSchemas()).map(([name, schema]) => [name, requestSchema(schema)]),
    );
    ajv.addSchema({ $id: 'contract', components: { schemas } });
    registered = true;
  }
  const reference = { $ref: `contract#/components/schemas/${schemaName}` };
  const validator = ajv.compile(isArray ? { type: 'array', maxItems: largestArray, items: reference } : reference);
  compiled.set(id, validator);
  return validator;
};

/** `/addresses/0/line1` as the reader knows it: `addresses[0].line1`. */
const propertyPath = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part, index) =>
      /^\d+$/.test(part) ? `[${part}]` : `${index === 0 ? '' : '.'}${part.replace(/~1/g, '/').replace(/~0/g, '~')}`,
    )
    .join('');

const errorOf = (error: ErrorObject): RejectionError => {
  const path = propertyPath(error.instancePath);
  const at = path === '' ? '' : `${path}.`;
  if (error.keyword === 'florinBulk') {
    return { reason: 'BULK_API_REQUEST_SIZE_LIMIT_REACHED', source: `Property ${path} ${error.message ?? ''}` };
  }
  if (error.keyword === 'required') {
    return {
      reason: 'INVALID_PARAMETERS',
      source: `Property ${at}${String(error.params.missingProperty)} may not be null`,
    };
  }
  if (error.keyword === 'additionalProperties') {
    return {
      reason: 'INVALID_PARAMETERS',
      source: `Property ${at}${String(error.params.additionalProperty)} does not exist`,
    };
  }
  if (error.keyword === 'enum') {
    return {
      reason: 'INVALID_PARAMETERS',
      source: `Property ${path} must be one of ${(error.params.allowedValues as unknown[]).slice(0, 40).join(', ')}`,
    };
  }
  if (error.keyword === 'minLength' && error.params.limit === 1) {
    return {
      reason: 'INVALID_PARAMETERS',
      source: `Property ${path} may not be empty; please leave it out instead`,
    };
  }
  if (error.params && 'whole' in error.params) return { reason: 'INVALID_PARAMETERS', source: error.message ?? '' };
  return {
    reason: 'INVALID_PARAMETERS',
    source: `${path === '' ? 'The body' : `Property ${path}`} ${error.message ?? 'is not valid'}`,
  };
};

/** Whether a not yet supported setting is only told to be off, as clients do that send whole objects. */
const isOff = (value: unknown): boolean => {
  if (value === undefined || value === null || value === false || value === 'NONE' || value === '') return true;
  if (value instanceof Decimal) return value.isZero();
  if (value === 0) return true;
  if (Array.isArray(value)) return value.every(isOff);
  return typeof value === 'object' && Object.values(value).every(isOff);
};

const valuesAt = (value: unknown, path: readonly string[]): readonly unknown[] => {
  const [head, ...rest] = path;
  if (head === undefined) return [value];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (value === null || typeof value !== 'object') return [];
  return valuesAt((value as Record<string, unknown>)[head], rest);
};

/** Where custom field sets stand that nobody would read: below the top level, or at it where the operation takes none. */
const unreadCustomFields = (
  schema: JsonSchema,
  value: unknown,
  path: string,
  taken: NonNullable<BodyLimits['customFields']>,
): readonly string[] => {
  const shape = resolved(schema);
  if (Array.isArray(value)) {
    const { items } = shape;
    return items ? value.flatMap((item, index) => unreadCustomFields(items, item, `${path}[${index}]`, taken)) : [];
  }
  if (value === null || typeof value !== 'object' || value instanceof Decimal) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const declared = shape.properties && Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined;
    if (declared) return unreadCustomFields(declared, inner, at, typeof taken === 'object' && taken.itemsOf === name);
    return shape.patternProperties && isSetId(name) && taken !== true ? [at] : [];
  });
};

/** What of a shape an operation does not take. */
export type BodyLimits = {
  /** Properties (dotted, through arrays) that are in the contract and not supported yet: refused unless switched off. */
  readonly notYet?: readonly string[] | undefined;
  /** Whether the operation reads custom field sets: at the top level of the body, or in each item of the list named here. Others are refused by name. */
  readonly customFields?: boolean | { readonly itemsOf: string } | undefined;
  /** Most bytes of the body, where it may be larger than others. */
  readonly largestBody?: number | undefined;
  /** Read-only properties of the shape, at its top level, that this operation takes all the same. */
  readonly settable?: readonly string[] | undefined;
};

type Entries = readonly (readonly [string, unknown])[];
const sentEntries = (body: unknown, names: readonly string[]): Entries =>
  body !== null && typeof body === 'object' && !Array.isArray(body)
    ? Object.entries(body).filter(([name, value]) => names.includes(name) && value !== null)
    : [];

/** Checks a body against a shape of the contract and answers it normalised (see `normaliseBody`), or the refusals that name the property. */
export const checkBody = (
  schemaName: string,
  isArray: boolean,
  body: unknown,
  zone: Zone,
  { notYet = [], customFields = false, settable = [] }: BodyLimits = {},
): { readonly body: unknown } | Rejection => {
  const reference: JsonSchema = { $ref: `#/components/schemas/${schemaName}` };
  const schema: JsonSchema = isArray ? { type: 'array', items: reference } : reference;
  const kept = sentEntries(body, settable);
  const normalised = normaliseBody(schema, body);
  if (kept.length > 0) Object.assign(normalised as object, Object.fromEntries(kept));
  const validate = validatorOf(schemaName, isArray);
  const context: CheckContext = { zone };
  if (!validate.call(context, normalised)) return rejectAll((validate.errors ?? []).map(errorOf));
  const unsupported = [
    ...notYet.filter((path) => valuesAt(normalised, path.split('.')).some((value) => !isOff(value))),
    ...unreadCustomFields(schema, normalised, '', customFields),
  ];
  if (unsupported.length > 0) {
    return rejectAll(
      unsupported.map((path) => ({ reason: 'INVALID_PARAMETERS', source: `Property ${path} is not supported yet` })),
    );
  }
  return { body: normalised };
};

/** Whether a text is usable as an idempotency key: a UUID in the 8-4-4-4-12 arrangement. Answers it as 32 hex characters. */
export const idempotencyKeyOf = (text: string): ReturnType<typeof asEncodedKey> =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? asEncodedKey(text.replaceAll('-', '')) : undefined;
