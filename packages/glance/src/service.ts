// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { type Configuration, declareOptions } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { databaseOptions, databaseSettings } from '@stackport/database';
import {
  glanceStoreOptions,
  registeredDrivers,
  StoreContainer,
  storeSelectionOptions,
  taskWorkOptions,
} from '@stackport/image-store';
import type { TokenValidator } from '@stackport/keystone';
import { messagingOptions } from '@stackport/messaging';
import { sharedOptionGroups } from '@stackport/middleware';
import { Enforcer, policyOptions } from '@stackport/policy';
import type { Application } from '@stackport/wsgi';
import { createServiceApplication, type WsgiAdapter } from '@stackport/wsgi/nest';
import { glanceFaults } from './api/faults.js';
import { GlanceModule } from './api/glance-module.js';
import { ImageCache } from './cache/image-cache.js';
import { openGlanceDatabase } from './database.js';
import { createDomain } from './domain.js';
import { BusNotifications } from './notifications/bus-notifications.js';
import { silentNotifications } from './notifications/notifications.js';
import { pasteRegistry } from './paste-registry.js';
import { loadPasteApp } from './load-paste-app.js';
import { glanceOptionGroups } from './options.js';
import { policyRules } from './policy-rules.js';

/** Every group that glance-api.conf may have and that this service reads. */
export const glanceApiOptionGroups = [
  ...glanceOptionGroups,
  databaseOptions,
  policyOptions,
  storeSelectionOptions,
  glanceStoreOptions,
  taskWorkOptions,
  // Of the old style, where a driver's options stand beside those that choose it.
  ...registeredDrivers.map(({ options }) => declareOptions(glanceStoreOptions.name, options)),
  ...messagingOptions,
  ...sharedOptionGroups,
];

export interface GlanceServiceInit {
  readonly configuration: Configuration;
  readonly logging: LoggingHandle;
  /** Who checks tokens, where it is not the Keystone that the configuration names. */
  readonly validator?: TokenValidator;
}

/** The running Image service: its pipeline, and what has to be closed. */
export interface GlanceService {
  readonly application: Application;
  /** Its routes, for the walks over all of them. */
  readonly adapter: WsgiAdapter;
  close(): Promise<void>;
}

/**
 * Builds the Image service: stores, database, rules, the API, and around it the pipeline of the operator's paste file.
 * Rejects with what is wrong with the configuration, the stores (`BadStoreConfiguration`) or the database.
 */
export async function createGlanceService({
  configuration,
  logging,
  validator,
}: GlanceServiceInit): Promise<GlanceService> {
  const logger = logging.logger;
  const closing: (() => Promise<void>)[] = [];
  try {
    const enforcer = Enforcer.create({ rules: policyRules, configuration, logger: logger.named('oslo_policy') });
    const stores = await StoreContainer.create(configuration, logger.named('glance_store'));
    closing.push(() => stores.close());
    const { url, settings } = databaseSettings(configuration.get(databaseOptions));
    const database = await openGlanceDatabase(url ?? 'sqlite:///glance.sqlite', {
      settings,
      logger: logger.named('glance.db'),
    });
    closing.push(() => database.close());
    const cache = await ImageCache.open(configuration, logger.named('glance.image_cache'));
    if (cache !== undefined) closing.push(() => cache.close());
    const bus = BusNotifications.of(configuration, logger.named('oslo.messaging'));
    if (bus !== undefined) closing.push(() => bus.close());
    const domain = createDomain({
      configuration,
      database,
      stores,
      enforcer,
      cache,
      notifications: bus ?? silentNotifications,
      logger: logger.named('glance'),
    });
    closing.push(() => domain.cacheManagement.close());
    closing.push(() => domain.limits.close());
    closing.push(() => domain.imports.close());
    await domain.metadefs.initialise();
    await domain.imports.start();
    const { nest, adapter } = await createServiceApplication(GlanceModule.forService(domain), {
      router: { unroutedMethod: 405 },
      faults: glanceFaults(logger.named('glance.api')),
      logger,
    });
    closing.push(() => nest.close());
    const registry = pasteRegistry({
      configuration,
      logging,
      enforcer,
      domain,
      v2: adapter.leaf('v2'),
      ...(validator === undefined ? {} : { validator }),
    });
    const application = await loadPasteApp({
      configuration,
      registry,
      logger: logger.named('glance.common.config'),
      defaultFile: PASTE_FILE,
    });
    return { application, adapter, close: () => closeAll(closing) };
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

const PASTE_FILE = fileURLToPath(new URL('../etc/glance-api-paste.ini', import.meta.url));

async function closeAll(closing: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of [...closing].reverse()) await close();
}
