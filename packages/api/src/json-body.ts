// SPDX-License-Identifier: Apache-2.0
import { createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import type { SchemaValidator } from './schema-validator.js';

const BodyParameter = createParamDecorator((_data: unknown, execution: ExecutionContext) =>
  execution.switchToHttp().getRequest<Request>().json(),
);

/**
 * Parameter of a handler: the JSON body, checked against the schema where one is given. Rejects with `HttpError` 400
 * for a body that is no JSON and with `SchemaViolation` for one that the schema does not allow.
 */
export function JsonBody(validator?: SchemaValidator): ParameterDecorator {
  return validator === undefined ? BodyParameter() : BodyParameter(new SchemaPipe(validator));
}

class SchemaPipe implements PipeTransform {
  readonly #validator: SchemaValidator;
  constructor(validator: SchemaValidator) {
    this.#validator = validator;
  }
  transform(body: unknown): unknown {
    this.#validator.validate(body);
    return body;
  }
}
