// SPDX-License-Identifier: Apache-2.0
import { Transform, type Readable } from 'node:stream';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { NotFound as DataNotFound, type StoreContainer } from '@stackport/image-store';
import { Conflict, ImageNotFound, TaskAborted } from '../errors.js';
import { backendOf, type ImageData, type StoredData } from '../images/image-data.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { Image, ImageLocation } from '../images/image.js';
import { abortable, piped } from '../images/piped.js';
import type { DataNotifications } from '../notifications/data-notifications.js';
import type { TaskRepository } from '../tasks/task-repository.js';
import type { TaskFlow } from '../tasks/task-runner.js';
import type { Task } from '../tasks/task.js';
import { parseImportInput, type ImportInput } from './import-input.js';
import { addStores, removeStores, storesIn } from './import-progress.js';
import { STAGE_HOST, type ImageStaging } from './image-staging.js';
import { LockedImage } from './locked-image.js';
import { mebibytes, type Limits } from '../limits/limits.js';
import type { GlanceDownload } from './glance-download.js';
import type { ImageChange, ImportPlugin } from './plugins/import-plugin.js';
import type { WebDownload } from './web-download.js';

export interface ImportFlowOptions {
  readonly images: ImageRepository;
  readonly data: ImageData;
  readonly staging: ImageStaging;
  readonly stores: StoreContainer;
  readonly tasks: TaskRepository;
  readonly limits: Limits;
  readonly download: WebDownload;
  readonly remote: GlanceDownload;
  /** In the order in which they run. */
  readonly plugins: readonly ImportPlugin[];
  readonly notifications: DataNotifications;
  readonly logger: Logger;
}

const MIB = 1024 * 1024;

/** Milliseconds between two notes of how much is copied. */
const NOTE_INTERVAL = 60_000;

/**
 * Tasks of type `api_image_import` (upstream's async_/flows/api_image_import.py): the data comes into the staging store
 * if it is not there already, and from there into each store. What differs when it fails: Zed leaves an image of
 * glance-direct in `importing` for good, and staged data of copy-image for a second attempt; here the image is queued
 * again and nothing stays staged.
 */
export class ImportFlow implements TaskFlow {
  readonly #options: ImportFlowOptions;

  constructor(options: ImportFlowOptions) {
    this.#options = options;
  }

  async run(task: Task, signal: AbortSignal, caller: RequestContext): Promise<Readonly<Record<string, unknown>>> {
    const input = parseImportInput(task.input);
    const image = new LockedImage(this.#options.images, input.imageId, task.id);
    await image.change((fields) => begin(fields, input));
    await this.#requireLimits(image, input, caller);
    const changes: ImageChange[] = [];
    await this.#stage(image, input, { signal, caller, changes });
    if (input.method !== 'copy-image') await this.#runPlugins(image, { signal, caller, changes });
    for (const [index, store] of input.stores.entries()) {
      const isLast = index === input.stores.length - 1;
      await this.#importTo(store, {
        image,
        input,
        task,
        signal,
        changes,
        setActive: input.method !== 'copy-image' && (isLast || !input.mustAllSucceed),
      });
    }
    await this.#options.staging.discard(input.imageId);
    if ((await image.read()).status !== 'active') throw new Error('None of the uploads finished!');
    return { image_id: input.imageId };
  }

  /** What is staged already counts against what is stored; all else will be staged first. */
  async #requireLimits(locked: LockedImage, { method }: ImportInput, caller: RequestContext): Promise<void> {
    const delta = mebibytes((await locked.read()).fields.size);
    const { limits } = this.#options;
    if (method === 'glance-direct') await limits.require(caller, { image_size_total: delta });
    else await limits.require(caller, { image_stage_total: delta, image_count_uploading: 0 });
  }

  /** Gets the data into the staging store. */
  async #stage(locked: LockedImage, input: ImportInput, { signal, caller, changes }: Preparation): Promise<void> {
    const { staging, download, remote } = this.#options;
    if (input.method === 'glance-direct') return;
    const image = await locked.read();
    if (
      input.method === 'copy-image' &&
      image.fields.size !== null &&
      (await staging.sizeOf(image.id)) === image.fields.size
    )
      return;
    let source: { readonly data: Readable; readonly size: number | undefined };
    if (input.remote !== undefined) {
      const { change, ...found } = await remote.open(input.remote, caller, signal);
      changes.push(change);
      source = found;
    } else if (input.method === 'copy-image') source = await this.#openStored(image);
    else source = await download.open(input.uri ?? '', signal);
    const { data, size } = source;
    try {
      await staging.put(image, abortable(signal, data), size);
    } finally {
      data.destroy();
    }
  }

  /** Lets the plugins work on what is staged, each with what the ones before have made of the image. */
  async #runPlugins(locked: LockedImage, { signal, caller, changes }: Preparation): Promise<void> {
    for (const plugin of this.#options.plugins) {
      const image = await locked.read();
      for (const change of changes) change(image);
      const change = await plugin.run({ image, caller, signal });
      if (change !== undefined) changes.push(change);
    }
  }

  /** Opens the data of an active image: in the default store, or else where it is. */
  async #openStored(image: Image): Promise<{ readonly data: Readable; readonly size: number | undefined }> {
    const { stores, logger } = this.#options;
    const isDefault = (location: ImageLocation): boolean => backendOf(location) === stores.defaultBackend;
    const { locations } = image.fields;
    for (const location of [...locations.filter(isDefault), ...locations.filter((one) => !isDefault(one))]) {
      try {
        return await stores.get(location.url, { backend: backendOf(location) });
      } catch (error) {
        if (!(error instanceof DataNotFound)) throw error;
        logger.error(`Image: ${image.id} is not present in store ${String(backendOf(location))}.`);
      }
    }
    throw new DataNotFound('Image not found in any configured store');
  }

  async #importTo(store: string | undefined, step: ImportStep): Promise<void> {
    const { data, notifications, logger } = this.#options;
    const { image, input, task, signal } = step;
    let stored: StoredData | undefined;
    try {
      stored = await this.#put(store, step);
      const put = stored;
      signal.throwIfAborted();
      let isActivated = false;
      const changed = await image.change((fields) => {
        isActivated = step.setActive && fields.status !== 'active';
        // What was staged may have been unpacked or converted: its size is not what it was.
        if (step.changes.length > 0 && fields.fields.locations.length === 0) fields.setData({ size: null });
        if (isActivated) for (const change of step.changes) change(fields);
        data.record(fields, put);
        if (isActivated) fields.transitionTo('active');
        if (store !== undefined) removeStores(fields, 'importing', [store]);
      });
      notifications.stored(changed, isActivated);
    } catch (error) {
      if (stored !== undefined) await data.discardLocation(input.imageId, stored.location);
      if (input.mustAllSucceed || signal.aborted || isLost(error)) throw error;
      logger.warning(
        `${task.id} of ${task.type} failed but since all_stores_must_succeed is set to false, continue. (${String(error)})`,
      );
      if (store === undefined) return;
      await image.change((fields) => {
        removeStores(fields, 'importing', [store]);
        addStores(fields, 'failed', [store]);
      });
    }
  }

  async #put(store: string | undefined, { image, task, signal, changes }: ImportStep): Promise<StoredData> {
    const { data, staging, tasks } = this.#options;
    const snapshot = await image.read();
    if (snapshot.status === 'importing') for (const change of changes) change(snapshot);
    const staged = await staging.open(snapshot.id);
    const note = (bytes: number): Promise<void> => tasks.setMessage(task.id, `Copied ${Math.floor(bytes / MIB)} MiB`);
    const source = abortable(signal, staged.data);
    try {
      const stored = await data.put(snapshot, counting(source, note), staged.size, store);
      await note(stored.size);
      return stored;
    } finally {
      source.destroy();
    }
  }

  /**
   * Ends what a task began and leaves: takes the data that came into some stores only away again, lists the stores that
   * have nothing as failed, makes the image queued, and gives the lock back. After a success only the lock is left.
   */
  async release(task: Task): Promise<void> {
    const { images, data, staging, logger } = this.#options;
    let input: ImportInput;
    try {
      input = parseImportInput(task.input);
    } catch {
      // Nothing was begun with it.
      return;
    }
    const locked = new LockedImage(images, input.imageId, task.id);
    try {
      const before = await locked.read();
      // The lock is ours: nobody else uses what is staged.
      if (before.status !== 'uploading' || storesIn(before, 'importing').length > 0)
        await staging.discard(input.imageId);
      await this.#removeLeftovers(before, input);
      let undone: readonly ImageLocation[] = [];
      const image = await locked.finish((fields) => {
        undone = undo(fields, input);
      });
      for (const location of undone) await data.discardLocation(image.id, location);
    } catch (error) {
      if (error instanceof ImageNotFound) await staging.discard(input.imageId);
      else if (error instanceof TaskAborted)
        logger.warning(`Image ${input.imageId} import task ${task.id} lost its lock during execution!`);
      else throw error;
    }
  }

  /** Data of this import that a killed process had put into a store and not noted yet. */
  async #removeLeftovers(image: Image, { stores: wanted }: ImportInput): Promise<void> {
    const importing = storesIn(image, 'importing');
    for (const store of wanted)
      if (image.status === 'importing' || (store !== undefined && importing.includes(store)))
        await this.#options.data.discardLeftovers(image, store);
  }
}

/** What comes before the stores. */
interface Preparation {
  readonly signal: AbortSignal;
  readonly caller: RequestContext;
  /** What becomes of the image beside its data, gathered on the way. */
  readonly changes: ImageChange[];
}

interface ImportStep {
  readonly image: LockedImage;
  readonly input: ImportInput;
  readonly task: Task;
  readonly signal: AbortSignal;
  readonly changes: readonly ImageChange[];
  /** Whether the image is active once its data is in this store. */
  readonly setActive: boolean;
}

const named = (stores: ImportInput['stores']): readonly string[] => stores.filter((store) => store !== undefined);

function begin(image: Image, { method, stores }: ImportInput): void {
  if (method !== 'copy-image') image.transitionTo('importing');
  addStores(image, 'importing', named(stores));
  removeStores(image, 'failed', named(stores));
  image.removeProperty(STAGE_HOST);
}

/** Takes back what an import that is over did not bring to an end; resolves to the locations whose data is to go. */
function undo(image: Image, { method, stores, mustAllSucceed }: ImportInput): readonly ImageLocation[] {
  const missing = storesIn(image, 'importing').filter((store) => stores.includes(store));
  if (missing.length > 0) {
    removeStores(image, 'importing', missing);
    addStores(image, 'failed', missing);
  }
  const isQueuedAgain = image.status === 'importing';
  const isUndone = isQueuedAgain || (method === 'copy-image' && mustAllSucceed && missing.length > 0);
  if (!isUndone) return [];
  const undone = image.fields.locations.filter((location) => isQueuedAgain || stores.includes(backendOf(location)));
  image.setLocations(image.fields.locations.filter((location) => !undone.includes(location)));
  if (isQueuedAgain) {
    image.setData({ checksum: null, osHashAlgo: null, osHashValue: null });
    image.transitionTo('queued');
  }
  return undone;
}

/** The image is gone, or somebody else's by now: no other store will fare better. */
function isLost(error: unknown): boolean {
  return error instanceof ImageNotFound || error instanceof TaskAborted || error instanceof Conflict;
}

/** The data, with a note now and then of how much has passed. A note that fails ends the data. */
function counting(data: Readable, note: (bytes: number) => Promise<void>): Readable {
  let passed = 0;
  let noted = Date.now();
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (Date.now() - noted < NOTE_INTERVAL) {
        done(null, chunk);
        return;
      }
      noted = Date.now();
      note(passed).then(
        () => done(null, chunk),
        (error: unknown) => done(error as Error),
      );
    },
  });
  return piped(data, counter);
}
