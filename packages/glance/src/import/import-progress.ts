// SPDX-License-Identifier: Apache-2.0
import type { Image } from '../images/image.js';

/** Properties of an image that show its importing, by what they list. */
const KEYS = { importing: 'os_glance_importing_to_stores', failed: 'os_glance_failed_import' } as const;

export type ProgressList = keyof typeof KEYS;

/** Stores in a list, in the order of their names. */
export function storesIn(image: Image, list: ProgressList): readonly string[] {
  return (image.fields.properties[KEYS[list]] ?? '').split(',').filter((store) => store !== '');
}

/** Adds stores to a list; the list is there from then on, if only as an empty text. */
export function addStores(image: Image, list: ProgressList, stores: readonly string[]): void {
  setStores(image, list, [...new Set([...storesIn(image, list), ...stores])]);
}

/** Takes stores out of a list; stores that it does not have are no error. */
export function removeStores(image: Image, list: ProgressList, stores: readonly string[]): void {
  setStores(
    image,
    list,
    storesIn(image, list).filter((store) => !stores.includes(store)),
  );
}

function setStores(image: Image, list: ProgressList, stores: readonly string[]): void {
  image.setProperty(KEYS[list], [...stores].sort().join(','));
}
