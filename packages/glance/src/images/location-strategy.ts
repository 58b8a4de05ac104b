// SPDX-License-Identifier: Apache-2.0
import type { ImageLocation } from './image.js';

/** Schemes of the locations of a kind of store, by the name that `store_type_preference` has for it. */
const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  file: ['file', 'filesystem'],
  http: ['http', 'https'],
  rbd: ['rbd'],
  swift: ['swift', 'swift+https', 'swift+http'],
  cinder: ['cinder'],
  vmware: ['vsphere'],
};

/** The places of an image's data in the order in which they are tried; the first is shown as its URL. */
export type LocationStrategy = (locations: readonly ImageLocation[]) => readonly ImageLocation[];

/** Upstream's common/location_strategy: as they were added, or by kind of store with all others behind. */
export function locationStrategy(
  name: 'location_order' | 'store_type',
  preference: readonly string[],
): LocationStrategy {
  if (name === 'location_order' || preference.length === 0) return (locations) => locations;
  const rank = ({ url }: ImageLocation): number => {
    const scheme = url.split(':', 1)[0] ?? '';
    const index = preference.findIndex((store) => SCHEMES[store.trim()]?.includes(scheme));
    return index < 0 ? preference.length : index;
  };
  return (locations) => locations.toSorted((a, b) => rank(a) - rank(b));
}
