// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InstanceMetadataNotFound } from '../errors/server-actions.js';
import type { InstanceValues } from '../instances/instance.js';
import { vmStates } from '../instances/states.js';
import type { PlacedServer } from './server.js';
import type { ServerFinder } from './server-finder.js';
import { checkServer, placed } from './state-checks.js';
import { without } from '../without.js';
import type { RequestQuotas } from './create/request-quotas.js';

type Metadata = Readonly<Record<string, string>>;

const RULE = 'os_compute_api:server-metadata';

/** Keys and values that users give their servers (nova 26, compute/api.py, update_instance_metadata). */
export class ServerMetadata {
  readonly #finder: ServerFinder;
  readonly #quotas: Pick<RequestQuotas, 'checkMetadata'>;

  constructor(finder: ServerFinder, quotas: Pick<RequestQuotas, 'checkMetadata'>) {
    this.#finder = finder;
    this.#quotas = quotas;
  }

  /** Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async list(context: RequestContext, uuid: string): Promise<Metadata> {
    return metadataOf(await this.#find(context, uuid, 'index'));
  }

  /** Throws `InstanceMetadataNotFound` too. */
  async get(context: RequestContext, uuid: string, key: string): Promise<string> {
    return valueOf(await this.#find(context, uuid, 'show'), key);
  }

  /**
   * What the server has then. Throws `OverQuota`, `InstanceIsLocked`, `InstanceInvalidState` too.
   * @param action - that the caller is checked for: `update_all` leaves nothing of what was there
   */
  async set(
    context: RequestContext,
    uuid: string,
    metadata: Metadata,
    action: 'create' | 'update' | 'update_all',
  ): Promise<Metadata> {
    const instance = await this.#find(context, uuid, action);
    const next = action === 'update_all' ? metadata : { ...metadataOf(instance), ...metadata };
    const server = changeable(context, instance, 'update metadata');
    await this.#quotas.checkMetadata(context, Object.keys(next).length);
    await server.cell.instances.save(uuid, { metadata: next });
    return next;
  }

  /** Throws as `get` and `set`. */
  async delete(context: RequestContext, uuid: string, key: string): Promise<void> {
    const found = await this.#find(context, uuid, 'delete');
    valueOf(found, key);
    const server = changeable(context, found, 'delete metadata');
    await server.cell.instances.save(uuid, { metadata: without(metadataOf(found), key) });
  }

  #find(context: RequestContext, uuid: string, action: string) {
    return this.#finder.get(context, uuid, `${RULE}:${action}`, { parts: ['metadata'] });
  }
}

function metadataOf({ instance }: { readonly instance: InstanceValues }): Metadata {
  return instance.metadata ?? {};
}

function valueOf(server: { readonly instance: InstanceValues }, key: string): string {
  const metadata = metadataOf(server);
  const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  if (value === undefined) throw new InstanceMetadataNotFound();
  return value;
}

function changeable(context: RequestContext, server: Parameters<typeof placed>[0], action: string): PlacedServer {
  checkServer(context, server.instance, {
    action,
    vmStates: [vmStates.active, vmStates.paused, vmStates.suspended, vmStates.stopped],
    taskStates: 'any',
  });
  return placed(server);
}
