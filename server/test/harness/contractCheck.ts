import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { operations } from '../../src/generated/operations.ts';
import { parseLocalDate } from '../../src/kernel/localDate.ts';
import type { OperationDefinition } from '../../src/platform/http/operationDefinition.ts';
import { contractSchemas, type JsonSchema } from '../../src/platform/http/requestSchema.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat('date', (text: string) => parseLocalDate(text) !== undefined);
ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
for (const ignored of ['int32', 'int64', 'double', 'float', 'binary']) ajv.addFormat(ignored, true);

/** Answers are held to the letter: no property the contract does not name, no null, required ones present. */
const closed = (schema: JsonSchema): JsonSchema => {
  const copy: Record<string, unknown> = { ...schema };
  if (schema.properties) {
    copy.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, value]) => [name, closed(value)]),
    );
    if (schema.additionalProperties === undefined) copy.additionalProperties = false;
  }
  if (schema.items) copy.items = closed(schema.items);
  return copy as JsonSchema;
};

const validators = new Map<string, ValidateFunction>();
let registered = false;

const validatorOf = (schemaName: string, isArray: boolean): ValidateFunction => {
  const id = `${schemaName}${isArray ? '[]' : ''}`;
  const known = validators.get(id);
  if (known) return known;
  if (!registered) {
    const schemas = Object.fromEntries(
      Object.entries(contractSchemas()).map(([name, schema]) => [name, closed(schema)]),
    );
    ajv.addSchema({ $id: 'answers', components: { schemas } });
    registered = true;
  }
  const reference = { $ref: `answers#/components/schemas/${schemaName}` };
  const validator = ajv.compile(isArray ? { type: 'array', items: reference } : reference);
  validators.set(id, validator);
  return validator;
};

/** Throws when an answer is not what the contract says of the operation: its status, its shape, or the error shape. */
export const checkAnswer = (name: string, status: number, body: unknown): void => {
  const definition = (operations as Readonly<Record<string, OperationDefinition>>)[name];
  if (!definition) throw new Error(`${name} is not an operation of the contract`);
  if (status >= 500 && status !== 501) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);
  if (status >= 400) {
    const validate = validatorOf('ErrorResponse', false);
    const errors = (body as { errors?: { errorCode?: unknown; errorReason?: unknown }[] } | undefined)?.errors;
    if (
      !validate(body) ||
      !errors?.length ||
      errors.some((error) => error.errorCode === undefined || !error.errorReason)
    ) {
      throw new Error(`${name} answered ${status} without the contract's error shape: ${JSON.stringify(body)}`);
    }
    return;
  }
  if (status !== definition.successStatus) {
    throw new Error(
      `${name} answered ${status}, the contract says ${definition.successStatus}: ${JSON.stringify(body)}`,
    );
  }
  if (definition.responseSchema === null) {
    if (body !== undefined)
      throw new Error(`${name} answered a body where the contract has none: ${JSON.stringify(body)}`);
    return;
  }
  const validate = validatorOf(definition.responseSchema, definition.responseIsArray);
  if (!validate(body)) {
    const problems = (validate.errors ?? [])
      .slice(0, 8)
      .map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
    throw new Error(
      `${name} answered what is not ${definition.responseSchema}:\n  ${problems.join('\n  ')}\n${JSON.stringify(body).slice(0, 1500)}`,
    );
  }
};
