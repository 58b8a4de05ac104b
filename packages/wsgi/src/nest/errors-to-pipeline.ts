// SPDX-License-Identifier: Apache-2.0
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Reply } from './reply.js';

/** Leaves every error to the pipeline around the service: the filter where a service has no error table of its own. */
@Catch()
export class ErrorsToPipeline implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Reply>().fail(error);
  }
}
