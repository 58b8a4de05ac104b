// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { RequestContext } from '@stackport/context';
import { BadTaskInput, ImageNotFound, Invalid } from '../errors.js';
import { RESERVED_NAMESPACE } from '../images/image-quotas.js';
import type { ImageData } from '../images/image-data.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { ImageService, NewImage } from '../images/image-service.js';
import { newImageOf } from '../images/new-image.js';
import { abortable } from '../images/piped.js';
import type { UriFilter } from '../import/uri-filter.js';
import type { WebDownload } from '../import/web-download.js';
import { importSource } from './import-source.js';
import { selfContained } from './self-contained.js';
import type { TaskRepository } from './task-repository.js';
import type { TaskFlow } from './task-runner.js';
import type { Task } from './task.js';

export interface UrlImportFlowOptions {
  readonly images: ImageRepository;
  readonly service: ImageService;
  readonly data: ImageData;
  readonly tasks: TaskRepository;
  readonly download: WebDownload;
  readonly uriFilter: UriFilter;
  /** Throws for image properties that the image's schema does not allow. */
  readonly validate: (properties: Readonly<Record<string, unknown>>) => void;
  /** Names that the schema has, and so are no properties of the user. */
  readonly attributes: ReadonlySet<string>;
}

const REQUIRED = ['import_from', 'import_from_format', 'image_properties'] as const;

/** Attributes that come from the data. */
const FIXED = [
  'status',
  'size',
  'virtual_size',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'locations',
  'created_at',
  'updated_at',
];

/**
 * Tasks of type `import`: a new image out of a URL (upstream's async_/flows/base_import.py). The image goes again when
 * the task fails. What differs: the data goes into the store at once, without a stop in the tasks' work folder, and is
 * neither converted nor looked at with qemu-img; and the image belongs to the task's project, where Zed leaves it
 * without an owner and so open to all.
 */
export class UrlImportFlow implements TaskFlow {
  readonly #options: UrlImportFlowOptions;

  constructor(options: UrlImportFlowOptions) {
    this.#options = options;
  }

  async run(task: Task, signal: AbortSignal, { roles }: RequestContext): Promise<Readonly<Record<string, unknown>>> {
    const { service, data, download, uriFilter } = this.#options;
    const input = task.input ?? {};
    for (const name of REQUIRED) if (!(name in input)) throw new BadTaskInput(`Input does not contain '${name}' field`);
    const source = await importSource(input.import_from, uriFilter);
    const context = RequestContext.admin({ projectId: task.owner, userId: task.userId ?? undefined, roles });
    const { id } = await service.create(context, this.#newImage(task, input.image_properties));
    const answer = await download.open(source, signal);
    try {
      await data.upload(context, id, selfContained(abortable(signal, answer.data)), answer.size, undefined);
    } finally {
      answer.data.destroy();
    }
    return { image_id: id };
  }

  #newImage(task: Task, properties: unknown): NewImage {
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
      throw new Invalid("'image_properties' must be an object");
    const values = { ...(properties as Record<string, unknown>) };
    this.#options.validate(values);
    const fixed =
      FIXED.find((name) => name in values) ?? Object.keys(values).find((name) => name.startsWith(RESERVED_NAMESPACE));
    if (fixed !== undefined) throw new Invalid(`Attribute '${fixed}' is read-only.`);
    const own = Object.entries(values).filter(([name]) => !this.#options.attributes.has(name));
    return {
      owner: task.owner,
      ...newImageOf(values, Object.fromEntries(own) as Record<string, string | null>),
      id: imageIdOf(task),
    };
  }

  /** Removes the image of a task that failed. */
  async release(task: Task): Promise<void> {
    const { images, data, tasks } = this.#options;
    if ((await tasks.find(task.id))?.status !== 'failure') return;
    try {
      const image = await images.get(RequestContext.admin(), imageIdOf(task));
      if (image.status === 'active') return;
      image.set('protected', false);
      image.delete();
      await images.remove(image);
      await data.discardLeftovers(image, undefined);
    } catch (error) {
      if (!(error instanceof ImageNotFound)) throw error;
    }
  }
}

/**
 * The id of the image that a task makes: told by the task's own, so that whoever cleans up after it finds the image. An
 * id in the image's properties is not heeded.
 */
function imageIdOf(task: Task): string {
  const digest = createHash('sha256').update(`image of task ${task.id}`).digest();
  digest.writeUInt8(0x80 | (digest.readUInt8(6) & 0x0f), 6);
  digest.writeUInt8(0x80 | (digest.readUInt8(8) & 0x3f), 8);
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
