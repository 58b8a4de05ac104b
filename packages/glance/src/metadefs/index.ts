// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import type { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { NamespaceRepository } from './namespace-repository.js';
import { NamespaceService } from './namespace-service.js';
import { ObjectRepository } from './object-repository.js';
import { ObjectService } from './object-service.js';
import { PropertyRepository } from './property-repository.js';
import { PropertyService } from './property-service.js';
import { ResourceTypeRepository } from './resource-type-repository.js';
import { ResourceTypeService } from './resource-type-service.js';
import { seedResourceTypes } from './seed-resource-types.js';
import { TagRepository } from './tag-repository.js';
import { TagService } from './tag-service.js';

export { loadMetadefs, type LoadMetadefsInit, type LoadOutcome, type LoadProgress } from './load-metadefs.js';
export { metadefSchemas } from './metadef-schemas.js';

export interface MetadefsInit {
  readonly database: GlanceDatabase;
  readonly enforcer: Enforcer;
  readonly notifications: MetadefNotifications;
  readonly logger: Logger;
}

/** The metadata definitions: what their API calls. */
export interface Metadefs {
  readonly namespaces: NamespaceService;
  readonly objects: ObjectService;
  readonly properties: PropertyService;
  readonly tags: TagService;
  readonly resourceTypes: ResourceTypeService;
  /** Gives a fresh database of our own the standard resource types; called once before the service is ready. */
  initialise(): Promise<void>;
}

/** Puts the metadata definitions together out of their outside parts. */
export function createMetadefs({ database, enforcer, notifications, logger }: MetadefsInit): Metadefs {
  const parts = {
    database,
    enforcer,
    notifications,
    logger,
    namespaces: new NamespaceRepository(database),
    objects: new ObjectRepository(database),
    properties: new PropertyRepository(database),
    tags: new TagRepository(database),
    resourceTypes: new ResourceTypeRepository(database),
  };
  return {
    namespaces: new NamespaceService(parts),
    objects: new ObjectService(parts),
    properties: new PropertyService(parts),
    tags: new TagService(parts),
    resourceTypes: new ResourceTypeService(parts),
    initialise: () => seedResourceTypes(database),
  };
}
