// SPDX-License-Identifier: Apache-2.0
import type { SchemaValidator } from '@stackport/api';
import { HttpError, type Request } from '@stackport/wsgi';
import { Fault } from './fault.js';

/** Bytes of the largest body: more than any cloud's reshape. */
const LARGEST_BODY = 64 * 1024 * 1024;

/**
 * The JSON body, as the schema allows it.
 * @typeParam T - what the schema makes sure of.
 * @throws Fault 400 for what is no JSON; SchemaViolation
 */
export async function readBody<T>(request: Request, schema: SchemaValidator): Promise<T> {
  const body = await readJson(request);
  schema.validate(body);
  return body as T;
}

async function readJson(request: Request): Promise<unknown> {
  let body: unknown;
  try {
    body = await request.json(LARGEST_BODY);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 400) throw error;
    throw new Fault(400, 'Malformed JSON: the body is not valid JSON', undefined, { cause: error });
  }
  if (body === undefined) throw new Fault(400, 'Malformed JSON: Expecting value: line 1 column 1 (char 0)');
  return body;
}
