// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator, SchemaViolation, type JsonSchema } from '@stackport/api';
import { pythonRepr } from '@stackport/config';
import { Forbidden, Invalid } from '../../errors.js';

export interface RequestSchemas {
  /** Attributes that the service sets. */
  readonly readOnly: readonly string[];
  /** As clients can read it. */
  readonly published: JsonSchema;
  /** What upstream's model takes of that; all by default. */
  readonly model?: JsonSchema;
}

type Attributes = Readonly<Record<string, unknown>>;

/** What one kind of request body must be. */
export class RequestSchema {
  readonly #name: string;
  readonly #readOnly: readonly string[];
  readonly #published: SchemaValidator;
  readonly #model: SchemaValidator | undefined;

  constructor(name: string, { readOnly, published, model }: RequestSchemas) {
    this.#name = name;
    this.#readOnly = readOnly;
    // jsonschema looks at no formats, and neither does upstream: a pattern may be no regular expression.
    this.#published = new SchemaValidator(name, withoutFormats(published));
    this.#model = model === undefined ? undefined : new SchemaValidator(name, model);
  }

  /** Throws `Forbidden` for an attribute that the service sets, `SchemaViolation` for what the schema does not allow. */
  validate(body: Attributes): void {
    for (const name of this.#readOnly)
      if (Object.hasOwn(body, name)) throw new Forbidden(`Attribute '${name}' is read-only.`);
    this.#published.validate(body);
  }

  /** Throws `SchemaViolation` for what fits the schema and not the model. */
  validateModel(body: Attributes): void {
    this.#model?.validate(body);
  }

  /** Looks at what no schema sees of properties. Throws `SchemaViolation` for a long name, `Invalid` as `requireAsciiDefault`. */
  validateProperties(properties: Readonly<Record<string, Attributes>> = {}): void {
    for (const [name, definition] of Object.entries(properties)) {
      if (name.length > 80)
        throw new SchemaViolation(this.#name, ['properties', name], `${pythonRepr(name)} is too long`);
      requireAsciiDefault(definition);
    }
  }
}

/** Throws `Invalid` in the words of Zed, whose model keeps a default as ASCII. */
export function requireAsciiDefault({ default: value }: Attributes): void {
  // eslint-disable-next-line no-control-regex -- ASCII is meant, its control characters included
  if (typeof value === 'string' && !/^[\x00-\x7f]*$/.test(value))
    throw new Invalid(
      'Error decoding your request. Either the URL or the request body contained characters that could not be decoded by Glance',
    );
}

function withoutFormats(schema: JsonSchema): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'format' && typeof value === 'string' ? undefined : value,
    ),
  ) as JsonSchema;
}
