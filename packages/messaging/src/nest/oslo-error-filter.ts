// SPDX-License-Identifier: Apache-2.0
import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** Lets errors of handlers reach their caller as they are; Nest's own filter makes "Internal server error" of them. */
@Catch()
export class OsloErrorFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
