// SPDX-License-Identifier: Apache-2.0
import { Configuration, type Logger } from '@stackport/config';
import { identityOptionGroups, type SeededService } from '@stackport/identity';
import type { TokenValidator } from '@stackport/keystone';
import { sharedOptionGroups } from '@stackport/middleware';
import { Server } from '@stackport/wsgi';
import { EmbeddedIdentity } from './embedded-identity.js';
import { StateFolder } from './state-folder.js';

/** Where a service listens that nobody configured, and the identity service that it brings along. */
export const LONE_HOST = '127.0.0.1';

export interface LoneServiceInit<Service> {
  readonly logger: Logger;
  /** The state folder. */
  readonly path: string;
  /** Of the identity service; any free one for 0. */
  readonly keystonePort: number;
  /** What the catalog has beside the identity service. */
  readonly services: readonly SeededService[];
  /** Builds the service, whose tokens this one checks. */
  readonly load: (validator: TokenValidator) => Promise<Service>;
}

interface Closable {
  close?(): Promise<void> | void;
}

/** The identity service that was brought along. */
interface Surroundings {
  readonly validator: TokenValidator;
  close(): Promise<void>;
}

/**
 * What a service that nobody configured has in its process: an identity service on a port of its own, over the state
 * folder. It is opened for the first that is loaded, is there for those that take its place at a reload, and closed with
 * the last.
 */
export class LoneSurroundings {
  #opened: Promise<Surroundings> | undefined;
  #users = 0;

  /**
   * Builds a service whose tokens the identity service checks; clouds.yaml in the state folder says how to log in. Rejects
   * with StateFolderBusy, BindError, and what `load` rejects with, all closed again.
   */
  async load<Service extends Closable>(init: LoneServiceInit<Service>): Promise<Service & { close(): Promise<void> }> {
    this.#opened ??= open(init);
    const opened = this.#opened;
    this.#users++;
    const leave = async (): Promise<void> => {
      this.#users--;
      if (this.#users > 0) return;
      this.#opened = undefined;
      await (await opened).close();
    };
    try {
      const service = await init.load((await opened).validator);
      const close = async (): Promise<void> => {
        try {
          await service.close?.();
        } finally {
          await leave();
        }
      };
      return { ...service, close };
    } catch (error) {
      await leave().catch(() => undefined);
      throw error;
    }
  }
}

async function open(init: Omit<LoneServiceInit<Closable>, 'load'>): Promise<Surroundings> {
  const { logger, path, keystonePort, services } = init;
  const closing: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const state = StateFolder.open(path);
    closing.push(() => state.release());
    const identity = await EmbeddedIdentity.open({
      state,
      configuration: Configuration.of([...identityOptionGroups, ...sharedOptionGroups]),
      logger,
    });
    closing.push(() => identity.service.close());
    const server = new Server(
      { name: 'keystone', bindHost: LONE_HOST, bindPort: keystonePort, logger },
      { embedded: true },
    );
    await server.start(() => identity.service.application, keystonePort);
    closing.push(() => server.stop());
    await identity.makeUsers();
    const { cloudsYaml } = await identity.publish({
      identityUrl: `http://${LONE_HOST}:${server.port}`,
      services: [{ type: 'identity', name: 'keystone', url: `http://$(public_host)s:${server.port}` }, ...services],
    });
    logger.info(
      `No configuration file and no Keystone: brought an identity service along. How to log in is in ${cloudsYaml}`,
    );
    return { validator: identity.service.validator, close };
  } catch (error) {
    await close();
    throw error;
  }
}
