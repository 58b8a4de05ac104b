// SPDX-License-Identifier: Apache-2.0
import { type JsonSchema, parseMicroversion, SchemaValidator, SchemaViolation } from '@stackport/api';
import { pythonStr } from '@stackport/config';
import type { Request } from '@stackport/wsgi';
import { ValidationError } from '../../errors/base.js';
import { isLegacyV2, microversionOf } from '../microversion.js';
import { novaFormats } from './formats.js';
import { forgiving, withoutUnknown } from './forgiving.js';

/** A schema of a request and the microversions that it is for; an open end is left out. */
export interface VersionedSchema {
  /** `2.0` is the former API, which takes what has no lower end, too. */
  readonly min?: string;
  readonly max?: string;
  readonly schema: JsonSchema;
}

const RULES = { formats: novaFormats, numbersInText: true, tells: 'first' } as const;

interface Entry {
  readonly isForLegacy: boolean;
  readonly min: number;
  readonly max: number;
  readonly schema: JsonSchema;
  readonly validator: SchemaValidator;
  /** Compiled at its first use. */
  readonly forgiving: SchemaValidator;
}

/** The schemas of a request's body or query, of which its microversion chooses (nova 26, api/validation). */
export class RequestSchemas {
  readonly #entries: readonly Entry[];

  constructor(name: string, versions: readonly VersionedSchema[]) {
    this.#entries = versions.map(({ min, max, schema }) => ({
      isForLegacy: min === undefined || min === '2.0',
      min: min === undefined ? 0 : parseMicroversion(min),
      max: max === undefined ? Infinity : parseMicroversion(max),
      schema,
      validator: new SchemaValidator(name, schema, RULES),
      forgiving: new SchemaValidator(name, forgiving(schema), RULES),
    }));
  }

  /** One schema for all microversions. */
  static always(name: string, schema: JsonSchema): RequestSchemas {
    return new RequestSchemas(name, [{ schema }]);
  }

  /** The schemas that hold for a request: none where its microversion has none. */
  #of(request: Request): readonly Entry[] {
    if (isLegacyV2(request)) return this.#entries.filter(({ isForLegacy }) => isForLegacy);
    const version = microversionOf(request);
    return this.#entries.filter(({ min, max }) => version >= min && version <= max);
  }

  /**
   * The body as the handler may have it; behind the former API, without fields that nobody knows.
   * Throws ValidationError, InvalidName.
   */
  checkBody(request: Request, body: unknown): unknown {
    let checked = body;
    for (const entry of this.#of(request)) {
      if (isLegacyV2(request)) checked = withoutUnknown(entry.schema, checked);
      check(isLegacyV2(request) ? entry.forgiving : entry.validator, checked, describeBody);
    }
    return checked;
  }

  /**
   * The query as the handler may have it, of a name all values: what the schema does not name is left out, from the
   * request as well. Throws ValidationError.
   */
  checkQuery(request: Request): URLSearchParams {
    const { query } = request;
    if ([...query].flat().some((text) => text.includes('\ufffd')) && !/%ef%bf%bd/i.test(request.queryString))
      throw new ValidationError('Query string is not UTF-8 encoded');
    for (const entry of this.#of(request)) {
      const values = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
      check(isLegacyV2(request) ? entry.forgiving : entry.validator, values, describeQuery);
      for (const name of Object.keys(values)) if (!names(entry.schema, name)) query.delete(name);
    }
    request.queryString = query.toString();
    return query;
  }
}

function check(validator: SchemaValidator, value: unknown, describe: (violation: SchemaViolation) => string): void {
  try {
    validator.validate(value);
  } catch (error) {
    throw error instanceof SchemaViolation ? new ValidationError(describe(error), { cause: error }) : error;
  }
}

function describeBody({ path, value, message }: SchemaViolation): string {
  const field = path.at(-1);
  if (field === undefined) return message;
  return `Invalid input for field/attribute ${field}. Value: ${pythonStr(value)}. ${message}`;
}

function describeQuery({ path, value, message }: SchemaViolation): string {
  const [name] = path;
  if (name === undefined) return message;
  return `Invalid input for query parameters ${name}. Value: ${pythonStr(value)}. ${message}`;
}

/** Whether a schema of a query names a parameter, or has a pattern for it. */
function names(schema: JsonSchema, name: string): boolean {
  const { properties = {}, patternProperties = {} } = schema as {
    properties?: Record<string, unknown>;
    patternProperties?: Record<string, unknown>;
  };
  if (Object.hasOwn(properties, name)) return true;
  return Object.keys(patternProperties).some((pattern) => new RegExp(pattern, 'u').test(name));
}
