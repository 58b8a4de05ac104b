// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { formatMicroversion, type OperationMetadata } from '@stackport/api';
import { ROUTE_SELECTOR } from '@stackport/wsgi/nest';
import { describe, expect, it } from 'vitest';
import { extensions as manifest } from '../generated/extensions.js';
import { policyRules } from '../policies/index.js';
import { coreControllers } from './core-controllers.js';
import type { ExtensionClass } from './extensions/extension.js';

interface RecordedRoute {
  readonly method: string;
  readonly path: string;
  readonly action?: string;
  readonly min_version: string | null;
  readonly max_version: string | null;
  readonly always_raises?: string;
}

const recorded = JSON.parse(
  readFileSync(new URL('../../../testing/reference/routes/cinder.json', import.meta.url), 'utf8'),
) as {
  routes: RecordedRoute[];
  extensions: { alias: string; name: string; updated: string }[];
};

interface Route {
  readonly key: string;
  readonly min: number;
  readonly max: number;
  readonly operation: OperationMetadata;
}

const loaded = await Promise.all(manifest.map(async ({ load }) => new ((await load()) as unknown as ExtensionClass)()));
const ours = [...coreControllers, ...loaded.flatMap(({ controllers }) => controllers)].flatMap(routesOf);

function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = prototype[name];
    if (name === 'constructor' || typeof method !== 'function') return [];
    const operation = Reflect.getMetadata(ROUTE_SELECTOR, method) as OperationMetadata | undefined;
    if (operation === undefined) return [];
    const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, method) as number] ?? '';
    const path = Reflect.getMetadata(PATH_METADATA, method) as string;
    const { versions, action } = operation;
    return [{ key: keyOf(verb, path, action), min: versions?.min ?? 0, max: versions?.max ?? Infinity, operation }];
  });
}

/** Placeholders have other names here and there. */
function keyOf(method: string, path: string, action?: string): string {
  return `${method} ${path.replace(/:[^/]+|\{[^}]+\}/g, '{}')}${action === undefined ? '' : ` ${action}`}`;
}

const upstream = recorded.routes.filter(
  ({ method, always_raises: raises }) => method !== 'ANY' && raises === undefined,
);

/** The microversions that something of a key answers in, as `3.0`, `3.7`, … */
function answered(ranges: readonly { readonly min: number; readonly max: number }[]): string {
  const versions = Array.from({ length: 71 }, (_, i) => 3000 + i).filter((version) =>
    ranges.some(({ min, max }) => version >= min && version <= max),
  );
  return versions.map(formatMicroversion).join(' ');
}

describe('the routes', () => {
  it('are those of Zed', () => {
    const wanted = new Set(upstream.map(({ method, path, action }) => keyOf(method, path, action)));
    const have = new Set(ours.map(({ key }) => key));
    expect({
      missing: [...wanted].filter((key) => !have.has(key)).sort(),
      more: [...have].filter((key) => !wanted.has(key)).sort(),
    }).toEqual({ missing: [], more: [] });
  });

  it('answer in the microversions of Zed', () => {
    const differences: string[] = [];
    for (const key of new Set(ours.map((route) => route.key))) {
      const theirs = upstream.filter(({ method, path, action }) => keyOf(method, path, action) === key);
      const number = (text: string | null, otherwise: number): number =>
        text === null ? otherwise : 3000 + Number(text.split('.')[1]);
      const wanted = answered(
        theirs.map((one) => ({ min: number(one.min_version, 0), max: number(one.max_version, Infinity) })),
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

describe('the extensions', () => {
  it('are those of Zed, as clients see them', () => {
    const byAlias = <T extends { alias: string }>(list: readonly T[]): T[] =>
      list.toSorted((a, b) => (a.alias < b.alias ? -1 : 1));
    expect(byAlias(loaded).map(({ alias, name, updated }) => ({ alias, name, updated }))).toEqual(
      byAlias(recorded.extensions),
    );
  });
});
