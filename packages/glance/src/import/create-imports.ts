// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator } from '@stackport/api';
import type { Configuration, Logger } from '@stackport/config';
import type { StoreContainer } from '@stackport/image-store';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import { DataNotifications } from '../notifications/data-notifications.js';
import type { Notifications } from '../notifications/notifications.js';
import { NotifyingTasks } from '../notifications/notifying-tasks.js';
import { ImageData } from '../images/image-data.js';
import { ImageLocks } from '../images/image-locks.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { ImageSchema } from '../images/image-schema.js';
import { ImageService } from '../images/image-service.js';
import type { Limits } from '../limits/limits.js';
import type { PropertyProtections } from '../images/property-protections.js';
import type { ImageQuotas } from '../images/image-quotas.js';
import type { StorageQuota } from '../images/storage-quota.js';
import {
  apiOptions,
  glanceDownloadOptions,
  imageOptions,
  taskExecutorOptions,
  taskOptions,
  threadPoolOptions,
} from '../options.js';
import { AbandonedWork } from '../tasks/abandoned-work.js';
import { TaskRunner } from '../tasks/task-runner.js';
import { TaskService } from '../tasks/task-service.js';
import { UrlImportFlow } from '../tasks/url-import-flow.js';
import { Worker } from '../tasks/worker.js';
import { GlanceDownload } from './glance-download.js';
import { createPlugins } from './plugins/create-plugins.js';
import { ImageImport } from './image-import.js';
import { ImageStaging } from './image-staging.js';
import { ImportFlow } from './import-flow.js';
import { ImportLock } from './import-lock.js';
import { StageHost } from './stage-host.js';
import { StagedDataOfImages } from './staged-data.js';
import type { UriFilter } from './uri-filter.js';
import { WebDownload } from './web-download.js';

export interface ImportsInit {
  readonly configuration: Configuration;
  readonly database: GlanceDatabase;
  readonly images: ImageRepository;
  readonly stores: StoreContainer;
  readonly quota: StorageQuota;
  readonly quotas: ImageQuotas;
  readonly protections: PropertyProtections;
  readonly limits: Limits;
  readonly schema: ImageSchema;
  readonly uriFilter: UriFilter;
  readonly enforcer: Enforcer;
  readonly notifications: Notifications;
  readonly logger: Logger;
}

/** How data comes into images: at once, staged, or by tasks. */
export interface Imports {
  readonly data: ImageData;
  readonly images: ImageService;
  readonly staging: ImageStaging;
  readonly imports: ImageImport;
  readonly tasks: TaskService;
  /** Puts right what killed processes have left, now and from time to time. */
  start(): Promise<void>;
  /** Brings tasks to an end, within 20 seconds. */
  close(): Promise<void>;
}

/** Puts together what takes in data, out of its outside parts. */
export function createImports(init: ImportsInit): Imports {
  const {
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
  } = init;
  const api = configuration.get(apiOptions);
  const { hashing_algorithm: hashAlgorithm, allow_additional_image_properties: additionalProperties } =
    configuration.get(imageOptions);
  const tasks = new NotifyingTasks(database, configuration.get(taskOptions).task_time_to_live, notifications);
  const locks = new ImageLocks(database);
  const worker = new Worker({ locks, tasks, logger });
  const selfUrl = api.worker_self_reference_url ?? api.public_endpoint;
  const stageHost = new StageHost(selfUrl, logger);
  const dataNotifications = new DataNotifications(notifications);
  const data = new ImageData({
    images,
    stores,
    quota,
    limits,
    enforcer,
    uploads: worker,
    hashAlgorithm,
    notifications: dataNotifications,
    logger,
  });
  const staging = new ImageStaging({ images, data, uploads: worker, stores, quota, limits, enforcer, selfUrl, logger });
  const staged = new StagedDataOfImages({ stageHost, discard: (imageId) => staging.discard(imageId), logger });
  const service = new ImageService({ database, images, data, enforcer, quotas, protections, limits, staged, logger });
  const download = new WebDownload(uriFilter);
  const attributes = new Set(Object.keys(schema.base));
  const remote = new GlanceDownload({
    download,
    prefixes: configuration.get(glanceDownloadOptions).extra_properties,
    attributes,
  });
  const validator = new SchemaValidator(
    'image',
    additionalProperties ? schema.document : { ...schema.document, additionalProperties: false },
  );
  const flows = {
    api_image_import: new ImportFlow({
      images,
      data,
      staging,
      stores,
      tasks,
      limits,
      download,
      remote,
      plugins: createPlugins(configuration, staging, logger),
      notifications: dataNotifications,
      logger,
    }),
    import: new UrlImportFlow({
      images,
      service,
      data,
      tasks,
      download,
      uriFilter,
      validate: (properties) => validator.validate(properties),
      attributes,
    }),
  };
  const concurrency = Math.min(
    configuration.get(taskExecutorOptions).max_workers,
    configuration.get(threadPoolOptions).task_pool_threads,
  );
  const runner = new TaskRunner({ tasks, worker, flows, concurrency, logger });
  const storeIds = stores.multiStore ? stores.stores().map(({ id }) => id) : [undefined];
  const abandoned = new AbandonedWork({ images, locks, data, staging, tasks, flows, worker, stores: storeIds, logger });
  const lock = new ImportLock({ locks, tasks, logger });
  return {
    data,
    images: service,
    staging,
    imports: new ImageImport({
      images,
      tasks,
      runner,
      lock,
      stores,
      uriFilter,
      stageHost,
      enforcer,
      worker: worker.identity,
      logger,
    }),
    tasks: new TaskService({ tasks, images, runner, uriFilter, enforcer, worker: worker.identity }),
    start: () => abandoned.start(),
    close: async () => {
      await abandoned.close();
      await runner.close();
      await worker.close();
    },
  };
}
