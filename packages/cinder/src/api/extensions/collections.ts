// SPDX-License-Identifier: Apache-2.0
import 'reflect-metadata';
import { type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { RESOURCE_PATHS } from '../resource-paths.js';

/**
 * The collections that controllers have routes in, by upstream's names: `volumes` of `/volumes/:id/action`, and
 * `extra_specs` of `/types/:type_id/extra_specs/:id`.
 */
export function collectionsOf(controllers: readonly Type[]): ReadonlySet<string> {
  return new Set(controllers.flatMap(pathsOf).map(collectionOf));
}

function pathsOf(controller: Type): string[] {
  const prototype = controller.prototype as Record<string, unknown>;
  // The class itself has a path as well: that of the leaf.
  const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
  return names.flatMap((name) => {
    const method = prototype[name];
    const path: unknown = typeof method === 'function' ? Reflect.getMetadata(PATH_METADATA, method) : undefined;
    return typeof path === 'string' ? [path] : [];
  });
}

function collectionOf(path: string): string {
  const shape = path.replace(/:[^/]+/g, ':');
  const mapped = RESOURCE_PATHS.map((one) => one.replace(/:[^/]+/g, ':')).filter(
    (one) => shape === one || shape.startsWith(`${one}/`),
  );
  const deepest = mapped.toSorted((a, b) => b.length - a.length)[0] ?? `/${path.split('/')[1] ?? ''}`;
  return deepest.slice(deepest.lastIndexOf('/') + 1);
}
