// SPDX-License-Identifier: Apache-2.0
import type { NewImage } from './image-service.js';

/**
 * A new image as the wire describes it.
 * @param values - by the wire's names, checked against the image's schema; names that are no attribute are left aside.
 * @param properties - what the user adds.
 */
export function newImageOf(
  values: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, string | null>>,
): NewImage {
  // The schema has checked the values' types.
  const given = values as { readonly tags?: string[] } & Partial<Record<string, never>>;
  return {
    properties,
    tags: given.tags ?? [],
    ...optional('id', given.id),
    ...optional('name', given.name),
    ...optional('visibility', given.visibility),
    ...optional('diskFormat', given.disk_format),
    ...optional('containerFormat', given.container_format),
    ...optional('minDisk', given.min_disk),
    ...optional('minRam', given.min_ram),
    ...optional('owner', given.owner),
    ...optional('protected', given.protected),
    ...optional('osHidden', given.os_hidden),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
}
