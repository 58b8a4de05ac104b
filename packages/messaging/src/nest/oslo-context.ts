// SPDX-License-Identifier: Apache-2.0
import { BaseRpcContext } from '@nestjs/microservices';
import type { MessageHandle } from '../rpc/endpoint.js';

/** What a handler gets with `@Ctx()`: the request context of the caller, and the message. */
export class OsloContext extends BaseRpcContext<[Record<string, unknown>, MessageHandle]> {
  /** As the serializer gives it: the dictionary by default. */
  get requestContext(): Record<string, unknown> {
    return this.getArgs()[0];
  }

  get message(): MessageHandle {
    return this.getArgs()[1];
  }
}
