// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../errors/base.js';
import { ImageUnacceptable } from '../errors/volume-driver.js';

/** What a new volume is made of, as far as its size matters; sizes in GiB. */
export interface SizeSources {
  readonly sourceVolume?: { readonly size: number | null } | undefined;
  readonly snapshot?: { readonly volumeSize: number | null } | undefined;
  readonly backup?: { readonly size: number | null } | undefined;
}

/**
 * The size of a new volume in GiB: as asked, or that of what it is made of, and never less.
 * @param asked - a number or its text, as clients send both
 * @throws InvalidInput
 */
export function sizeFor(asked: number | string | null | undefined, sources: SizeSources): number {
  const isAsked = asked !== undefined && asked !== null && asked !== 0 && asked !== '';
  if (isAsked && !/^\d+$/.test(String(asked)))
    throw new InvalidInput(
      `Invalid volume size provided for create request: ${asked} (size argument must be an integer (or string representation of an integer) and greater than zero).`,
    );
  const { sourceVolume, snapshot, backup } = sources;
  const ofSource = sourceVolume?.size ?? snapshot?.volumeSize ?? backup?.size ?? 0;
  const size = isAsked ? Number(asked) : ofSource;
  if (!Number.isSafeInteger(size) || size <= 0)
    throw new InvalidInput(`Volume size '${String(asked ?? 'None')}' must be an integer and greater than 0`);
  if (sourceVolume !== undefined) {
    if (size < (sourceVolume.size ?? 0))
      throw new InvalidInput(
        `Volume size '${size}'GB cannot be smaller than original volume size  ${sourceVolume.size ?? 0}GB. They must be >= original volume size.`,
      );
  } else if (snapshot !== undefined) {
    if (size < (snapshot.volumeSize ?? 0))
      throw new InvalidInput(
        `Volume size '${size}'GB cannot be smaller than the snapshot size ${snapshot.volumeSize ?? 0}GB. They must be >= original snapshot size.`,
      );
  } else if (backup !== undefined && size < (backup.size ?? 0))
    throw new InvalidInput(
      `Volume size ${size}GB cannot be smaller than the backup size ${backup.size ?? 0}GB. It must be >= backup size.`,
    );
  return size;
}

/** An image as glance shows it, as far as volumes care. */
export interface SourceImage {
  readonly id: string;
  readonly status: string;
  /** Bytes. */
  readonly size: number | null;
  /** GiB. */
  readonly min_disk?: number | null;
  /** Bytes. */
  readonly virtual_size?: number | null;
  /** Of an image of an encrypted volume. */
  readonly cinder_encryption_key_id?: string | null;
}

const GIB = 2 ** 30;

/**
 * Whether a volume of this size can take the image (upstream's check_image_metadata).
 * @param size - GiB
 * @throws InvalidInput
 */
export function checkImageFits(image: SourceImage, size: number): void {
  if (image.status !== 'active') throw new InvalidInput(`Image ${image.id} is not active.`);
  const imageSize = Math.ceil((image.size ?? 0) / GIB);
  if (imageSize > size)
    throw new InvalidInput(`Size of specified image ${imageSize}GB is larger than volume size ${size}GB.`);
  const leastDisk = image.min_disk ?? 0;
  if (size < leastDisk)
    throw new InvalidInput(`Volume size ${size}GB cannot be smaller than the image minDisk size ${leastDisk}GB.`);
  const virtualSize = Math.ceil((image.virtual_size ?? 0) / GIB);
  if (virtualSize > size)
    throw new ImageUnacceptable(
      image.id,
      `Image virtual size is ${virtualSize}GB and doesn't fit in a volume of size ${size}GB.`,
    );
}
