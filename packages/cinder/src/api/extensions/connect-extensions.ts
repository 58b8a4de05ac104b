// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import type { Logger } from '@stackport/config';
import { collectionsOf } from './collections.js';
import type { AttributeExtension, Extension } from './extension.js';

/** What loaded extensions come to. */
export interface ConnectedExtensions {
  readonly controllers: readonly Type[];
  /** What is added to views, in the order in which the extensions were loaded. */
  readonly attributes: readonly AttributeExtension[];
}

/**
 * Adds the extensions' resources to the core's, and then what extends them (cinder 21, _setup_ext_routes and
 * _setup_extensions). What extends a collection that nothing has is logged and left out.
 * @param logger - `cinder.api.openstack`
 */
export function connectExtensions(
  core: readonly Type[],
  extensions: readonly Extension[],
  logger: Logger,
): ConnectedExtensions {
  const known = new Set(collectionsOf(core));
  const extending: (readonly [Extension, string])[] = [];
  for (const extension of extensions) {
    for (const collection of collectionsOf(extension.controllers)) {
      if (known.has(collection)) extending.push([extension, collection]);
      else logger.debug(`Extended resource: ${collection}`);
    }
    for (const collection of collectionsOf(extension.controllers)) known.add(collection);
  }
  for (const [{ name }, collection] of extending) logger.debug(`Extension ${name} extending resource: ${collection}`);
  const attributes: AttributeExtension[] = [];
  for (const { name, attributes: own = [] } of extensions) {
    for (const attribute of own) {
      const { collection } = attribute;
      if (!known.has(collection)) {
        logger.warning(`Extension ${name}: Cannot extend resource ${collection}: No such resource`);
        continue;
      }
      logger.debug(`Extension ${name} extending resource: ${collection}`);
      attributes.push(attribute);
    }
  }
  return { controllers: extensions.flatMap(({ controllers }) => controllers), attributes };
}
