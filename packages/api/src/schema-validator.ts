// SPDX-License-Identifier: Apache-2.0
import { pythonRepr } from '@stackport/config';
import { Ajv, type ErrorObject, type SchemaValidateFunction, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A value that a schema does not allow, with what Python's jsonschema would say of it. */
export class SchemaViolation extends Error {
  override readonly name = 'SchemaViolation';
  /** Name of the schema, for the services whose message has it. */
  readonly schemaName: string;
  /** Keys and indices from the root to the value that is at fault. */
  readonly path: readonly string[];
  /** That value. */
  readonly value: unknown;

  constructor(schemaName: string, path: readonly string[], message: string, value?: unknown) {
    super(message);
    this.schemaName = schemaName;
    this.path = path;
    this.value = value;
  }
}

/** How a service's validation differs from plain JSON Schema. */
export interface SchemaRules {
  /**
   * Values of `format`, for values of any type as Python's FormatChecker has them: false for one that is refused; an
   * error that is thrown is what `validate` throws where this is the fault that it tells. A format that is not here
   * refuses nothing.
   */
  readonly formats?: Readonly<Record<string, (value: unknown) => boolean>>;
  /** Whether minimum, exclusiveMinimum and maximum hold for numbers that are written as text (nova's and cinder's validators). */
  readonly numbersInText?: boolean;
  /** Which of several faults is told: the first in the schema's order (`Validator.validate`), or the most telling one. */
  readonly tells?: 'first' | 'most telling';
}

/** A named JSON Schema, compiled at its first use: most of a service's hundreds are never asked for. */
export class SchemaValidator {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly #rules: SchemaRules;
  #compiled: ValidateFunction | undefined;

  constructor(name: string, schema: JsonSchema, rules: SchemaRules = {}) {
    this.name = name;
    this.schema = schema;
    this.#rules = rules;
  }

  /** Throws `SchemaViolation` with the first fault in upstream's words, or what the format threw that is at fault. */
  validate(value: unknown): void {
    this.#compiled ??= compile(this.schema, this.#rules);
    if (this.#compiled(value)) return;
    const errors = this.#compiled.errors ?? [];
    const error = this.#rules.tells === 'first' ? firstInSchema(errors, this.schema) : mostTelling(errors);
    const cause = causeOf(error);
    if (cause !== undefined) throw cause;
    const path = keysOf(error.instancePath);
    throw new SchemaViolation(this.name, path, describe(error, errors, value, path), at(value, path));
  }
}

function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function compile(schema: JsonSchema, rules: SchemaRules): ValidateFunction {
  // Upstream's schemas are draft 4 in part: unknown keywords and union types are as they are there.
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, validateSchema: false, logger: false });
  if (rules.formats === undefined) addFormats.default(ajv);
  else useFormats(ajv, rules.formats);
  if (rules.numbersInText === true) boundNumbersInText(ajv);
  const own = Object.entries(schema).filter(([key]) => key !== '$schema' && key !== 'id');
  return ajv.compile(Object.fromEntries(own));
}

/** What the format threw, of the fault of a format. */
function causeOf(error: ErrorObject): Error | undefined {
  return error.keyword === 'format' ? (error.params as { readonly cause?: Error }).cause : undefined;
}

/** In place of JSON Schema's formats, which are of strings only. */
function useFormats(ajv: Ajv, formats: NonNullable<SchemaRules['formats']>): void {
  const check: SchemaValidateFunction = (format: string, value: unknown): boolean => {
    try {
      if (formats[format]?.(value) ?? true) return true;
      check.errors = undefined;
    } catch (cause) {
      // As one alternative of several it is no fault yet.
      check.errors = [{ keyword: 'format', message: `must match format "${format}"`, params: { format, cause } }];
    }
    return false;
  };
  ajv.removeKeyword('format');
  ajv.addKeyword({ keyword: 'format', validate: check, errors: true });
}

function boundNumbersInText(ajv: Ajv): void {
  const bounds = {
    minimum: (value: number, limit: number) => value >= limit,
    maximum: (value: number, limit: number) => value <= limit,
    exclusiveMinimum: (value: number, limit: number) => value > limit,
  };
  for (const [keyword, holds] of Object.entries(bounds)) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword({
      keyword,
      validate: (limit: number, value: unknown) => {
        const isNumber = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
        return !isNumber || Number.isNaN(Number(value)) || holds(Number(value), limit);
      },
    });
  }
}

/** What a validator that stops at its first fault meets: it takes the keywords of a schema in their order. */
function firstInSchema(errors: readonly ErrorObject[], schema: JsonSchema): ErrorObject {
  const ranked = outsideOfAlternatives(errors).map((error) => ({ error, rank: rankOf(error.schemaPath, schema) }));
  ranked.sort((a, b) => compareRanks(a.rank, b.rank));
  return (ranked[0]?.error ?? errors[0]) as ErrorObject;
}

/** Position of each step of a schema path among its siblings. */
function rankOf(schemaPath: string, schema: JsonSchema): readonly number[] {
  const rank: number[] = [];
  let here: unknown = schema;
  for (const key of keysOf(schemaPath).map((part) => decodeURIComponent(part))) {
    if (typeof here !== 'object' || here === null) break;
    rank.push(Object.keys(here).indexOf(key));
    here = (here as Record<string, unknown>)[key];
  }
  return rank;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function outsideOfAlternatives(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors.filter((error) => !/\/(anyOf|oneOf)\/\d+\//.test(error.schemaPath));
}

/** Of several faults the deepest outside of an anyOf: what jsonschema's `best_match` would name. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject {
  return (outsideOfAlternatives(errors)[0] ?? errors[0]) as ErrorObject;
}

function describe(error: ErrorObject, errors: readonly ErrorObject[], root: unknown, path: readonly string[]): string {
  const value = pythonRepr(at(root, path));
  const parameters = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'type':
      return `${value} is not of type ${typeList(parameters.type)}`;
    case 'required':
      return `${pythonRepr(parameters.missingProperty)} is a required property`;
    case 'additionalProperties':
      return additionalProperties(error, errors);
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
      return `${numberOf(at(root, path))} is less than the minimum of ${String(parameters.limit ?? error.schema)}`;
    case 'exclusiveMinimum':
      return `${numberOf(at(root, path))} is less than or equal to the minimum of ${String(parameters.limit ?? error.schema)}`;
    case 'maximum':
      return `${numberOf(at(root, path))} is greater than the maximum of ${String(parameters.limit ?? error.schema)}`;
    case 'format':
      return `${value} is not a ${pythonRepr(parameters.format ?? error.schema)}`;
    case 'anyOf':
    case 'oneOf':
      return `${value} is not valid under any of the given schemas`;
    default:
      return error.message ?? error.keyword;
  }
}

/** A number in text is told as a number. */
function numberOf(value: unknown): string {
  return pythonRepr(typeof value === 'string' ? Number(value) : value);
}

/** All of them in one sentence. With patterns, jsonschema says what they did not match. */
function additionalProperties(error: ErrorObject, errors: readonly ErrorObject[]): string {
  const names = errors
    .filter(({ schemaPath, instancePath }) => schemaPath === error.schemaPath && instancePath === error.instancePath)
    .map(({ params }) => (params as { additionalProperty: string }).additionalProperty);
  const { patternProperties } = error.parentSchema as { patternProperties?: Record<string, unknown> };
  if (patternProperties !== undefined) {
    const patterns = Object.keys(patternProperties).sort();
    const verb = names.length === 1 ? 'does' : 'do';
    return `${names
      .toSorted()
      .map((name) => pythonRepr(name))
      .join(', ')} ${verb} not match any of the regexes: ${patterns.map((pattern) => pythonRepr(pattern)).join(', ')}`;
  }
  const verb = names.length === 1 ? 'was' : 'were';
  return `Additional properties are not allowed (${names.map((name) => pythonRepr(name)).join(', ')} ${verb} unexpected)`;
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
