// SPDX-License-Identifier: Apache-2.0
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import type { RequestSchemas } from './request-schemas.js';

const Body = createParamDecorator(async (schemas: RequestSchemas | undefined, execution: ExecutionContext) => {
  const request = execution.switchToHttp().getRequest<Request>();
  const body = (await request.json()) ?? null;
  return schemas === undefined ? body : schemas.checkBody(request, body);
});

const Query = createParamDecorator((schemas: RequestSchemas, execution: ExecutionContext) =>
  schemas.checkQuery(execution.switchToHttp().getRequest<Request>()),
);

/**
 * Parameter of a handler: the JSON body, null where there is none, checked against the schema of the request's
 * microversion. Rejects with ValidationError, InvalidName.
 */
export function CheckedBody(schemas?: RequestSchemas): ParameterDecorator {
  return Body(schemas);
}

/** Parameter of a handler: the query's parameters that the schema of the microversion knows. Rejects with ValidationError. */
export function CheckedQuery(schemas: RequestSchemas): ParameterDecorator {
  return Query(schemas);
}
