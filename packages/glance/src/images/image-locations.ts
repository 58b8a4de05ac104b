// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { StoreContainer } from '@stackport/image-store';
import { BadStoreUri, Conflict, Duplicate, Forbidden, Invalid } from '../errors.js';
import type { ImageChange } from './image-patch.js';
import { requireQuota } from './image-quotas.js';
import type { ImageData } from './image-data.js';
import type { Image, ImageLocation } from './image.js';

/** A location as a client writes it. */
interface GivenLocation {
  readonly url: string;
  readonly metadata: Record<string, unknown>;
  readonly validation_data?: {
    readonly checksum?: string;
    readonly os_hash_algo: string;
    readonly os_hash_value: string;
  };
}

export interface ImageLocationsOptions {
  readonly stores: StoreContainer;
  readonly data: ImageData;
  /** Whether clients see, and so may change, locations. */
  readonly visible: boolean;
  readonly locationQuota: number;
  readonly hashAlgorithm: string;
  /** Whether an http(s) URL is one that the operator lets this service ask. */
  readonly allowsUri: (uri: string) => Promise<boolean>;
}

/** Changes of `locations` in a patch document (upstream's ImagesController, `_do_*_locations`, and location.py). */
export class ImageLocations {
  readonly #options: ImageLocationsOptions;
  /** Locations that a change took from an image and whose data goes once the image is saved. */
  readonly #removed = new WeakMap<Image, ImageLocation[]>();

  constructor(options: ImageLocationsOptions) {
    this.#options = options;
  }

  /** @throws Forbidden, Conflict, Invalid, BadStoreUri, LimitExceeded */
  async apply(image: Image, change: ImageChange): Promise<void> {
    if (change.operation === 'replace') await this.#replace(image, change.value as GivenLocation[]);
    else if (change.operation === 'add') await this.#add(image, change.path[1] ?? '', change.value as GivenLocation);
    else this.#remove(image, change.path[1] ?? '');
  }

  /** Deletes the data of what `apply` removed; called once the image is saved. */
  async discardRemoved(image: Image): Promise<void> {
    const removed = this.#removed.get(image) ?? [];
    this.#removed.delete(image);
    for (const location of removed) await this.#options.data.discardLocation(image.id, location);
  }

  async #replace(image: Image, given: readonly GivenLocation[]): Promise<void> {
    if (given.length === 0) throw new Forbidden('Cannot set locations to empty list.');
    this.#requireVisible('update');
    requireChangeable(image, 'replace');
    const hashes = this.#newHashes(image, given);
    const current = image.fields.locations;
    const urls = (list: readonly { readonly url: string }[]) => list.map(({ url }) => url).sort();
    const sameUrls = isDeepStrictEqual(urls(current), urls(given));
    if (current.length > 0 && !sameUrls)
      throw new Invalid(`Original locations is not empty: ${JSON.stringify(current.map(({ url }) => ({ url })))}`);
    const next = given.map((location) => this.#stored(location, current));
    if (!sameUrls) {
      for (const location of next) await this.#requireUsable(location);
      for (const [index, location] of next.entries()) requireNew(location, next.slice(0, index));
      requireQuota('locations', next.length, this.#options.locationQuota);
      await this.#setSize(image, next);
    }
    image.setLocations(next);
    activate(image, hashes);
  }

  async #add(image: Image, position: string, given: GivenLocation): Promise<void> {
    this.#requireVisible('add');
    requireChangeable(image, 'add');
    const hashes = this.#newHashes(image, [given]);
    const current = image.fields.locations;
    const index = indexOf(position, current.length, current.length);
    if (index === undefined) throw new Invalid('Invalid position for adding a location.');
    const location = this.#stored(given, []);
    await this.#requireUsable(location);
    requireNew(location, current);
    requireQuota('locations', current.length + 1, this.#options.locationQuota);
    image.setLocations([...current.slice(0, index), location, ...current.slice(index)]);
    await this.#setSize(image, [location]);
    activate(image, hashes);
  }

  #remove(image: Image, position: string): void {
    this.#requireVisible('remove');
    if (image.status !== 'active')
      throw new Conflict(`It's not allowed to remove locations if image status is ${image.status}.`);
    const current = image.fields.locations;
    if (current.length === 1) throw new Forbidden('Cannot remove last location in the image.');
    const index = indexOf(position, current.length - 1, current.length - 1);
    const location = index === undefined ? undefined : current[index];
    if (location === undefined) throw new Invalid('Invalid position for removing a location.');
    image.setLocations(current.filter((one) => one !== location));
    this.#removed.set(image, [...(this.#removed.get(image) ?? []), location]);
  }

  #requireVisible(verb: 'update' | 'add' | 'remove'): void {
    if (!this.#options.visible)
      throw new Forbidden(`It's not allowed to ${verb} locations if locations are invisible.`);
  }

  /** As it will be stored; several stores: with the one that the URL belongs to. Keeps the row of a known URL. */
  #stored(given: GivenLocation, current: readonly ImageLocation[]): ImageLocation {
    const store = this.#options.stores.multiStore ? this.#options.stores.identifierOf(given.url) : undefined;
    const row = current.find(({ url }) => url === given.url)?.id;
    return {
      ...(row === undefined ? {} : { id: row }),
      url: given.url,
      metadata: store === undefined ? given.metadata : { ...given.metadata, store },
      status: 'active',
    };
  }

  /** Throws `BadStoreUri` for a URL that clients may not give, or at which no data is. */
  async #requireUsable({ url, metadata }: ImageLocation): Promise<void> {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? '';
    const allowed = this.#options.stores.isAllowedForClients(scheme);
    if (!allowed || (/^https?$/.test(scheme) && !(await this.#options.allowsUri(url))))
      throw new BadStoreUri('Invalid location');
    const size = await this.#options.stores.getSize(url, metadata.store as string | undefined).catch(() => 0);
    if (size === 0) throw new BadStoreUri('Invalid location');
  }

  async #setSize(image: Image, locations: readonly ImageLocation[]): Promise<void> {
    if (image.fields.size) return;
    for (const { url, metadata } of locations) {
      const size = await this.#options.stores.getSize(url, metadata.store as string | undefined);
      if (!size) continue;
      image.setData({ size });
      return;
    }
  }

  /** Hashes that the client knows of the data and the image does not have yet. Throws `Conflict` where they disagree. */
  #newHashes(image: Image, given: readonly GivenLocation[]): Hashes {
    const wanted = new Map<keyof Hashes, string>();
    for (const { validation_data: data } of given)
      for (const [key, value] of Object.entries(data ?? {})) {
        if ((wanted.get(key as keyof Hashes) ?? value) !== value) throw new Conflict(`Conflicting values for ${key}`);
        wanted.set(key as keyof Hashes, value);
      }
    const known: Record<keyof Hashes, string | null> = {
      checksum: image.fields.checksum,
      os_hash_algo: image.fields.osHashAlgo,
      os_hash_value: image.fields.osHashValue,
    };
    for (const [key, value] of wanted) {
      if (known[key] === value) wanted.delete(key);
      else if (known[key]) throw new Conflict(`${key} is already set with a different value`);
    }
    const hashes = Object.fromEntries(wanted) as Hashes;
    if (wanted.size > 0) this.#requireHashes(image, hashes);
    return hashes;
  }

  #requireHashes(image: Image, hashes: Hashes): void {
    if (image.status !== 'queued')
      throw new Conflict(
        `New value(s) for ${Object.keys(hashes).join(', ')} may only be provided when image status is 'queued'`,
      );
    if (hashes.checksum !== undefined) requireHexadecimal('checksum', hashes.checksum, 'md5', 16);
    const { hashAlgorithm } = this.#options;
    if (hashes.os_hash_algo !== hashAlgorithm)
      throw new Conflict(`os_hash_algo must be ${hashAlgorithm}, not ${String(hashes.os_hash_algo)}`);
    const size = createHash(hashAlgorithm).digest().length;
    requireHexadecimal('os_hash_value', hashes.os_hash_value ?? '', hashAlgorithm, size);
  }
}

interface Hashes {
  readonly checksum?: string;
  readonly os_hash_algo?: string;
  readonly os_hash_value?: string;
}

function requireHexadecimal(name: string, value: string, algorithm: string, bytes: number): void {
  if (!/^([0-9a-fA-F]{2})*$/.test(value)) throw new Conflict(`${name} (${value}) is not a valid hexadecimal value`);
  if (value.length !== bytes * 2)
    throw new Conflict(`${name} (${value}) is not the correct size for ${algorithm} (should be ${bytes} bytes)`);
}

/** A queued image that was given its data's place is active. */
function activate(image: Image, hashes: Hashes): void {
  if (image.status !== 'queued') return;
  image.setData({
    ...(hashes.checksum === undefined ? {} : { checksum: hashes.checksum }),
    ...(hashes.os_hash_algo === undefined ? {} : { osHashAlgo: hashes.os_hash_algo }),
    ...(hashes.os_hash_value === undefined ? {} : { osHashValue: hashes.os_hash_value }),
  });
  image.transitionTo('active');
}

function requireChangeable(image: Image, verb: 'replace' | 'add'): void {
  if (image.status !== 'active' && image.status !== 'queued')
    throw new Conflict(`It's not allowed to ${verb} locations if image status is ${image.status}.`);
}

function requireNew(location: ImageLocation, others: readonly ImageLocation[]): void {
  if (others.some(({ url, metadata }) => url === location.url && isDeepStrictEqual(metadata, location.metadata)))
    throw new Duplicate(`The location ${location.url} already exists`);
}

/** The index that a pointer names: a number up to the largest, or `-` for the end. */
function indexOf(position: string, end: number, largest: number): number | undefined {
  if (position === '-') return end;
  if (!/^\d+$/.test(position)) return undefined;
  return Number(position) <= largest ? Number(position) : undefined;
}
