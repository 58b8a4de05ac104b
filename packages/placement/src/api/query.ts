// SPDX-License-Identifier: Apache-2.0
import { SchemaViolation, type SchemaValidator } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Fault } from './fault.js';

const INVALID = 'Invalid query string parameters: ';

/** The parameters of a query; of a name that is given several times, the last counts. */
export class Query {
  readonly #pairs: readonly (readonly [string, string])[];
  readonly #last: ReadonlyMap<string, string>;

  /** Throws Fault 400 for what is no UTF-8, or what the schema does not allow. */
  constructor(request: Request, schema?: SchemaValidator) {
    if (!isUtf8(request.queryString)) throw new Fault(400, `${INVALID}not valid UTF-8`);
    this.#pairs = [...request.query];
    this.#last = new Map(this.#pairs);
    if (schema !== undefined) this.validate(schema);
  }

  /** Throws Fault 400 for what the schema does not allow. */
  validate(schema: SchemaValidator): void {
    try {
      schema.validate(Object.fromEntries(this.#last));
    } catch (error) {
      if (error instanceof SchemaViolation) throw new Fault(400, INVALID + error.message, undefined, { cause: error });
      throw error;
    }
  }

  get(name: string): string | undefined {
    return this.#last.get(name);
  }

  has(name: string): boolean {
    return this.#last.has(name);
  }

  all(name: string): readonly string[] {
    return this.#pairs.filter(([key]) => key === name).map(([, value]) => value);
  }

  /** The names, each once, in the order in which they first came. */
  names(): Iterable<string> {
    return this.#last.keys();
  }
}

function isUtf8(text: string): boolean {
  for (const [run] of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) {
    try {
      decodeURIComponent(run);
    } catch {
      return false;
    }
  }
  return true;
}
