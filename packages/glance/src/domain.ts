// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { StoreContainer } from '@stackport/image-store';
import type { Enforcer } from '@stackport/policy';
import type { VersionFeatures } from './api/versions/versions.js';
import { CacheManagement } from './cache/cache-management.js';
import type { ImageCache } from './cache/image-cache.js';
import { Prefetcher } from './cache/prefetcher.js';
import { PrefetchWorker } from './cache/prefetch-worker.js';
import type { GlanceDatabase } from './database.js';
import type { ImageData } from './images/image-data.js';
import { ImageLocations } from './images/image-locations.js';
import type { ImageQuotas } from './images/image-quotas.js';
import { baseProperties, imageSchema, standardCustomProperties, type ImageSchema } from './images/image-schema.js';
import { locationStrategy } from './images/location-strategy.js';
import type { ImageService } from './images/image-service.js';
import { ImageStores } from './images/image-stores.js';
import { ImageUpdate } from './images/image-update.js';
import { type PropertyProtections, PropertyRules } from './images/property-protections.js';
import { parseStorageQuota, StorageQuota } from './images/storage-quota.js';
import { createImports, type Imports } from './import/create-imports.js';
import { UriFilter } from './import/uri-filter.js';
import { KeystoneLimits } from './limits/keystone-limits.js';
import { LimitUsageReader } from './limits/limit-usage.js';
import type { Limits } from './limits/limits.js';
import { createMetadefs, type Metadefs } from './metadefs/index.js';
import { MemberService } from './members/member-service.js';
import { MetadefNotifications } from './notifications/metadef-notifications.js';
import type { Notifications } from './notifications/notifications.js';
import { NotifyingImages } from './notifications/notifying-images.js';
import { NotifyingMembers } from './notifications/notifying-members.js';
import {
  imageFormatOptions,
  imageOptions,
  importFilteringOptions,
  locationStrategyOptions,
  storeTypeOptions,
} from './options.js';
import { glanceSettings, type GlanceSettings } from './settings.js';

export interface DomainInit {
  readonly configuration: Configuration;
  readonly database: GlanceDatabase;
  readonly stores: StoreContainer;
  readonly enforcer: Enforcer;
  /** Undefined where `image_cache_dir` is not set. */
  readonly cache: ImageCache | undefined;
  readonly notifications: Notifications;
  readonly logger: Logger;
}

/** The parts of the Image service that its API calls. */
export interface GlanceDomain {
  readonly enforcer: Enforcer;
  readonly settings: GlanceSettings;
  readonly features: VersionFeatures;
  readonly schema: ImageSchema;
  readonly additionalProperties: boolean;
  readonly imports: Imports;
  readonly stores: StoreContainer;
  readonly imageStores: ImageStores;
  readonly images: ImageService;
  readonly update: ImageUpdate;
  readonly data: ImageData;
  readonly cache: ImageCache | undefined;
  readonly cacheManagement: CacheManagement;
  readonly protections: PropertyProtections;
  readonly limits: Limits;
  readonly members: MemberService;
  readonly metadefs: Metadefs;
}

/** Puts the domain together out of its outside parts. */
export function createDomain(init: DomainInit): GlanceDomain {
  const { configuration, database, stores, enforcer, cache, notifications, logger } = init;
  const options = configuration.get(imageOptions);
  const formats = configuration.get(imageFormatOptions);
  const quotas: ImageQuotas = {
    properties: options.image_property_quota,
    tags: options.image_tag_quota,
    locations: options.image_location_quota,
    members: options.image_member_quota,
  };
  const settings = glanceSettings(configuration, stores.multiStore ? stores.stores().map(({ id }) => id) : undefined);
  const orderLocations = locationStrategy(
    configuration.get(locationStrategyOptions).location_strategy,
    configuration.get(storeTypeOptions).store_type_preference,
  );
  const images = new NotifyingImages(database, notifications, orderLocations);
  const protections = PropertyRules.of(configuration, enforcer, logger);
  const limits = KeystoneLimits.of(configuration, new LimitUsageReader(database, images), logger);
  const quota = new StorageQuota(images, options.image_size_cap, parseStorageQuota(options.user_storage_quota));
  const schema = imageSchema(
    baseProperties({ container: formats.container_formats, disk: formats.disk_formats }),
    standardCustomProperties,
  );
  const uriFilter = new UriFilter(configuration.get(importFilteringOptions));
  const imports = createImports({
    configuration,
    database,
    images,
    stores,
    quota,
    quotas,
    protections,
    limits,
    schema,
    uriFilter,
    enforcer,
    notifications,
    logger,
  });
  const { data, images: service } = imports;
  const locations = new ImageLocations({
    stores,
    data,
    visible: options.show_multiple_locations,
    locationQuota: quotas.locations,
    hashAlgorithm: options.hashing_algorithm,
    allowsUri: (uri) => uriFilter.allows(uri),
  });
  const caching = cache && {
    cache,
    worker: new PrefetchWorker(new Prefetcher({ cache, images, data, logger }), logger),
  };
  return {
    enforcer,
    settings,
    features: { multiStore: stores.multiStore, caching: cache !== undefined },
    schema,
    additionalProperties: options.allow_additional_image_properties,
    imports,
    stores,
    imageStores: new ImageStores({ images, data, enforcer, stores: settings.stores }),
    images: service,
    update: new ImageUpdate({ images, quotas, protections }, service, locations),
    data,
    cache,
    cacheManagement: new CacheManagement({ caching, images, enforcer, logger }),
    metadefs: createMetadefs({
      database,
      enforcer,
      notifications: new MetadefNotifications(notifications),
      logger,
    }),
    protections,
    limits,
    members: new MemberService({
      images,
      members: new NotifyingMembers(database, notifications),
      enforcer,
      memberQuota: quotas.members,
    }),
  };
}
