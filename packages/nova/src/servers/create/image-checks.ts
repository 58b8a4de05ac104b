// SPDX-License-Identifier: Apache-2.0
import {
  FlavorDiskSmallerThanImage,
  FlavorDiskSmallerThanMinDisk,
  FlavorMemoryTooSmall,
  ImageNotActive,
  VolumeSmallerThanMinDisk,
} from '../../errors/server-create.js';
import type { Flavor } from '../../flavors/flavor.js';
import type { ImageValues } from '../../image/images.js';
import type { Device } from './requested-devices.js';

const GIB = 1024 ** 3;

/**
 * Whether a server of this flavor can be made of an image (nova 26, compute/api.py, _validate_flavor_image_nostatus).
 * Throws ImageNotActive, FlavorMemoryTooSmall, FlavorDiskSmallerThanImage, FlavorDiskSmallerThanMinDisk,
 * VolumeSmallerThanMinDisk.
 * @param root - the device that it starts from
 */
export function checkImage(
  image: ImageValues,
  flavor: Pick<Flavor, 'memoryMb' | 'rootGb'>,
  root: Device | undefined,
): void {
  if (image.status !== 'active') throw new ImageNotActive(image.id);
  if (flavor.memoryMb < image.min_ram) throw new FlavorMemoryTooSmall();
  const minimum = image.min_disk * GIB;
  if (root?.destination_type === 'volume') {
    if (root.source_type !== 'image' && root.source_type !== 'blank') return;
    const size = (root.volume_size ?? 0) * GIB;
    if (size < minimum) throw new VolumeSmallerThanMinDisk(size, minimum);
    return;
  }
  // A root disk of 0 is as large as its image.
  if (flavor.rootGb === 0) return;
  const size = flavor.rootGb * GIB;
  if (image.size > size) throw new FlavorDiskSmallerThanImage(size, image.size);
  if (minimum > size) throw new FlavorDiskSmallerThanMinDisk(size, minimum);
}
