// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { UnknownScheme, type StoreContainer } from '@stackport/image-store';
import type { Enforcer } from '@stackport/policy';
import { Conflict, Invalid } from '../errors.js';
import { ImageAccess } from '../images/image-access.js';
import { backendOf } from '../images/image-data.js';
import { UPLOAD_LEASE } from '../images/image-locks.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { Image } from '../images/image.js';
import type { TaskRepository } from '../tasks/task-repository.js';
import type { TaskRunner } from '../tasks/task-runner.js';
import type { Task } from '../tasks/task.js';
import { storedInput, type ImportRequest } from './import-input.js';
import type { ImportLock } from './import-lock.js';
import { removeStores } from './import-progress.js';
import { LockedImage } from './locked-image.js';
import type { StageHost } from './stage-host.js';
import type { UriFilter } from './uri-filter.js';

export interface ImageImportOptions {
  readonly images: ImageRepository;
  readonly tasks: TaskRepository;
  readonly runner: TaskRunner;
  readonly lock: ImportLock;
  readonly stores: StoreContainer;
  readonly uriFilter: UriFilter;
  readonly stageHost: StageHost;
  readonly enforcer: Enforcer;
  /** Identity of this process. */
  readonly worker: string;
  readonly logger: Logger;
}

/** Begins imports of image data (upstream's ImagesController.import_image); `ImportFlow` does them. */
export class ImageImport {
  readonly #options: ImageImportOptions;

  constructor(options: ImageImportOptions) {
    this.#options = options;
  }

  /**
   * Checks a request and begins its import. Where another worker holds the staged data, that one is asked in our place;
   * resolves to the id that the request has there.
   * @param storeHeader - value of X-Image-Meta-Store.
   * @throws ImageNotFound, Forbidden, Conflict, Invalid, StageHostUnavailable, StageHostRefusal
   */
  async begin(
    context: RequestContext,
    imageId: string,
    request: ImportRequest,
    storeHeader?: string,
  ): Promise<string | undefined> {
    const { images, lock, stageHost, uriFilter, stores: container, enforcer, logger } = this.#options;
    const { method, uri } = request;
    const image = await images.get(context, imageId);
    requireReady(image, request);
    requireRemote(request);
    const access = new ImageAccess(enforcer, context, image);
    if (method === 'copy-image') access.require('copy_image');
    else access.require('modify_image', { owner: true });
    const stale = await lock.requireFree(image);
    const stores = this.#stores(image, request, storeHeader);
    if (stores.length === 0) {
      logger.info('Exiting copying workflow as image is available in all configured stores.');
      return undefined;
    }
    if (!request.allStoresMustSucceed && !container.multiStore)
      throw new Invalid(`All_stores_must_succeed can only be set with enabled_backends ${textOf(uri)}`);
    const host = method === 'glance-direct' ? stageHost.hostOf(image) : undefined;
    if (host !== undefined)
      return stageHost.ask(host, context, { method: 'POST', path: `/v2/images/${imageId}/import`, body: request.body });
    if (method === 'web-download' && (typeof uri !== 'string' || !(await uriFilter.allows(uri))))
      throw new Invalid(`URI for web-download does not pass filtering: ${textOf(uri)}`);
    await this.#start(context, image, request, { stores, stale });
    return undefined;
  }

  async #start(
    context: RequestContext,
    image: Image,
    request: ImportRequest,
    { stores, stale }: { readonly stores: readonly (string | undefined)[]; readonly stale: Task | undefined },
  ): Promise<void> {
    const { images, tasks, runner, lock, worker } = this.#options;
    const taskId = randomUUID();
    await lock.take(image.id, taskId);
    try {
      const left = stale?.input?.backend;
      if (Array.isArray(left)) await forgetProgress(new LockedImage(images, image.id, taskId), left);
      const task = await tasks.add({
        id: taskId,
        type: 'api_image_import',
        owner: context.projectId ?? '',
        imageId: image.id,
        userId: context.userId ?? null,
        requestId: context.requestId,
        input: storedInput(image.id, request, stores),
        worker,
      });
      runner.start(task, context);
    } catch (error) {
      await lock.giveBack(image.id, taskId);
      throw error;
    }
  }

  /** Stores to import to; one undefined for the single store of the old style, which takes no notice of what clients name. */
  #stores(image: Image, request: ImportRequest, header: string | undefined): readonly (string | undefined)[] {
    const { stores: container } = this.#options;
    if (!container.multiStore) return [undefined];
    const wanted = this.#wantedStores(request, header);
    if (request.method !== 'copy-image') return wanted;
    const present = image.fields.locations.map(backendOf);
    if (request.allStores) return wanted.filter((store) => !present.includes(store));
    const [already] = wanted.filter((store) => present.includes(store));
    if (already !== undefined) throw new Invalid(`Image is already present at store '${already}'`);
    return wanted;
  }

  /** Upstream's common/utils.py, get_stores_from_request. */
  #wantedStores({ allStores, stores }: ImportRequest, header: string | undefined): readonly string[] {
    const { stores: container } = this.#options;
    if (allStores) {
      if (stores !== undefined || header !== undefined)
        throw new Invalid("All_stores parameter can't be used with x-image-meta-store header or stores parameter");
      return container
        .stores()
        .filter(({ readOnly }) => !readOnly)
        .map(({ id }) => id);
    }
    if (stores !== undefined && header !== undefined)
      throw new Invalid("Stores parameter and x-image-meta-store header can't be both specified");
    const wanted = stores ?? [header ?? container.defaultBackend];
    try {
      for (const store of wanted) container.getStore(store);
    } catch (error) {
      throw error instanceof UnknownScheme ? new Conflict(error.message) : error;
    }
    return wanted;
  }
}

/** Throws `Conflict` for an image whose state the method does not fit. */
function requireReady(image: Image, { method }: ImportRequest): void {
  const { status, containerFormat, diskFormat, properties } = image.fields;
  const refusals: readonly (readonly [boolean, string])[] = [
    [status === 'active' && method !== 'copy-image', 'Image with status active cannot be target for import'],
    [status !== 'active' && method === 'copy-image', 'Only images with status active can be targeted for copying'],
    [
      status !== 'queued' && method === 'web-download',
      "Image needs to be in 'queued' state to use 'web-download' method",
    ],
    [
      status !== 'queued' && method === 'glance-download',
      "Image needs to be in 'queued' state to use 'glance-download' method",
    ],
    // While the lease is there, data is still coming in.
    [
      method === 'glance-direct' && (status !== 'uploading' || UPLOAD_LEASE in properties),
      "Image needs to be staged before 'glance-direct' method can be used",
    ],
    [!containerFormat, "'container_format' needs to be set before import"],
    [!diskFormat, "'disk_format' needs to be set before import"],
  ];
  for (const [isRefused, message] of refusals) if (isRefused) throw new Conflict(message);
}

/** Throws `Invalid` for a glance-download that does not say of what. */
function requireRemote({ method, remote }: ImportRequest): void {
  if (method !== 'glance-download') return;
  const { region, imageId, serviceInterface } = remote;
  for (const [name, value] of [
    ['glance_region', region],
    ['glance_image_id', imageId],
  ] as const)
    if (value === undefined) throw new Invalid(`'${name}' needs to be set for glance-download import method`);
  if (typeof imageId !== 'string' || !UUID.test(imageId))
    throw new Invalid(`Remote image id does not look like a UUID: ${textOf(imageId)}`);
  for (const [name, value] of [
    ['glance_region', region],
    ['glance_service_interface', serviceInterface],
  ] as const)
    if (typeof value !== 'string') throw new Invalid(`'${name}' must be a string`);
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** What a task whose lock was broken has left to be read on the image (upstream's `_cleanup_stale_task_progress`). */
async function forgetProgress(image: LockedImage, stores: readonly unknown[]): Promise<void> {
  const names = stores.filter((store) => typeof store === 'string');
  if (names.length === 0) return;
  await image.change((fields) => {
    removeStores(fields, 'importing', names);
    removeStores(fields, 'failed', names);
  });
}

/** As Python prints it: `None` for nothing. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return 'None';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
