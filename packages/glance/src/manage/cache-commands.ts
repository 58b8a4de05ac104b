// SPDX-License-Identifier: Apache-2.0
import { isImageId } from '../cache/cache-folder.js';
import type { ImageCache } from '../cache/image-cache.js';
import { optionsOf } from './arguments.js';
import { ManageError } from './manage-error.js';
import { table } from './table.js';

export interface CacheCommandsInit {
  /** The cache of this host; undefined where none is configured. */
  readonly open: () => Promise<ImageCache | undefined>;
  readonly print: (line: string) => void;
  /** Asks the operator; false for anything but a yes. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/** What of an image, or of all, a command changes once it is confirmed. */
interface Change {
  readonly hasImage: boolean;
  readonly question: (imageId: string) => string;
  readonly run: (cache: ImageCache, imageId: string) => Promise<string>;
}

const CHANGES: Readonly<Record<string, Change>> = {
  'queue-image': {
    hasImage: true,
    question: (id) => `Queue image ${id} for caching?`,
    run: async (cache, id) => {
      await cache.queue(id);
      return `Queued image ${id} for caching`;
    },
  },
  'delete-cached-image': {
    hasImage: true,
    question: (id) => `Delete cached image ${id}?`,
    run: async (cache, id) => {
      await cache.delete(id);
      return `Deleted cached image ${id}`;
    },
  },
  'delete-all-cached-images': {
    hasImage: false,
    question: () => 'Delete all cached images?',
    run: async (cache) => `Deleted ${await cache.deleteAll()} cached images`,
  },
  'delete-queued-image': {
    hasImage: true,
    question: (id) => `Delete queued image ${id}?`,
    run: async (cache, id) => {
      await cache.dequeue(id);
      return `Deleted queued image ${id}`;
    },
  },
  'delete-all-queued-images': {
    hasImage: false,
    question: () => 'Delete all queued images?',
    run: async (cache) => `Deleted ${await cache.clearQueue()} queued images`,
  },
};

/**
 * The image cache of this host: what upstream's glance-cache-manage does through the service, glance-cache-pruner and
 * glance-cache-cleaner. It works on the folder, which processes may share, whether the service runs or not.
 */
export class CacheCommands {
  readonly #init: CacheCommandsInit;

  constructor(init: CacheCommandsInit) {
    this.#init = init;
  }

  /** Resolves to the exit code; undefined for an action that there is not. */
  async run(action: string, rest: readonly string[]): Promise<number | undefined> {
    const change = Object.hasOwn(CHANGES, action) ? CHANGES[action] : undefined;
    if (change !== undefined) return this.#change(action, change, rest);
    if (!['list-cached', 'list-queued', 'prune', 'clean'].includes(action)) return undefined;
    optionsOf(rest, {});
    return this.#withCache((cache) => this.#look(action, cache));
  }

  async #change(action: string, { hasImage, question, run }: Change, rest: readonly string[]): Promise<number> {
    const options = optionsOf(rest, { texts: hasImage ? ['image'] : [], flags: ['force'] });
    const imageId = String(options.image ?? '');
    if (hasImage && options.image === undefined)
      throw new ManageError(
        `Please specify the ID of the image you wish for command '${action}' from the cache as the first and only argument.`,
      );
    if (hasImage && !isImageId(imageId)) throw new ManageError(`Image ID '${imageId}' is not a valid UUID.`);
    if (options.force !== true && !(await this.#init.confirm(question(imageId)))) return 0;
    return this.#withCache(async (cache) => this.#init.print(await run(cache, imageId)));
  }

  async #look(action: string, cache: ImageCache): Promise<void> {
    const { print } = this.#init;
    if (action === 'prune') {
      const { files, bytes } = await cache.prune();
      print(`Pruned ${files} images of ${bytes} bytes`);
    } else if (action === 'clean') {
      await cache.clean();
      print('Cleaned the image cache');
    } else if (action === 'list-queued') {
      const queued = await cache.queuedImages();
      if (queued.length === 0) print('No queued images.');
      else
        print(
          `Found ${queued.length} queued images...\n${table(
            ['ID'],
            queued.map((id) => [id]),
          )}`,
        );
    } else {
      const cached = await cache.cachedImages();
      const rows = cached.map((one) => [
        one.imageId,
        one.lastAccessed === 0 ? 'N/A' : utc(one.lastAccessed),
        utc(one.lastModified),
        String(one.size),
        String(one.hits),
      ]);
      const heads = ['ID', 'Last Accessed (UTC)', 'Last Modified (UTC)', 'Size', 'Hits'];
      if (cached.length === 0) print('No cached images.');
      else print(`Found ${cached.length} cached images...\n${table(heads, rows, ['Size', 'Hits'])}`);
    }
  }

  async #withCache(action: (cache: ImageCache) => Promise<void>): Promise<number> {
    const cache = await this.#init.open();
    if (cache === undefined) throw new ManageError('image_cache_dir is not set: there is no image cache on this host');
    try {
      await action(cache);
    } finally {
      await cache.close();
    }
    return 0;
  }
}

/** Seconds since 1970 as Python's isoformat of a time in UTC. */
function utc(seconds: number): string {
  const text = new Date(seconds * 1000).toISOString().slice(0, -1);
  return text.endsWith('.000') ? text.slice(0, -4) : `${text}000`;
}
