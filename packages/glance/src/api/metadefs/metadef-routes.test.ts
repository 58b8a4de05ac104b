// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import type { OperationMetadata } from '@stackport/api';
import { ROUTE_SELECTOR } from '@stackport/wsgi/nest';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { expect, it } from 'vitest';
import { metadefControllers } from './index.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly success: readonly number[];
  /** Rules that upstream asks, in no order. */
  readonly policies: readonly string[];
}

/** Zed's routes below /v2/metadefs. */
const upstream = (
  JSON.parse(
    readFileSync(new URL('../../../../testing/reference/routes/glance-metadefs.json', import.meta.url), 'utf8'),
  ) as Route[]
).map(({ method, path, success, policies }) => ({ method, path, success, policies: [...policies].sort() }));

const ours = metadefControllers.flatMap((controller): Route[] => {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name]!;
    const operation = Reflect.getMetadata(ROUTE_SELECTOR, handler) as OperationMetadata | undefined;
    if (operation === undefined) return [];
    const { policy, success } = operation;
    const rules = typeof policy === 'string' ? [policy] : [policy.rule].flat();
    return [
      {
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!,
        path: (Reflect.getMetadata(PATH_METADATA, handler) as string).replace(/:(\w+)/g, '{$1}'),
        success: [success],
        policies: [...rules].sort(),
      },
    ];
  });
});

it('are those of upstream, with their rules and success codes', () => {
  const order = (one: Route, other: Route): number =>
    `${one.path} ${one.method}` < `${other.path} ${other.method}` ? -1 : 1;
  expect([...ours].sort(order)).toEqual([...upstream].sort(order));
  expect(ours).toHaveLength(28);
});
