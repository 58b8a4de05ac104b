// SPDX-License-Identifier: Apache-2.0
import { pythonRepr } from '@stackport/config';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A value that a schema does not allow, with what Python's jsonschema would say of it. */
export class SchemaViolation extends Error {
  override readonly name = 'SchemaViolation';
  /** Name of the schema, for the services whose message has it. */
  readonly schemaName: string;
  /** Keys and indices from the root to the value that is at fault. */
  readonly path: readonly string[];

  constructor(schemaName: string, path: readonly string[], message: string) {
    super(message);
    this.schemaName = schemaName;
    this.path = path;
  }
}

/** A named JSON Schema, compiled at its first use: most of a service's hundreds are never asked for. */
export class SchemaValidator {
  readonly name: string;
  readonly schema: JsonSchema;
  #compiled: ValidateFunction | undefined;

  constructor(name: string, schema: JsonSchema) {
    this.name = name;
    this.schema = schema;
  }

  /** Throws `SchemaViolation` with the first fault in upstream's words. */
  validate(value: unknown): void {
    this.#compiled ??= compile(this.schema);
    if (this.#compiled(value)) return;
    const error = mostTelling(this.#compiled.errors ?? []);
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    throw new SchemaViolation(this.name, path, describe(error, value, path));
  }
}

function compile(schema: JsonSchema): ValidateFunction {
  // Upstream's schemas are draft 4 in part: unknown keywords and union types are as they are there.
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, validateSchema: false });
  addFormats.default(ajv);
  const own = Object.entries(schema).filter(([key]) => key !== '$schema' && key !== 'id');
  return ajv.compile(Object.fromEntries(own));
}

/** Of several faults the deepest outside of an anyOf: what jsonschema's `best_match` would name. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject {
  const own = errors.filter((error) => !/\/(anyOf|oneOf)\/\d+\//.test(error.schemaPath));
  return (own[0] ?? errors[0]) as ErrorObject;
}

function describe(error: ErrorObject, root: unknown, path: readonly string[]): string {
  const value = pythonRepr(at(root, path));
  const parameters = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'type':
      return `${value} is not of type ${typeList(parameters.type)}`;
    case 'required':
      return `${pythonRepr(parameters.missingProperty)} is a required property`;
    case 'additionalProperties':
      return `Additional properties are not allowed (${pythonRepr(parameters.additionalProperty)} was unexpected)`;
    case 'maxLength':
    case 'maxItems':
      return `${value} is too long`;
    case 'minLength':
    case 'minItems':
      return `${value} is too short`;
    case 'minProperties':
      return `${value} does not have enough properties`;
    case 'maxProperties':
      return `${value} has too many properties`;
    case 'uniqueItems':
      return `${value} has non-unique elements`;
    case 'pattern':
      return `${value} does not match ${pythonRepr(parameters.pattern)}`;
    case 'enum':
      return `${value} is not one of ${pythonRepr(parameters.allowedValues)}`;
    case 'minimum':
      return `${value} is less than the minimum of ${String(parameters.limit)}`;
    case 'maximum':
      return `${value} is greater than the maximum of ${String(parameters.limit)}`;
    case 'format':
      return `${value} is not a ${pythonRepr(parameters.format)}`;
    case 'anyOf':
    case 'oneOf':
      return `${value} is not valid under any of the given schemas`;
    default:
      return error.message ?? error.keyword;
  }
}

function at(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

function typeList(type: unknown): string {
  const names = Array.isArray(type) ? type : String(type).split(',');
  return names.map((name) => `'${String(name)}'`).join(', ');
}
