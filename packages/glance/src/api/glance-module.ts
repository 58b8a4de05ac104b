// SPDX-License-Identifier: Apache-2.0
import { Module, type DynamicModule } from '@nestjs/common';
import { OperationModule } from '@stackport/api';
import type { GlanceDomain } from '../domain.js';
import { CacheImage } from './cache/cache-image.js';
import { ClearCache } from './cache/clear-cache.js';
import { DeleteCacheEntry } from './cache/delete-cache-entry.js';
import { GetCacheState } from './cache/get-cache-state.js';
import { DownloadImage } from './data/download-image.js';
import { StageImage } from './data/stage-image.js';
import { UploadImage } from './data/upload-image.js';
import { CreateImage } from './images/create-image.js';
import { DeactivateImage } from './images/deactivate-image.js';
import { DeleteImage } from './images/delete-image.js';
import { GetImage } from './images/get-image.js';
import { ImagePresenter } from './images/image-presenter.js';
import { ListImages } from './images/list-images.js';
import { ReactivateImage } from './images/reactivate-image.js';
import { UpdateImage } from './images/update-image.js';
import { ImportImage } from './import/import-image.js';
import { ListImageTasks } from './import/list-image-tasks.js';
import { GetImportInfo } from './info/get-import-info.js';
import { GetUsage } from './info/get-usage.js';
import { ListStoresDetail } from './info/list-stores-detail.js';
import { ListStores } from './info/list-stores.js';
import { AddMember } from './members/add-member.js';
import { GetMember } from './members/get-member.js';
import { ListMembers } from './members/list-members.js';
import { RemoveMember } from './members/remove-member.js';
import { UpdateMember } from './members/update-member.js';
import { metadefControllers } from './metadefs/index.js';
import { schemaControllers } from './schemas/schema-controllers.js';
import { GlanceSchemas } from './schemas/schemas.js';
import { DeleteFromStore } from './stores/delete-from-store.js';
import { AddTag } from './tags/add-tag.js';
import { RemoveTag } from './tags/remove-tag.js';
import { CreateTask } from './tasks/create-task.js';
import { DeleteTask } from './tasks/delete-task.js';
import { GetTask } from './tasks/get-task.js';
import { ListTasks } from './tasks/list-tasks.js';
import * as tokens from './tokens.js';

/** The Image API: its controllers, and the parts of the domain that they call. */
@Module({})
export class GlanceModule {
  static forService(domain: GlanceDomain): DynamicModule {
    const schemas = new GlanceSchemas(domain.schema, { additionalProperties: domain.additionalProperties });
    return {
      module: GlanceModule,
      imports: [OperationModule.forService(domain.enforcer)],
      controllers: [
        ...[ListImages, CreateImage, GetImage, UpdateImage, DeleteImage, DeactivateImage, ReactivateImage],
        ...[DownloadImage, UploadImage, StageImage, ImportImage, ListImageTasks, DeleteFromStore],
        ...[ListTasks, CreateTask, GetTask, DeleteTask],
        ...[GetImportInfo, ListStores, ListStoresDetail, GetUsage],
        ...[AddTag, RemoveTag],
        ...[GetCacheState, ClearCache, CacheImage, DeleteCacheEntry],
        ...[ListMembers, AddMember, GetMember, UpdateMember, RemoveMember],
        ...metadefControllers,
        ...schemaControllers(schemas.paths),
      ],
      providers: [
        { provide: tokens.IMAGES, useValue: domain.images },
        { provide: tokens.IMAGE_UPDATE, useValue: domain.update },
        { provide: tokens.IMAGE_DATA, useValue: domain.data },
        { provide: tokens.IMAGE_STAGING, useValue: domain.imports.staging },
        { provide: tokens.IMAGE_IMPORT, useValue: domain.imports.imports },
        { provide: tokens.IMAGE_STORES, useValue: domain.imageStores },
        { provide: tokens.TASKS, useValue: domain.imports.tasks },
        { provide: tokens.STORES, useValue: domain.stores },
        { provide: tokens.IMAGE_MEMBERS, useValue: domain.members },
        {
          provide: tokens.IMAGE_PRESENTER,
          useValue: new ImagePresenter(domain.images, domain.settings, domain.protections),
        },
        { provide: tokens.CACHE_MANAGEMENT, useValue: domain.cacheManagement },
        { provide: tokens.LIMITS, useValue: domain.limits },
        { provide: tokens.METADEFS, useValue: domain.metadefs },
        { provide: tokens.SCHEMAS, useValue: schemas },
        { provide: tokens.SETTINGS, useValue: domain.settings },
      ],
    };
  }
}
