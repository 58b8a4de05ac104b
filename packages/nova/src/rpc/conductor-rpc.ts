// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { MessageUndeliverable, MessagingTimeout, type RpcClient } from '@stackport/messaging';
import type { ObjectValues, ObjectVersions } from '@stackport/versioned-objects';
import { type NovaObject, versionsOf } from '../objects/nova-object.js';
import type { ObjectName } from '../objects/object-types.js';
import { contextDictionary } from './rpc-context.js';

/** What every service of nova answers to. */
const BASE_TARGET = { namespace: 'baseapi', version: '1.0' };
/** Seconds that an answer may take. */
const PING_SECONDS = 10;
/** Between two attempts where none is there to answer. */
const PAUSE_MILLISECONDS = 1000;

/** What a method of an object is called with, as upstream's methods take it. */
export interface ObjectArguments {
  readonly args?: readonly unknown[];
  readonly kwargs?: ObjectValues;
}

/** What a method changed in its object, and what it answered. */
export interface ObjectActionResult {
  /** Fields as they travel. */
  readonly updates: ObjectValues;
  /** Fields that are changed and not stored. */
  readonly changed: readonly string[];
  readonly result: unknown;
}

/** Calls into nova-conductor's own interface: upstream's conductor/rpcapi.py, ConductorAPI (RPC API 3.0), name for name. */
export class ConductorRpc {
  readonly #client: RpcClient;

  /** @param client - of topic `conductor`, version 3.0 */
  constructor(client: RpcClient) {
    this.#client = client;
  }

  /**
   * Waits for a conductor that answers, however long that takes; says so when there is none yet.
   * Rejects where the bus does not let us in.
   */
  async waitUntilReady(context: RequestContext, logger: Logger): Promise<void> {
    const client = this.#client.prepare({ ...BASE_TARGET, timeout: PING_SECONDS });
    for (let attempts = 1; ; attempts++) {
      const since = performance.now();
      try {
        await client.call(contextDictionary(context), 'ping', { arg: '1.21 GigaWatts' });
        if (attempts > 1) logger.info('nova-conductor connection established successfully');
        return;
      } catch (error) {
        // Before a conductor has ever run nothing takes the message, and that is known at once.
        if (!(error instanceof MessagingTimeout || error instanceof MessageUndeliverable)) throw error;
        if (attempts === 1)
          logger.warning(
            'Timed out waiting for nova-conductor.  Is it running? Or did this service start before nova-conductor?  ' +
              'Reattempting establishment of nova-conductor connection...',
          );
        await sleep(Math.max(0, PAUSE_MILLISECONDS - (performance.now() - since)));
      }
    }
  }

  /**
   * Calls a method of a class of objects, `Instance.get_by_uuid`; what it answers is in versions that are known here.
   * @param method - by upstream's name
   */
  objectClassActionVersions(
    context: RequestContext,
    name: ObjectName,
    method: string,
    { args = [], kwargs = {} }: ObjectArguments = {},
  ): Promise<unknown> {
    return this.#client.call(contextDictionary(context), 'object_class_action_versions', {
      objname: name,
      objmethod: method,
      object_versions: versionsOf(name),
      args,
      kwargs,
    });
  }

  /** Calls a method of an object, `save` and its like. @param object - with what is changed in it */
  async objectAction(
    context: RequestContext,
    object: NovaObject,
    method: string,
    { args = [], kwargs = {} }: ObjectArguments = {},
  ): Promise<ObjectActionResult> {
    const answer = await this.#client.call(contextDictionary(context), 'object_action', {
      objinst: object,
      objmethod: method,
      args,
      kwargs,
    });
    const [updates, result] = answer as [ObjectValues, unknown];
    const { obj_what_changed: changed, ...fields } = updates;
    return { updates: fields, changed: Array.isArray(changed) ? changed.map(String) : [], result };
  }

  /** An object that is too new, in versions that are known here. */
  async objectBackportVersions(
    context: RequestContext,
    object: NovaObject,
    versions: ObjectVersions,
  ): Promise<NovaObject> {
    return (await this.#client.call(contextDictionary(context), 'object_backport_versions', {
      objinst: object,
      object_versions: versions,
    })) as NovaObject;
  }
}
