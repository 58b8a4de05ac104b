// SPDX-License-Identifier: Apache-2.0
import { type JsonSchema, SchemaValidator } from '@stackport/api';
import { cinderFormats } from './formats.js';

/**
 * The schema of a request's body, checked as cinder does: its formats, bounds for numbers in text, and the first fault
 * in the schema's order is what the client is told.
 */
export class RequestSchema extends SchemaValidator {
  constructor(name: string, schema: JsonSchema, formats: Readonly<Record<string, (value: unknown) => boolean>> = {}) {
    super(name, schema, { formats: { ...cinderFormats, ...formats }, numbersInText: true, tells: 'first' });
  }
}
