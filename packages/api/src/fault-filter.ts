// SPDX-License-Identifier: Apache-2.0
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@stackport/config';
import { HttpError, type Request, type Response } from '@stackport/wsgi';
import type { Reply } from '@stackport/wsgi/nest';

type ErrorClass = abstract new (...parameters: never[]) => Error;

/** One row of a service's error table: instances of the class become this status, or what the function makes of them. */
export type FaultRow = readonly [ErrorClass, number | ((error: Error) => HttpError)];

export interface FaultFilterOptions {
  /** The service's error table; the first row whose class fits counts, so special ones stand before general ones. */
  readonly table: readonly FaultRow[];
  /** The service's fault body; webob's page where the service has none of its own. */
  readonly render?: (error: HttpError, request: Request) => Response;
  readonly logger: Logger;
}

/**
 * Turns what a handler threw into the service's answer. The domain's errors know no HTTP: the table does. An error
 * that no row has is logged with its stack and answered 500 without its text.
 */
@Catch()
export class FaultFilter implements ExceptionFilter {
  readonly #options: FaultFilterOptions;

  constructor(options: FaultFilterOptions) {
    this.#options = options;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<Reply>();
    try {
      const fault = this.toHttpError(error);
      reply.send(this.#options.render?.(fault, request) ?? fault.toResponse(request));
    } catch (failure) {
      reply.fail(failure);
    }
  }

  /** The HTTP error that stands for any error. */
  toHttpError(error: unknown): HttpError {
    if (error instanceof HttpError) return error;
    for (const [type, fault] of this.#options.table) {
      if (!(error instanceof type)) continue;
      return typeof fault === 'number' ? new HttpError(fault, error.message, { cause: error }) : fault(error);
    }
    this.#options.logger.error('Unexpected error in the API', error);
    return new HttpError(500, undefined, { cause: error });
  }
}
