// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { RpcClient } from '@stackport/messaging';
import type { ObjectValues } from '../objects/wire-object.js';
import { backendOf, shortHostOf } from './addressing.js';
import { contextDictionary } from './rpc-context.js';

/** Where a message goes: a volume, group or the like, by its cluster or its host (`host@backend#pool`). */
export interface VolumeAddress {
  readonly clusterName?: string | null;
  readonly host: string | null;
}

/** How back ends are addressed (upstream's volume/rpcapi.py, _get_cctxt). */
export abstract class VolumeCalls {
  protected readonly client: RpcClient;

  /** @param client - of topic `cinder-volume`, version 3.0 */
  constructor(client: RpcClient) {
    this.client = client;
  }

  protected async cast(
    context: RequestContext,
    to: VolumeAddress,
    method: string,
    args: ObjectValues,
    version = '3.0',
  ) {
    await this.#to(to, version).cast(contextDictionary(context), method, args);
  }

  protected call(context: RequestContext, to: VolumeAddress, method: string, args: ObjectValues, version = '3.0') {
    return this.#to(to, version).call(contextDictionary(context), method, args);
  }

  /** The topic of the back end, or of its cluster, and on it the server of its host. */
  #to({ clusterName, host }: VolumeAddress, version: string): RpcClient {
    const name = clusterName ?? host;
    if (name === null) return this.client.prepare({ version });
    return this.client.prepare({ topic: `cinder-volume.${backendOf(name)}`, server: shortHostOf(name), version });
  }
}
