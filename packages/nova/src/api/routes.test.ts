// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { formatMicroversion, type OperationMetadata } from '@stackport/api';
import { ROUTE_SELECTOR } from '@stackport/wsgi/nest';
import { describe, expect, it } from 'vitest';
import { policyRules } from '../policies/index.js';
import { controllers } from './controllers.js';

interface RecordedRoute {
  readonly method: string;
  readonly path: string;
  readonly action?: string;
  readonly min_version: string | null;
  readonly max_version: string | null;
}

const recorded = JSON.parse(
  readFileSync(new URL('../../../testing/reference/routes/nova.json', import.meta.url), 'utf8'),
) as { routes: RecordedRoute[] };

interface Route {
  readonly key: string;
  readonly min: number;
  readonly max: number;
  readonly operation: OperationMetadata;
}

const ours = controllers.flatMap(routesOf);

function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = prototype[name];
    if (name === 'constructor' || typeof method !== 'function') return [];
    const operation = Reflect.getMetadata(ROUTE_SELECTOR, method) as OperationMetadata | undefined;
    if (operation === undefined) return [];
    const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, method) as number] ?? '';
    const paths = [Reflect.getMetadata(PATH_METADATA, method) as string | string[]].flat();
    const { versions, action } = operation;
    const [min, max] = [versions?.min ?? 0, versions?.max ?? Infinity];
    return paths.map((path) => ({ key: keyOf(verb, path, action), min, max, operation }));
  });
}

/** Placeholders have other names here and there. */
function keyOf(method: string, path: string, action?: string): string {
  return `${method} ${path.replace(/:[^/]+|\{[^}]+\}/g, '{}')}${action === undefined ? '' : ` ${action}`}`;
}

const upstream = recorded.routes.map((route) => ({ ...route, key: keyOf(route.method, route.path, route.action) }));

/** The microversions that something of a key answers in, as `2.1`, `2.7`, … */
function answered(ranges: readonly { readonly min: number; readonly max: number }[]): string {
  const versions = Array.from({ length: 93 }, (_, i) => 2001 + i).filter((version) =>
    ranges.some(({ min, max }) => version >= min && version <= max),
  );
  return versions.map(formatMicroversion).join(' ');
}

/** In upstream's routers these have no range; their handlers, found by the name of the method, have. */
const BY_HANDLER: Readonly<Record<string, { readonly min: number; readonly max: number }>> = {
  'PUT /flavors/{}': { min: 2055, max: Infinity },
};

describe('the routes', () => {
  it('are those of Zed', () => {
    const wanted = new Set(upstream.map(({ key }) => key));
    const have = new Set(ours.map(({ key }) => key));
    expect({
      missing: [...wanted].filter((key) => !have.has(key)).sort(),
      more: [...have].filter((key) => !wanted.has(key)).sort(),
    }).toEqual({ missing: [], more: [] });
  });

  it('answer in the microversions of Zed', () => {
    const differences: string[] = [];
    for (const key of new Set(ours.map((route) => route.key))) {
      const theirs = upstream.filter((route) => route.key === key);
      const number = (text: string | null, otherwise: number): number =>
        text === null ? otherwise : 2000 + Number(text.split('.')[1]);
      const range = BY_HANDLER[key];
      const wanted = answered(
        range === undefined
          ? theirs.map((one) => ({ min: number(one.min_version, 0), max: number(one.max_version, Infinity) }))
          : [range],
      );
      const have = answered(ours.filter((route) => route.key === key));
      if (wanted !== have) differences.push(`${key}: ${have} instead of ${wanted}`);
    }
    expect(differences).toEqual([]);
  });

  it('name rules that exist', () => {
    const names = new Set(policyRules.map(({ name }) => name));
    const unknown = ours.flatMap(({ key, operation: { policy } }) =>
      typeof policy === 'string'
        ? []
        : [policy.rule]
            .flat()
            .filter((rule) => !names.has(rule))
            .map((rule) => `${key}: ${rule}`),
    );
    expect(unknown).toEqual([]);
  });
});
