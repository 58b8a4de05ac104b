// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { RpcClient } from '@stackport/messaging';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import { hostOf } from './addressing.js';
import { contextDictionary } from './rpc-context.js';
import { HEARTBEAT_THRESHOLD, longCall, type RpcTimeouts } from './rpc-timeouts.js';

/** How compute hosts are told and asked: by their name, or by an instance that is on them. */
export abstract class ComputeCalls {
  readonly #client: RpcClient;
  readonly #timeouts: RpcTimeouts;

  /** @param client - of topic `compute`, version 6.0, on the bus of the cell */
  constructor(client: RpcClient, timeouts: RpcTimeouts) {
    const isSlow = timeouts.responseTimeout > HEARTBEAT_THRESHOLD;
    this.#client = isSlow ? client.prepare({ callMonitorTimeout: HEARTBEAT_THRESHOLD }) : client;
    this.#timeouts = timeouts;
  }

  /** Whether the hosts of the cell can be sent this version: within the cap that the client was made with. */
  protected canSend(version: string): boolean {
    return this.#client.canSendVersion(version);
  }

  protected async cast(
    context: RequestContext,
    to: string | NovaObject,
    method: string,
    args: ObjectValues,
    version = '6.0',
  ): Promise<void> {
    await this.#to(to, version).cast(contextDictionary(context), method, args);
  }

  protected async call(
    context: RequestContext,
    to: string | NovaObject,
    method: string,
    args: ObjectValues,
  ): Promise<unknown> {
    return this.#to(to, '6.0').call(contextDictionary(context), method, args);
  }

  /** A call that may take `long_rpc_timeout`. */
  protected async longCall(
    context: RequestContext,
    to: string | NovaObject,
    method: string,
    args: ObjectValues,
  ): Promise<unknown> {
    return this.#to(to, '6.0').prepare(longCall(this.#timeouts)).call(contextDictionary(context), method, args);
  }

  #to(to: string | NovaObject, version: string): RpcClient {
    return this.#client.prepare({ server: typeof to === 'string' ? to : hostOf(to), version });
  }
}
